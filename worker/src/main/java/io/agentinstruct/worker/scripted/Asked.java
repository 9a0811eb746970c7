package io.agentinstruct.worker.scripted;

import io.agentinstruct.worker.scripted.AgentWords.AskWords;
import java.util.List;
import java.util.Map;

/**
 * A task that was recognised as one of ours.
 *
 * @param slots as read from the task
 * @param conditions that were added to it since
 */
record Asked(
    AgentWords agent, AskWords ask, Map<String, String> slots, List<Condition> conditions) {}
