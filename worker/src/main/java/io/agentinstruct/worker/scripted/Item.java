package io.agentinstruct.worker.scripted;

import java.util.List;

/** A task with all that belongs to it, as an instruction agent gives it. */
record Item(String task, List<String> options, List<String> matches, String expected) {}
