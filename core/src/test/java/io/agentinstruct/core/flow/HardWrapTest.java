package io.agentinstruct.core.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a layout says is training text: no sentence of it is broken by an editor's margin. */
class HardWrapTest {
  private static final String ADVICE =
      ": breaks a sentence off at a line's end, and so will every row; write each paragraph of a layout in one line";

  @TempDir private Path folder;

  private Stream<String> hints(String layout) {
    TinyFlow tiny =
        TinyFlow.in(folder)
            .file("render/plain.md", "---\nabout: Plain.\n---\n" + layout)
            .file("languages/ja/render/plain.md", "---\nabout: Plain.\n---\n" + layout);
    assertThat(tiny.problems()).isEmpty();
    return FlowFolder.read(tiny.files(), "").hints().stream().map(FlowProblem::toString);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "# system\nYou are an assistant that people write to in the middle of their day. Ask when\nsomething is missing.\n# user\n{{instruction.task}}\n",
        "# user\nAnswer the question below with the letter and the text of the right option,\nthen the reason.\n\n{{instruction.task}}\n",
        "# user\nあなたは、日々の用事の合間に話しかけられるアシスタントです。親しみやすく分かりやすい言葉で、短く答えてください。必要なことが\n分からなければ尋ねてください。\n\n{{instruction.task}}\n"
      })
  void aSentenceThatGoesOnInTheNextLineIsTold(String layout) {
    assertThat(hints(layout))
        .containsExactly("render/plain.md" + ADVICE, "languages/ja/render/plain.md" + ADVICE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "# user\nOne short line\nand another one\n\n{{instruction.task}}\n",
        "# user\nThis is a sentence that is quite long and ends where its line ends, too.\nAnd another one.\n{{instruction.task}}\n",
        "# user\n- an entry of a list that is quite long and has no stop at its end, as lists have it\nText\n{{instruction.task}}\n",
        "# user\nHere is a long line that introduces something, and ends as such lines end:\nthis\n{{instruction.task}}\n",
        "# user\nHere is a long line that is followed by nothing but a hole in a line of its own\n{{instruction.task}}\n"
      })
  void otherLinesMayEndWhereTheyLike(String layout) {
    assertThat(hints(layout)).isEmpty();
  }

  static Stream<FlowFiles> house() {
    return HouseFlows.all().stream();
  }

  @ParameterizedTest
  @MethodSource("house")
  void theHousesOwnSkillsLeaveNothingToHint(FlowFiles files) {
    assertThat(FlowFolder.read(files, "").hints()).isEmpty();
  }

  @Test
  void theFolderThatNewSkillsAreMadeOfLeavesNothingToHint() {
    assertThat(FlowFolder.read(HouseFlows.files("_new"), "").hints()).isEmpty();
  }
}
