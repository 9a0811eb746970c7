package io.agentinstruct.activities.teacher;

import io.agentinstruct.core.stage.Message;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Makes an endpoint's words fit to be shown: short, harmless to a terminal, without keys, without
 * the prompt.
 */
final class Quotation {
  private static final int MOST = 200;

  /** So long a run shared with the prompt is no accident. */
  private static final int SHARED = 24;

  private static final Pattern UNSEEN =
      Pattern.compile("[\\p{Cntrl}\\p{Cf}\\p{Co}\\p{Cn}\\p{Cs}\\s]+");
  private static final Pattern KEY =
      Pattern.compile(
          "(?i:bearer|basic)\\s+\\S+"
              + "|(?i:api[-_ ]?key|token|secret|password)\\s*[:=]\\s*\\S+"
              + "|\\b(?:sk|pk|rk|gsk|xai|hf|nvapi|r8|fw|tgp|key)[-_][A-Za-z0-9_*.-]{4,}"
              + "|\\bAIza[A-Za-z0-9_-]{10,}"
              + "|\\b(?=[A-Za-z_-]*[0-9])(?=[0-9_-]*[A-Za-z])[A-Za-z0-9_-]{32,}");

  private final String key;

  /**
   * @param key the secret itself, masked wherever it turns up; empty = none
   */
  Quotation(String key) {
    this.key = key;
  }

  /** Empty where nothing is left to show. */
  String of(String words, List<Message> prompt) {
    String line = UNSEEN.matcher(words).replaceAll(" ").strip();
    if (repeats(line, prompt)) {
      return "";
    }
    String masked = key.isBlank() ? line : line.replace(key, "***");
    masked = KEY.matcher(masked).replaceAll("***");
    if (masked.length() <= MOST) {
      return masked;
    }
    int end = Character.isHighSurrogate(masked.charAt(MOST - 2)) ? MOST - 2 : MOST - 1;
    return masked.substring(0, end).strip() + "…";
  }

  private static boolean repeats(String line, List<Message> prompt) {
    for (Message message : prompt) {
      String content = UNSEEN.matcher(message.content()).replaceAll(" ");
      for (int at = 0; at + SHARED <= line.length(); at += SHARED / 3) {
        if (content.contains(line.substring(at, at + SHARED))) {
          return true;
        }
      }
    }
    return false;
  }
}
