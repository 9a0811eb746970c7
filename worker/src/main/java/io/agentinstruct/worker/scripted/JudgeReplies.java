package io.agentinstruct.worker.scripted;

import io.agentinstruct.worker.scripted.Wording.JudgeWords;
import java.util.Map;

/** Passes nearly everything; a few answers fall out, always the same ones. */
final class JudgeReplies {
  private static final int OF_A_HUNDRED = 100;
  private static final int FAILING = 8;

  private final Given given;
  private final Fences fences;
  private final JudgeWords words;

  JudgeReplies(Fences fences) {
    this.fences = fences;
    given = Given.in(fences);
    words = given.passage().wording().judge();
  }

  record Ruling(String reason, boolean passed) {}

  Ruling ruling() {
    String answer = fences.text("answer");
    String salt = given.task() + "\n" + answer;
    if (answer.isBlank()) {
      return new Ruling(words.empty(), false);
    }
    boolean failed = Draw.of("judge\n" + salt, OF_A_HUNDRED) < FAILING;
    boolean unanswerable = fences.prompt().contains("nswerability: unanswerable");
    if (unanswerable && !failed) {
      return new Ruling(Wording.say(words.passUnanswerable(), Map.of(), salt), true);
    }
    Map<String, String> slots = Map.of("quote", quote(answer));
    return new Ruling(Wording.say(failed ? words.fail() : words.pass(), slots, salt), !failed);
  }

  private String quote(String answer) {
    return given
        .solution()
        .map(Solution::decisive)
        .or(() -> given.passage().closest(given.expected() + " " + answer))
        .map(Sentence::text)
        .orElse(Spelling.bare(given.task()));
  }
}
