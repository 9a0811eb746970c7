package io.agentinstruct.core.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The fenced code of a Markdown text (CommonMark 0.31, section 4.5), with the language it names.
 */
final class CodeBlocks {
  private static final Pattern FENCE = Pattern.compile("^ {0,3}(`{3,}|~{3,})[ \\t]*(.*)$");
  private static final Set<String> PYTHON = Set.of("python", "python3", "py", "py3");

  private CodeBlocks() {}

  /**
   * @param language in lower case; empty where the fence names none
   */
  record Block(String language, String code) {
    /** Python that is a program, and not the record of a session at the prompt. */
    boolean isPython() {
      return PYTHON.contains(language) && !code.stripLeading().startsWith(">>>");
    }

    boolean isUnnamed() {
      return language.isEmpty();
    }
  }

  /** A fence that is never closed goes on to the end of the text. */
  static List<Block> in(String text) {
    List<Block> blocks = new ArrayList<>();
    String fence = "";
    String language = "";
    StringBuilder code = new StringBuilder();
    for (String line : text.lines().toList()) {
      Matcher matcher = FENCE.matcher(line);
      boolean marks = matcher.matches();
      if (fence.isEmpty()) {
        if (marks && !(matcher.group(1).startsWith("`") && matcher.group(2).contains("`"))) {
          fence = matcher.group(1);
          language = language(matcher.group(2));
          code.setLength(0);
        }
      } else if (marks && matcher.group(1).startsWith(fence) && matcher.group(2).isBlank()) {
        blocks.add(new Block(language, code.toString()));
        fence = "";
      } else {
        code.append(line).append('\n');
      }
    }
    if (!fence.isEmpty()) {
      blocks.add(new Block(language, code.toString()));
    }
    return blocks;
  }

  private static String language(String info) {
    String first = info.strip().split("[\\s,{:]", 2)[0];
    return first.toLowerCase(Locale.ROOT);
  }
}
