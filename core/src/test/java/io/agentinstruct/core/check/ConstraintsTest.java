package io.agentinstruct.core.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentinstruct.core.flow.AnswerFormat;
import io.agentinstruct.core.stage.Demands;
import io.agentinstruct.core.stage.Piece.Instruction;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each kind of constraint, met and not met. */
class ConstraintsTest {
  private static Instruction demanding(String kind, String value) {
    return Mill.task(AnswerFormat.TEXT, "Rewrite the text.")
        .demanding(
            new Demands(List.of(new Demands.Constraint(kind, value)), List.of(), "", "", false));
  }

  private static Optional<String> fault(String kind, String value, String answer) {
    return Mill.fault("constraints-met", demanding(kind, value), answer, "und");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "max-words; 3; One, two: three.",
        "min-words; 4; Don't stop well-known boats",
        "exact-words; 4; 水車の話",
        "exact-words; 4; 水車とTemporal",
        "max-characters; 6; 「水車だ」。",
        "max-characters; ６; 「水車だ」。",
        "min-characters; 1,0; ten letters",
        "exact-characters; 3; 水 車 だ",
        "sentences; 2; It went. Why?",
        "sentences; 2; 「行く。」と言った。そして去った。",
        "sentences; 1; It cost 3.5 m.",
        "max-sentences; 2; One. Two.",
        "min-sentences; 1; No stop at the end",
        "max-sentences; 2; Mrs. Odell came at 5 p.m. and left. So did J. Ardal.",
        "min-sentences; 2; He stayed until May 5. Then he went.",
        "exact-words; 3; a well-known boat",
        "exact-words; 4; a well-known boat",
        "lowercase; ; all small, 水車 2",
        "uppercase; ; ALL CAPS 2, STRAßE",
        "title-case; ; The Mill by the River",
        "forbidden-word; mill; The miller's milling",
        "forbidden-word; mill; watermill",
        "required-word; Mill; an old MILL.",
        "required-word; 水車; 古い水車小屋",
        "no-letter; e; A boat ran aground.",
        "starts-with; Dear reader; “Dear Reader, hello.",
        "ends-with; The end.; It went. The end",
        "ends-with; だった。; 大きな水車だった",
        "every-sentence-starts-with; And; And it went. \"And so?\" And out.",
        "every-sentence-starts-with; 私は; 私は行く。私は来る。",
      })
  void met(String kind, String value, String answer) {
    assertThat(fault(kind, value == null ? "" : value, answer)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "max-words; 3; One two three four",
        "min-words; 4; One two three",
        "exact-words; 5; 水車の話",
        "max-characters; 5; 「水車だ」。",
        "min-characters; 12; ten letters",
        "exact-characters; 6; 水 車 だ",
        "sentences; 3; It went. Why?",
        "max-sentences; 1; One. Two.",
        "min-sentences; 3; 一つ。二つ。",
        "lowercase; ; Not small",
        "uppercase; ; Not caps",
        "title-case; ; The mill by the River",
        "forbidden-word; MILL; The mill's wheel",
        "forbidden-word; 水; 古い水車",
        "required-word; mill; watermills",
        "no-letter; e; The boat.",
        "no-letter; の; 山の上",
        "starts-with; Dear; Hello dear",
        "ends-with; end; The end of it",
        "every-sentence-starts-with; And; And it went. So it did.",
        "line-count; 2; one line",
        "paragraphs; 2; one paragraph",
      })
  void notMet(String kind, String value, String answer) {
    assertThat(fault(kind, value == null ? "" : value, answer))
        .get()
        .asString()
        .startsWith("the answer is not " + kind);
  }

  @Test
  void linesAndParagraphsAreThoseThatHoldSomething() {
    assertThat(fault("line-count", "3", "a\n\nb\nc\n")).isEmpty();
    assertThat(fault("paragraphs", "2", "a\nb\n \n\nc\n")).isEmpty();
    assertThat(fault("sentences", "1", "# The Mill. A Story\n\nIt went.")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "max-words,eighty",
    "max-words,''",
    "longest-word,7",
    "starts-with,…",
    "max-words,-3"
  })
  void whatNobodyCanCheckIsNoConstraint(String kind, String value) {
    assertThat(Mill.fault("constraints-legible", demanding(kind, value))).isPresent();
    assertThat(fault(kind, value, "Any answer at all")).as("is not held against it").isEmpty();
  }

  @Test
  void everyKindIsLegible() {
    assertThat(Constraints.kinds())
        .allSatisfy(
            kind -> assertThat(Mill.fault("constraints-legible", demanding(kind, "３"))).isEmpty());
  }
}
