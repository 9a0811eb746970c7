package io.agentinstruct.core;

import java.util.List;
import java.util.Random;

/** Texts that break naive code, put together at random and the same in every run. */
public final class AwkwardTexts {
  private static final List<String> BITS =
      List.of(
          "plain words",
          "{{hole}}",
          "{{ seed.text }}",
          "{{> fragment}}",
          "{",
          "}",
          "}}",
          "{{",
          "$1",
          "$",
          "\\",
          "\\\\1",
          "\\$0",
          "\"",
          "'",
          "`",
          "```json\n",
          "\n",
          "\r\n",
          "\t",
          " ",
          "　",
          "</document>",
          "< / DOCUMENT >",
          "<\\/document>",
          "日本語の文章。",
          "「かぎ」",
          "café",
          "cafe\u0301",
          "😀",
          "👩‍👩‍👧",
          "\u202e",
          "\u00a0",
          "\u200b",
          "# user\n",
          "---\n",
          "%s",
          "&amp;",
          "[1, 2]",
          "{\"a\": 1}",
          "//",
          "/* */",
          ",",
          ":",
          "0",
          "null");

  private final Random random;

  /**
   * @param seed makes the texts; the same seed, the same texts
   */
  public AwkwardTexts(long seed) {
    this.random = new Random(seed);
  }

  /** One text of up to a dozen bits; now and then the empty one. */
  public String next() {
    StringBuilder text = new StringBuilder();
    int bits = random.nextInt(12);
    for (int i = 0; i < bits; i++) {
      text.append(BITS.get(random.nextInt(BITS.size())));
    }
    return text.toString();
  }

  public int upTo(int bound) {
    return random.nextInt(bound);
  }
}
