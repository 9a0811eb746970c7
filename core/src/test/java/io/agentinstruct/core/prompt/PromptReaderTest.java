package io.agentinstruct.core.prompt;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentinstruct.core.flow.TinyFlow;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One prompt file: front matter, fragments, sections, holes; seen through a flow that holds it. */
class PromptReaderTest {
  private static final String ABOUT = "---\nabout: Answers.\n---\n";

  private final TinyFlow tiny;

  PromptReaderTest(@TempDir Path root) {
    this.tiny = TinyFlow.in(root);
  }

  private PromptFile promptOf(String text) {
    return tiny.file("respond/answer.md", text).flow().agent("respond/answer").last();
  }

  private List<String> problemsOf(String text) {
    return tiny.file("respond/answer.md", text).problems();
  }

  private static String filled(PromptFile prompt) {
    return prompt.user().fill(Map.of("prompt", "P", "language", "L"));
  }

  @Test
  void sectionsAreSystemAndUserAndAllOtherHeadingsArePartOfThem() {
    PromptFile prompt =
        promptOf(
            ABOUT
                + """

                # system

                You answer.
                ## Form
                # Pitfalls
                None.

                # user
                {{prompt}}
                ---
                # users
                Reply in {{language}}.

                """);

    assertThat(prompt.system().map(Template::text))
        .contains("You answer.\n## Form\n# Pitfalls\nNone.");
    assertThat(filled(prompt)).isEqualTo("P\n---\n# users\nReply in L.");
  }

  @Test
  void userSectionMayComeFirst() {
    PromptFile prompt = promptOf(ABOUT + "# user\n{{prompt}}\n# system\nYou answer.\n");

    assertThat(filled(prompt)).isEqualTo("P");
    assertThat(prompt.system().map(Template::text)).contains("You answer.");
  }

  @Test
  void aByteOrderMarkAndWindowsLineEndsMakeNoDifference() {
    PromptFile prompt =
        promptOf("\ufeff" + (ABOUT + "# user\n{{prompt}}\nReply.\n").replace("\n", "\r\n"));

    assertThat(filled(prompt)).isEqualTo("P\nReply.");
  }

  @Test
  void frontMatterMayBeEmptyAndIsAskedForWhatItLacks() {
    assertThat(problemsOf("---\n---\n# user\n{{prompt}}\n"))
        .containsExactly("respond/answer.md:1: has no 'about:'; add it to the front matter");
  }

  @Test
  void saysThatThereIsNoFrontMatter() {
    assertThat(problemsOf("# user\n{{prompt}}\n"))
        .containsExactly(
            "respond/answer.md:1: has no front matter; "
                + "begin the file with '---', settings such as 'about:', and '---'");
    assertThat(problemsOf(""))
        .containsExactly(
            "respond/answer.md:1: has no front matter; "
                + "begin the file with '---', settings such as 'about:', and '---'");
  }

  @Test
  void saysThatFrontMatterIsNotClosed() {
    assertThat(problemsOf("---\nabout: A.\n----\n# user\n{{prompt}}\n"))
        .containsExactly(
            "respond/answer.md:1: front matter is not closed; add a line '---' after the settings");
  }

  @Test
  void saysWhereFrontMatterIsNotYaml() {
    assertThat(problemsOf("---\nrole: a\nabout: this: that\n---\n# user\n{{prompt}}\n"))
        .containsExactly(
            "respond/answer.md:3: front matter is not YAML: mapping values are not allowed here; "
                + "check the indentation, and quote values that hold ': ' or begin with a special character");
    assertThat(problemsOf("---\nabout: A.\nrole: a\nabout: B.\n---\n# user\n{{prompt}}\n"))
        .containsExactly(
            "respond/answer.md:4: front matter is not YAML: Duplicate field 'about'; keep one of the two");
  }

  @Test
  void saysThatFrontMatterIsNoListOfSettings() {
    assertThat(problemsOf("---\njust words\n---\n# user\n{{prompt}}\n"))
        .containsExactly(
            "respond/answer.md:1: front matter is not a list of 'key: value' lines; write one setting a line");
  }

  @Test
  void refusesSettingsThatItDoesNotKnow() {
    assertThat(
            problemsOf(
                "---\nabout: The role. abot is no word\nabot: A.\nRole: a\n---\n# user\n{{prompt}}\n"))
        .containsExactly(
            "respond/answer.md:3: no setting 'abot' here; did you mean 'about'?",
            "respond/answer.md:4: no setting 'Role' here; did you mean 'role'?");
  }

  @Test
  void asksForAUserSectionWithSomethingInIt() {
    assertThat(problemsOf(ABOUT + "# system\nYou answer {{prompt}}.\n"))
        .containsExactly(
            "respond/answer.md: has no '# user' section; "
                + "write what changes from call to call below a line '# user'");
    assertThat(problemsOf(ABOUT + "# system\nYou answer {{prompt}}.\n# user\n\n"))
        .containsExactly(
            "respond/answer.md:6: has an empty '# user' section; "
                + "write what changes from call to call below a line '# user'");
  }

  @Test
  void refusesASectionThatStandsTwice() {
    assertThat(problemsOf(ABOUT + "# user\n{{prompt}}\n# system\nA\n# user\nmore\n"))
        .containsExactly("respond/answer.md:8: has two '# user' sections; keep one");
  }

  @Test
  void refusesWordsThatNoModelWouldSee() {
    assertThat(problemsOf(ABOUT + "\nYou answer.\n# user\n{{prompt}}\n"))
        .containsExactly(
            "respond/answer.md:5: has text before its first section, which no model would see; "
                + "move it below '# system' or '# user'");
  }

  @Test
  void refusesHolesThatAreNotOnOfferAndSaysWhichIsMeant() {
    assertThat(
            problemsOf(
                "---\nabout: The promt and the seed.text.\n---\n# system\nThe promt is {{ promt }}.\n# user\n{{seed.text}} {{}}\n"))
        .containsExactly(
            "respond/answer.md:5: {{promt}} is not on offer here; did you mean {{prompt}}?",
            "respond/answer.md:7: {{}} is not on offer here; on offer are prompt, tools, dialogue, language",
            "respond/answer.md:7: {{seed.text}} is not on offer here; on offer are prompt, tools, dialogue, language");
  }

  @Test
  void refusesAHoleThatIsNotClosed() {
    assertThat(problemsOf(ABOUT + "# user\n{{prompt}}\n{{language}\n"))
        .containsExactly(
            "respond/answer.md:6: '{{' opens a hole that is not closed; "
                + "write {{name}}, or leave one brace out");
  }

  @Test
  void leavesTheBracesOfAnExampleAlone() {
    PromptFile prompt = promptOf(ABOUT + "# user\n{{prompt}} {\"a\": {\"b\": {}}} {x}\n");

    assertThat(filled(prompt)).isEqualTo("P {\"a\": {\"b\": {}}} {x}");
  }

  @Test
  void takesFragmentsFromItsOwnFolderBeforeTheSharedOne() {
    tiny.file("../_shared/_tone.md", "shared tone\n")
        .file("../_shared/_form.md", "\nshared form $1 \\\n\n")
        .file("_tone.md", "own tone\n");

    assertThat(filled(promptOf(ABOUT + "# user\n{{> tone}}\n{{>form}}\n{{prompt}}\n")))
        .isEqualTo("own tone\nshared form $1 \\\nP");
  }

  @Test
  void fragmentsMayIncludeFragmentsAndHaveHolesAndSections() {
    tiny.file("_a.md", "a {{> b}}")
        .file("_b.md", "b {{> c}}")
        .file("_c.md", "c {{> d}}")
        .file("_d.md", "d {{> e}}")
        .file("_e.md", "e {{> f}}")
        .file("_f.md", "f {{language}}")
        .file("_head.md", "# user\n{{prompt}}");

    assertThat(filled(promptOf(ABOUT + "{{> head}}\n{{> a}} {{> f}}\n")))
        .isEqualTo("P\na b c d e f L f L");
  }

  @Test
  void namesAFragmentThatDoesNotExist() {
    tiny.file("_a.md", "a\n{{> gone}}\n");

    assertThat(problemsOf(ABOUT + "# user\n{{prompt}}\n{{> lost}}{{> a}}\n"))
        .containsExactly(
            "respond/answer.md: includes a fragment 'gone' that does not exist; "
                + "create _gone.md in the flow's folder or in _shared/",
            "respond/answer.md:6: includes a fragment 'lost' that does not exist; "
                + "create _lost.md in the flow's folder or in _shared/");
  }

  @Test
  void namesTheCircleOfFragmentsThatIncludeEachOther() {
    tiny.file("_a.md", "a {{> b}}")
        .file("_b.md", "b {{> a}}")
        .file("_self.md", "{{> self}} {{> self}}");

    assertThat(problemsOf(ABOUT + "# user\n{{prompt}} {{> a}}\n"))
        .containsExactly(
            "respond/answer.md:5: fragments include each other: a > b > a; break the circle at 'a'");
    assertThat(problemsOf(ABOUT + "# user\n{{prompt}} {{> self}}\n"))
        .hasSize(2)
        .containsOnly(
            "respond/answer.md:5: fragments include each other: self > self; break the circle at 'self'");
  }

  @Test
  void aFaultyHoleOfAFragmentIsAFaultOfWhoIncludesIt() {
    tiny.file("_a.md", "a\n{{seed.text}}\n");

    assertThat(problemsOf(ABOUT + "# user\n{{prompt}}\n{{> a}}\n"))
        .containsExactly(
            "respond/answer.md: {{seed.text}} is not on offer here; on offer are prompt, tools, dialogue, language");
  }
}
