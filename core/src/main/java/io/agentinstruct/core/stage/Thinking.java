package io.agentinstruct.core.stage;

import java.util.regex.Pattern;

/**
 * Some models think aloud before they answer, in a block of their own. It is no part of the answer.
 */
public final class Thinking {
  private static final Pattern BLOCK =
      Pattern.compile("\\A\\s*<think(?:ing)?>.*?</think(?:ing)?>\\s*", Pattern.DOTALL);

  private Thinking() {}

  /**
   * The reply without the block that it begins with; the reply itself where it begins with none.
   */
  public static String without(String reply) {
    return BLOCK.matcher(reply).replaceFirst("");
  }
}
