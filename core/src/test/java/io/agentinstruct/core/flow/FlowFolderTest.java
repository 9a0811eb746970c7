package io.agentinstruct.core.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agentinstruct.core.prompt.PromptFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The folder is the list: what stands where, and all faults of a folder at once. */
class FlowFolderTest {
  private final TinyFlow tiny;

  FlowFolderTest(@TempDir Path root) {
    this.tiny = TinyFlow.in(root);
  }

  private static String prompt(String settings, String user) {
    return "---\n" + settings + "---\n# user\n" + user + "\n";
  }

  private static String text(PromptFile file) {
    return file.user().text();
  }

  @Test
  void readsTheLeastFlow() {
    Flow flow = tiny.flow();

    assertThat(flow.name()).isEqualTo("tiny");
    assertThat(flow.version()).isEqualTo(tiny.files().version());
    assertThat(flow.settings().title()).isEqualTo("Tiny");
    assertThat(flow.agents().stream().map(Agent::id))
        .containsExactly("instruct/question", "respond/answer", "transform/plain");
    assertThat(flow.at(Stage.INSTRUCT)).containsExactly(flow.agent("instruct/question"));
    assertThat(flow.layouts().stream().map(PromptFile::path)).containsExactly("render/plain.md");
    assertThat(text(flow.house("json-reply"))).isEqualTo("{{schema}}");
    assertThat(flow.packs()).isEmpty();
  }

  @Test
  void addingAFileAddsAnAgentAndDeletingItRemovesOne() {
    tiny.file("instruct/Über uns 2.md", prompt("about: A.\nsuits: all\nformat: list\n", "Ask."));
    assertThat(tiny.flow().agent("instruct/Über uns 2").about()).isEqualTo("A.");

    tiny.without("instruct/Über uns 2.md");
    assertThatThrownBy(() -> tiny.flow().agent("instruct/Über uns 2"))
        .isInstanceOf(NoSuchElementException.class)
        .hasMessage("flow tiny has no agent instruct/Über uns 2");
  }

  @Test
  void saysWhichHousePromptIsUnknown() {
    assertThatThrownBy(() -> tiny.flow().house("greeting"))
        .isInstanceOf(NoSuchElementException.class)
        .hasMessage("flow tiny has no house prompt greeting");
  }

  @Test
  void aLanguagePackReplacesTheFileOfTheSamePath() {
    tiny.file("languages/ja/respond/answer.md", prompt("about: A.\n", "答え {{prompt}}"))
        .file("languages/ja/render/plain.md", prompt("about: A.\n", "問い {{instruction.task}}"))
        .file("languages/pt/respond/answer.md", prompt("about: A.\n", "em português {{prompt}}"))
        .file(
            "languages/pt-BR/render/plain.md",
            prompt("about: A.\n", "no Brasil {{instruction.task}}"));

    Flow flow = tiny.flow();
    PromptFile answer = flow.agent("respond/answer").last();
    PromptFile layout = flow.layouts().getFirst();

    assertThat(text(flow.in("ja", answer))).isEqualTo("答え {{prompt}}");
    assertThat(text(flow.in("ja-JP", layout))).isEqualTo("問い {{instruction.task}}");
    assertThat(text(flow.in("ja", flow.agent("instruct/question").last())))
        .isEqualTo("{{material.text}}");
    assertThat(text(flow.in("en", answer))).isEqualTo("{{prompt}}");
    assertThat(text(flow.in("und", answer))).isEqualTo("{{prompt}}");
    assertThat(text(flow.in("pt", layout))).startsWith("{{instruction.context}}");
    assertThat(text(flow.in("pt-BR", layout))).isEqualTo("no Brasil {{instruction.task}}");
    assertThat(text(flow.in("pt-BR", answer))).isEqualTo("em português {{prompt}}");
  }

  @Test
  void aLanguagePackIsReadAsStrictlyAsTheFlow() {
    tiny.file("languages/ja/respond/anser.md", prompt("about: A.\n", "{{prompt}}"))
        .file("languages/ja/respond/answer.md", prompt("abuot: A.\n", "{{instruction.task}}"))
        .file("languages/ja/render/plain.md", prompt("abuot: A.\n", "{{prompt}}"))
        .file("languages/ja/reply.md", "words")
        .file("languages/ja/respond/_tone.md", "words")
        .file("languages/ja/respond/old/answer.md", "words")
        .file("_shared/json-reply.md", prompt("about: A.\n", "{{schema}}"))
        .file("_shared/reask.md", prompt("about: A.\n", "{{errors}}"))
        .file("_shared/probe.md", prompt("about: A.\n", "OK?"))
        .file("languages/ja/_shared/json-reply.md", prompt("about: A.\n", "{{schema}}"));

    assertThat(tiny.problems())
        .containsExactly(
            "languages/ja/_shared/json-reply.md: replaces a file that is the same in all languages; delete it",
            "languages/ja/render/plain.md:1: has no 'about:'; add it to the front matter",
            "languages/ja/render/plain.md:2: no setting 'abuot' here; did you mean 'about'?",
            "languages/ja/render/plain.md:5: {{prompt}} is not on offer here; "
                + "on offer are instruction.context, instruction.task, instruction.choices, instruction.opening",
            "languages/ja/reply.md: has no place in a flow; "
                + "replacements are files such as languages/ja/respond/answer.md",
            "languages/ja/respond/_tone.md: has no place in a flow; "
                + "move the fragment to the flow's folder or to _shared/",
            "languages/ja/respond/anser.md: replaces respond/anser.md, which does not exist; "
                + "name it as the file it replaces",
            "languages/ja/respond/answer.md:2: no setting 'abuot' here; did you mean 'about'?",
            "languages/ja/respond/answer.md:5: {{instruction.task}} is not on offer here; "
                + "on offer are prompt, tools, dialogue, language",
            "languages/ja/respond/old/answer.md: has no place in a flow; "
                + "replacements are files such as languages/ja/respond/answer.md");
  }

  @Test
  void everyFileHasAPlaceOrIsNamed() {
    tiny.file("README.md", "words")
        .file("instrct/question.md", "words")
        .file("instruct/notes.yaml", "a: b")
        .file("instruct/deep/question.md", "words")
        .file("instruct/_tone.md", "words")
        .file("render/deep/plain.md", "words")
        .file("_tone.md", "a fragment")
        .file("samples/seed.md", "no part of the flow")
        .file("notes.txt", "not read")
        .file(".hidden.md", "not read")
        .file("instruct/.swp/question.md", "not read")
        .file("instruct/question.md~", "not read");

    assertThat(tiny.problems())
        .containsExactly(
            "README.md: has no place in a flow; known are instruct, judge, refine, respond, transform, "
                + "render, languages, samples, flow.yaml, tools.yaml",
            "instrct/question.md: has no place in a flow; did you mean 'instruct'?",
            "instruct/_tone.md: has no place in a flow; move the fragment to the flow's folder or to _shared/",
            "instruct/deep/question.md: has no place in a flow; prompts are files such as instruct/name.md",
            "instruct/notes.yaml: has no place in a flow; prompts are files such as instruct/name.md",
            "render/deep/plain.md: has no place in a flow; prompts are files such as render/name.md");
  }

  @Test
  void layoutsAndHousePromptsAreReadAsStrictlyAsAgents() {
    tiny.file("render/plain.md", "---\nrole: small\n---\n# user\n{{instruction.expected}}\n")
        .file(
            "../_shared/json-reply.md", "---\nabout: A.\ntemperature: 1\n---\n# user\n{{shema}}\n")
        .without("../_shared/probe.md");

    assertThat(tiny.problems())
        .containsExactly(
            "_shared/json-reply.md:3: no setting 'temperature' here; known are about",
            "_shared/json-reply.md:6: {{shema}} is not on offer here; did you mean {{schema}}?",
            "_shared/probe.md: is missing; restore it from the project's flows/_shared",
            "render/plain.md:1: has no 'about:'; add it to the front matter",
            "render/plain.md:2: no setting 'role' here; known are about",
            "render/plain.md:5: {{instruction.expected}} is not on offer here; did you mean {{instruction.choices}}?");
  }

  @Test
  void printsAllFaultsOfAFolderAtOnceInTheOrderOfItsFiles() {
    tiny.file(
            "flow.yaml",
            "title: T\nabout: A.\nseed: {}\nrefine: { rounds: 1 }\njudge: { agents: [strict] }\n")
        .file(
            "instruct/question.md",
            prompt("about: A.\nsuits: [poem]\nformat: list\n", "{{seed.txt}}"))
        .file("instruct/other.md", "words")
        .file("refine/harder.edit.md", prompt("about: A.\n", "{{> gone}}."))
        .file("render/plain.md", "---\nabout: A.\n---\n# system\nOnly.\n")
        .file("extra/file.md", "words");

    FlowFolder.Reading reading = FlowFolder.read(tiny.files(), "flows/tiny/");

    assertThat(reading.flow()).isEmpty();
    assertThat(reading.problems().stream().map(FlowProblem::toString))
        .containsExactly(
            "flows/tiny/extra/file.md: has no place in a flow; known are instruct, judge, refine, respond, "
                + "transform, render, languages, samples, flow.yaml, tools.yaml",
            "flows/tiny/flow.yaml:3: no setting 'seed'; did you mean 'seeds'?",
            "flows/tiny/flow.yaml:5: names the agent 'strict', but there is no judge/strict.md; add it",
            "flows/tiny/instruct/other.md: has no '# user' section; "
                + "write what changes from call to call below a line '# user'",
            "flows/tiny/instruct/other.md:1: has no front matter; "
                + "begin the file with '---', settings such as 'about:', and '---'",
            "flows/tiny/instruct/question.md:3: suits 'poem', which no transform agent makes; known are article",
            "flows/tiny/instruct/question.md:7: {{seed.txt}} is not on offer here; did you mean {{seed.text}}?",
            "flows/tiny/refine/harder.edit.md: is half a pair; add refine/harder.suggest.md",
            "flows/tiny/refine/harder.edit.md:1: has no 'edits:'; write one of passage, task",
            "flows/tiny/refine/harder.edit.md:5: includes a fragment 'gone' that does not exist; "
                + "create _gone.md in the flow's folder or in _shared/",
            "flows/tiny/render/plain.md: has no '# user' section; "
                + "write what changes from call to call below a line '# user'");
  }

  @Test
  void aProblemReadsAsFileLineFaultAndRemedy() {
    assertThat(new FlowProblem("flows/a/flow.yaml", 3, "is wrong", "put it right"))
        .hasToString("flows/a/flow.yaml:3: is wrong; put it right");
    assertThat(new FlowProblem("flows/a/flow.yaml", 0, "is wrong", "put it right"))
        .hasToString("flows/a/flow.yaml: is wrong; put it right");
  }

  @Test
  void theMeantWordIsTheNearestOrNone() {
    assertThat(Nearest.to("debat", List.of("poem", "debate", "debates"))).contains("debate");
    assertThat(Nearest.to("xyz", List.of("poem", "debate"))).isEmpty();
    assertThat(Nearest.to("anything", List.of())).isEmpty();
    assertThat(Map.of("near", Nearest.remedy("peom", List.of("poem"))))
        .containsValue("did you mean 'poem'?");
  }
}
