package io.agentinstruct.core.prompt;

import java.util.Map;
import java.util.Optional;

/**
 * A prompt file, read: how to ask, and what to say.
 *
 * @param path in the flow's folder, such as {@code instruct/strengthen.md}
 * @param settings front matter, as written
 * @param system stable part of the prompt; absent = no system turn
 * @param user what changes from call to call
 * @param temperature sampling temperature, 0 to 2
 * @param maxTokens cap on the reply, in tokens
 */
public record PromptFile(
    String path,
    Map<String, Object> settings,
    Optional<Template> system,
    Template user,
    double temperature,
    int maxTokens) {}
