package io.agentinstruct.core.flow;

import io.agentinstruct.core.prompt.PromptFile;
import java.util.regex.Pattern;

/**
 * A layout's sentence that goes on in the next line, as editors wrap long lines. Agents do not
 * mind, but what a layout says is training text, and every row would show the break.
 */
final class HardWrap {
  /** A long line that ends in a letter or a comma, and one below it that begins with a letter. */
  private static final Pattern WRAPPED =
      Pattern.compile("(?m)^[^#|>\\s-][^\\n]{58,}[\\p{L}\\p{N},、]\\n\\p{L}");

  private HardWrap() {}

  static boolean in(PromptFile layout) {
    return wrapped(layout.user().text())
        || layout.system().filter(system -> wrapped(system.text())).isPresent();
  }

  private static boolean wrapped(String text) {
    return WRAPPED.matcher(text).find();
  }
}
