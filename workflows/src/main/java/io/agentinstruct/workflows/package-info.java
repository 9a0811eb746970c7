/**
 * Decide and wait: a run, its shards, its journeys. Deterministic code only; nothing here touches
 * the outside.
 */
@NullMarked
package io.agentinstruct.workflows;

import org.jspecify.annotations.NullMarked;
