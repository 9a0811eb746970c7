package io.agentinstruct.core.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentinstruct.core.prompt.PromptFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One file is one agent, a chain is numbered files of one name, and every value is checked. */
class AgentReaderTest {
  private final TinyFlow tiny;

  AgentReaderTest(@TempDir Path root) {
    this.tiny = TinyFlow.in(root);
  }

  private static String prompt(String settings) {
    return "---\n" + settings + "---\n# user\nSay something.\n";
  }

  private List<String> problemsOfInstruct(String settings) {
    return tiny.file("instruct/question.md", prompt(settings)).problems();
  }

  @Test
  void readsEverySettingOfAnInstructAgent() {
    tiny.file(
        "instruct/question.md",
        prompt(
            """
            about: Asks a question.
            evidence: paper
            role: small
            temperature: 1
            max-tokens: 99
            suits: [article]
            format: multiple-choice
            items: 3
            """));

    Agent agent = tiny.flow().agent("instruct/question");

    assertThat(agent.id()).isEqualTo("instruct/question");
    assertThat(agent.about()).isEqualTo("Asks a question.");
    assertThat(agent.evidence()).isEqualTo(Evidence.PAPER);
    assertThat(agent.role()).isEqualTo("small");
    assertThat(agent.suits()).containsExactly("article");
    assertThat(agent.format()).contains(AnswerFormat.MULTIPLE_CHOICE);
    assertThat(agent.items()).isEqualTo(3);
    assertThat(agent.last().temperature()).isEqualTo(1.0);
    assertThat(agent.last().maxTokens()).isEqualTo(99);
  }

  @Test
  void aLeafOrAnEditorMayLetValuesBePutIntoAnotherForm() {
    tiny.file("instruct/question.md", prompt("about: A.\nsuits: all\nformat: list\nverbatim: no\n"))
        .file("refine/harder.suggest.md", prompt("about: B.\n"))
        .file("refine/harder.edit.md", prompt("about: B.\nedits: task\nverbatim: yes\n"));

    assertThat(tiny.flow().agent("instruct/question").reworded()).isTrue();
    assertThat(tiny.flow().agent("refine/harder.edit").reworded()).isFalse();
    assertThat(problemsOfInstruct("about: A.\nsuits: all\nformat: list\nverbatim: never\n"))
        .containsExactly("instruct/question.md:5: 'verbatim' is 'never'; known are yes, no");
  }

  @Test
  void givesDefaultsToWhatIsLeftOut() {
    tiny.file(
            "flow.yaml", "title: T\nabout: T.\nevidence: documented\njudge: { agents: [strict] }\n")
        .file("judge/strict.md", prompt("about: Judges.\n"));

    Agent question = tiny.flow().agent("instruct/question");
    Agent judge = tiny.flow().agent("judge/strict");

    assertThat(question.evidence()).isEqualTo(Evidence.PAPER);
    assertThat(question.role()).isEqualTo("teacher");
    assertThat(question.items()).isZero();
    assertThat(question.last().temperature()).isEqualTo(0.7);
    assertThat(question.last().maxTokens()).isEqualTo(2048);
    assertThat(question.takes()).isEmpty();
    assertThat(question.leaves()).isEmpty();
    assertThat(judge.role()).isEqualTo("judge");
    assertThat(judge.last().temperature()).isZero();
  }

  @Test
  void readsARefinementPair() {
    tiny.file("refine/harder.suggest.md", prompt("about: A.\ntakes: [answerable, changed]\n"))
        .file("refine/harder.edit.md", prompt("about: B.\nedits: passage\nleaves: unanswerable\n"))
        .file("refine/other.suggest.md", prompt("about: C.\n"))
        .file("refine/other.edit.md", prompt("about: D.\nedits: task\n"));

    Flow flow = tiny.flow();

    assertThat(flow.agent("refine/harder.suggest").takes())
        .containsExactly(Answerability.ANSWERABLE, Answerability.CHANGED);
    assertThat(flow.agent("refine/harder.edit").pair()).isEqualTo("harder");
    assertThat(flow.agent("refine/harder.edit").editsPassage()).isTrue();
    assertThat(flow.agent("refine/harder.edit").leaves()).contains(Answerability.UNANSWERABLE);
    assertThat(flow.agent("refine/other.edit").editsPassage()).isFalse();
    assertThat(flow.agent("refine/other.edit").leaves()).isEmpty();
  }

  @Test
  void handsAnIdentityOnWithoutAPrompt() {
    Agent plain = tiny.flow().agent("transform/plain");

    assertThat(plain.identity()).isTrue();
    assertThat(plain.makes()).isEqualTo("article");
    assertThat(plain.last().user().fill(Map.of())).isEmpty();
  }

  @Test
  void putsTheFilesOfAChainInTheOrderOfTheirNumbers() {
    for (int step = 1; step < 11; step++) {
      String seesBefore = step == 1 ? "{{seed.text}}" : "{{previous.text}}";
      tiny.file(
          "transform/apis." + step + ".md",
          "---\nrole: r" + step + "\n---\n# user\n" + seesBefore + "\n");
    }
    tiny.file(
        "transform/apis.11.md",
        "---\nabout: Lists.\nmakes: article\n---\n# user\n{{previous.text}}\n");

    Agent apis = tiny.flow().agent("transform/apis");

    assertThat(apis.about()).isEqualTo("Lists.");
    assertThat(apis.steps()).hasSize(11);
    assertThat(apis.steps().stream().map(PromptFile::path))
        .startsWith("transform/apis.1.md", "transform/apis.2.md")
        .endsWith("transform/apis.10.md", "transform/apis.11.md");
  }

  @Test
  void offersWhatTheStepBeforeSaidToAllButTheFirst() {
    tiny.file("transform/apis.1.md", "---\nabout: A.\n---\n# user\n{{previous.text}}\n")
        .file(
            "transform/apis.2.md",
            "---\nabout: B.\nmakes: article\n---\n# user\n{{previous.text}}\n");

    assertThat(tiny.problems())
        .containsExactly(
            "transform/apis.1.md:5: {{previous.text}} is not on offer here; "
                + "on offer are seed.text, seed.title, documents, language");
  }

  @Test
  void lastFileOfAChainSaysWhatTheAgentIs() {
    tiny.file("transform/apis.1.md", prompt("makes: article\nidentity: true\nmax-tokens: none\n"))
        .file("transform/apis.2.md", prompt("role: small\n"));

    assertThat(tiny.problems())
        .containsExactly(
            "transform/apis.1.md:2: no setting 'makes' here; known are about, role, temperature, max-tokens, tools",
            "transform/apis.1.md:3: no setting 'identity' here; known are about, role, temperature, max-tokens, tools",
            "transform/apis.1.md:4: 'max-tokens' is 'none'; write a whole number from 1 to 1000000",
            "transform/apis.2.md:1: has no 'about:'; add it to the front matter",
            "transform/apis.2.md:1: has no 'makes:'; add it to the front matter");
  }

  @Test
  void refusesAChainWithAGap() {
    String last = prompt("about: A.\nmakes: article\n");
    tiny.file("transform/apis.2.md", prompt("about: A.\n"))
        .file("transform/apis.3.md", last)
        .file("transform/notes.md", prompt("about: A.\n"))
        .file("transform/notes.1.md", last);

    assertThat(tiny.problems())
        .containsExactly(
            "transform/apis.2.md: is a step of a chain whose files are transform/apis.2.md, transform/apis.3.md; "
                + "number them from 1, without a gap",
            "transform/notes.md: is a step of a chain whose files are transform/notes.md, transform/notes.1.md; "
                + "number them from 1, without a gap");
  }

  @Test
  void takesAnEndlessNumberForAName() {
    tiny.file("instruct/pi.3141592653589793.md", prompt("about: A.\nsuits: all\nformat: list\n"));

    assertThat(tiny.flow().agent("instruct/pi.3141592653589793").about()).isEqualTo("A.");
  }

  @Test
  void asksForWhatAnAgentMustHave() {
    tiny.file("transform/debate.md", prompt("about:\n"))
        .file("instruct/question.md", prompt("role: small\n"))
        .file("refine/harder.suggest.md", prompt("takes: []\n"))
        .file("refine/harder.edit.md", prompt("about: ' '\n"));

    assertThat(tiny.problems())
        .containsExactly(
            "instruct/question.md:1: has no 'about:'; add it to the front matter",
            "instruct/question.md:1: has no 'suits:'; write suits: all, or a list of tags",
            "instruct/question.md:1: has no 'format:'; write one of short-answer, list, essay, "
                + "fill-in-the-blank, true-false, ordering, matching, multiple-choice, text, code, json, labels, dialogue",
            "refine/harder.edit.md:1: has no 'about:'; add it to the front matter",
            "refine/harder.edit.md:1: has no 'edits:'; write one of passage, task",
            "refine/harder.suggest.md:1: has no 'about:'; add it to the front matter",
            "transform/debate.md:1: has no 'about:'; add it to the front matter",
            "transform/debate.md:1: has no 'makes:'; add it to the front matter");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          evidence: documented | 'evidence' is 'documented'; known are paper, reconstructed
          evidence: papper     | 'evidence' is 'papper'; did you mean 'paper'?
          temperature: 2.1     | 'temperature' is '2.1'; write a number from 0 to 2
          temperature: -1      | 'temperature' is '-1'; write a number from 0 to 2
          temperature: hot     | 'temperature' is 'hot'; write a number from 0 to 2
          max-tokens: 0        | 'max-tokens' is '0'; write a whole number from 1 to 1000000
          max-tokens: 10.5     | 'max-tokens' is '10.5'; write a whole number from 1 to 1000000
          items: 21            | 'items' is '21'; write a whole number from 0 to 20
          items: two           | 'items' is 'two'; write a whole number from 0 to 20
          makes: article       | no setting 'makes' here; known are about, evidence, role, temperature, max-tokens, tools, suits, format, items, expects, verbatim, weight
          takes: changed       | no setting 'takes' here; known are about, evidence, role, temperature, max-tokens, tools, suits, format, items, expects, verbatim, weight
          """)
  void refusesAValueOutOfItsBounds(String line, String problem) {
    // The word of the key also stands in the about line and in the body, which is not where it is
    // wrong.
    assertThat(
            problemsOfInstruct(
                "about: 'role: temperature: items: evidence:'\nsuits: all\nformat: list\n"
                    + line
                    + "\n"))
        .containsExactly("instruct/question.md:5: " + problem);
  }

  @Test
  void refusesTagsAndFormatsThatAreNone() {
    assertThat(problemsOfInstruct("about: A.\nsuits: article\nformat: multiple choice\n"))
        .containsExactly(
            "instruct/question.md:3: 'suits' is 'article'; write suits: all, or a list of tags",
            "instruct/question.md:4: 'format' is 'multiple choice'; did you mean 'multiple-choice'?");
    assertThat(problemsOfInstruct("about: A.\nsuits: []\nformat: rhyme\n"))
        .containsExactly(
            "instruct/question.md:3: 'suits' is '[]'; write suits: all, or a list of tags",
            "instruct/question.md:4: 'format' is 'rhyme'; known are short-answer, list, essay, "
                + "fill-in-the-blank, true-false, ordering, matching, multiple-choice, text, code, json, labels, dialogue");
  }

  @Test
  void refusesAnIdentityThatIsNeitherTrueNorFalse() {
    tiny.file("transform/plain.md", prompt("about: A.\nmakes: article\nidentity: yes\n"));

    assertThat(tiny.problems())
        .containsExactly("transform/plain.md:4: 'identity' is 'yes'; write true or false");
  }

  @Test
  void refusesWordsOfRefinementThatAreNone() {
    tiny.file(
            "refine/harder.suggest.md",
            prompt("about: A.\ntakes: [answerable, answered]\nedits: task\n"))
        .file("refine/harder.edit.md", prompt("about: B.\nedits: choices\nleaves: [changed]\n"))
        .file("refine/other.suggest.md", prompt("about: A.\ntakes: hard\n"))
        .file("refine/other.edit.md", prompt("about: B.\nedits: task\nleaves: unchanged\n"));

    assertThat(tiny.problems())
        .containsExactly(
            "refine/harder.edit.md:3: 'edits' is 'choices'; known are passage, task",
            "refine/harder.edit.md:4: 'leaves' is a list; write one word",
            "refine/harder.suggest.md:3: 'takes' is 'answered'; known are answerable, changed, unanswerable",
            "refine/harder.suggest.md:4: no setting 'edits' here; "
                + "known are about, evidence, role, temperature, max-tokens, tools, takes, weight",
            "refine/other.edit.md:4: 'leaves' is 'unchanged'; did you mean 'changed'?",
            "refine/other.suggest.md:3: 'takes' is 'hard'; known are answerable, changed, unanswerable");
  }

  @Test
  void namesNoFurtherFaultOfFrontMatterThatCouldNotBeRead() {
    tiny.file("instruct/question.md", "Just words.\n# user\nSay something.\n")
        .file("respond/answer.md", "---\nabout: [\n---\n# user\n{{prompt}}\n")
        .file("transform/plain.md", "---\nabout: A.\n# user\nNever closed.\n");

    assertThat(tiny.problems())
        .hasSize(4)
        .startsWith(
            "instruct/question.md:1: has no front matter; "
                + "begin the file with '---', settings such as 'about:', and '---'",
            "instruct/question.md:1: has text before its first section, which no model would see; "
                + "move it below '# system' or '# user'")
        .anySatisfy(problem ->
            assertThat(problem).startsWith("respond/answer.md:2: front matter is not YAML: "))
        .endsWith(
            "transform/plain.md:1: front matter is not closed; add a line '---' after the settings");
  }

  @Test
  void aPackFileSaysOnlyHowToAsk() {
    tiny.file(
            "languages/ja/respond/answer.md",
            prompt(
                "about: 答える。\nevidence: reconstructed\ntemperature: 0.1\nmax-tokens: 10\nrole: small\n"))
        .file("languages/ja/instruct/question.md", prompt("format: list\ntemperature: cold\n"));

    assertThat(tiny.problems())
        .containsExactly(
            "languages/ja/instruct/question.md:2: no setting 'format' here; "
                + "known are about, evidence, temperature, max-tokens",
            "languages/ja/instruct/question.md:3: 'temperature' is 'cold'; write a number from 0 to 2",
            "languages/ja/respond/answer.md:6: no setting 'role' here; "
                + "known are about, evidence, temperature, max-tokens");
  }

  @Test
  void aPackFileOfAChainSeesWhatTheReplacedOneSees() {
    tiny.file("transform/apis.1.md", prompt("about: A.\n"))
        .file("transform/apis.2.md", prompt("about: B.\nmakes: article\n"))
        .file(
            "languages/ja/transform/apis.1.md", "---\nabout: A.\n---\n# user\n{{previous.text}}\n")
        .file(
            "languages/ja/transform/apis.2.md", "---\nabout: B.\n---\n# user\n{{previous.text}}\n");

    assertThat(tiny.problems())
        .containsExactly(
            "languages/ja/transform/apis.1.md:5: {{previous.text}} is not on offer here; "
                + "on offer are seed.text, seed.title, documents, language");
  }

  @Test
  void everyStageHasItsOwnHoles() {
    String all =
        "{{seed.text}} {{material.text}} {{count}} {{instruction.task}} {{instruction.expected}} "
            + "{{suggestion.text}} {{prompt}} {{answer}} {{language}} {{previous.text}}\n";
    tiny.file("flow.yaml", "title: T\nabout: T.\njudge: { agents: [strict] }\n")
        .file("transform/plain.md", "---\nabout: A.\nmakes: article\n---\n# user\n" + all)
        .file(
            "instruct/question.md", "---\nabout: A.\nsuits: all\nformat: list\n---\n# user\n" + all)
        .file("refine/harder.suggest.md", "---\nabout: A.\n---\n# user\n" + all)
        .file("refine/harder.edit.md", "---\nabout: A.\nedits: task\n---\n# user\n" + all)
        .file("respond/answer.md", "---\nabout: A.\n---\n# user\n" + all)
        .file("judge/strict.md", "---\nabout: A.\n---\n# user\n" + all)
        .file("render/plain.md", "---\nabout: A.\n---\n# user\n" + all);

    assertThat(refused("transform/plain.md"))
        .containsExactly(
            "answer",
            "count",
            "instruction.expected",
            "instruction.task",
            "material.text",
            "previous.text",
            "prompt",
            "suggestion.text");
    assertThat(refused("instruct/question.md"))
        .containsExactly(
            "answer",
            "instruction.expected",
            "instruction.task",
            "previous.text",
            "prompt",
            "suggestion.text");
    assertThat(refused("refine/harder.suggest.md"))
        .containsExactly(
            "answer", "material.text", "previous.text", "prompt", "seed.text", "suggestion.text");
    assertThat(refused("refine/harder.edit.md"))
        .containsExactly(
            "answer", "count", "material.text", "previous.text", "prompt", "seed.text");
    assertThat(refused("respond/answer.md"))
        .containsExactly(
            "answer",
            "count",
            "instruction.expected",
            "instruction.task",
            "material.text",
            "previous.text",
            "seed.text",
            "suggestion.text");
    assertThat(refused("judge/strict.md"))
        .containsExactly("count", "previous.text", "seed.text", "suggestion.text");
    assertThat(refused("render/plain.md"))
        .containsExactly(
            "answer",
            "count",
            "instruction.expected",
            "language",
            "material.text",
            "previous.text",
            "prompt",
            "seed.text",
            "suggestion.text");
  }

  private List<String> refused(String path) {
    return FlowFolder.read(tiny.files(), "").problems().stream()
        .filter(problem -> problem.file().equals(path))
        .map(problem -> problem.fault().replaceAll("\\{\\{(.*)}}.*", "$1"))
        .toList();
  }

  @Test
  void hasNoSystemTurnWhereThereIsNothingToSay() {
    tiny.file("instruct/question.md", prompt("about: A.\nsuits: all\nformat: list\n"));

    assertThat(tiny.flow().agent("instruct/question").last().system()).isEqualTo(Optional.empty());
  }
}
