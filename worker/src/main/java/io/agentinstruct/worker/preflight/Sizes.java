package io.agentinstruct.worker.preflight;

import io.agentinstruct.core.flow.Agent;
import io.agentinstruct.core.flow.Flow;
import io.agentinstruct.core.prompt.PromptFile;
import io.agentinstruct.core.prompt.Template;
import java.util.function.Predicate;

/** How large a flow's calls can get. Estimates, on the large side. */
public final class Sizes {
  /** Of English prose; other languages take more tokens for fewer characters. */
  static final int CHARACTERS_A_TOKEN = 4;

  /** What an instruction, a suggestion or an answer adds to the passage, in tokens. */
  private static final int EXTRAS = 500;

  private Sizes() {}

  /**
   * Tokens of the longest call that the chosen agents may make: prompt, the longest seed piece that
   * the flow takes, and the whole room for the reply.
   */
  public static long longestCall(Flow flow, Predicate<Agent> which) {
    return flow.agents().stream()
        .filter(agent -> !agent.identity())
        .filter(which)
        .flatMap(agent -> agent.steps().stream())
        .mapToLong(prompt -> promptTokens(flow, prompt) + prompt.maxTokens())
        .max()
        .orElse(0);
  }

  /** Tokens of a prompt with the longest seed piece in it. */
  public static long promptTokens(Flow flow, PromptFile prompt) {
    long characters =
        prompt.user().text().length()
            + prompt.system().map(Template::text).map(String::length).orElse(0)
            + (long) flow.settings().maxCharacters();
    return characters / CHARACTERS_A_TOKEN + EXTRAS;
  }
}
