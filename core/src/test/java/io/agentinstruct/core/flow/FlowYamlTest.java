package io.agentinstruct.core.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code flow.yaml} says, what it may leave out, and what is said of each fault in it. */
class FlowYamlTest {
  private static final String HEAD = "title: Tiny\nabout: Tiny.\n";

  private final TinyFlow tiny;

  FlowYamlTest(@TempDir Path root) {
    this.tiny = TinyFlow.in(root);
  }

  private List<String> problemsOf(String yaml) {
    return tiny.file("flow.yaml", yaml).problems();
  }

  private FlowSettings settingsOf(String yaml) {
    return tiny.file("flow.yaml", yaml).flow().settings();
  }

  @Test
  void hasADefaultForAllButTitleAndAbout() {
    assertThat(settingsOf(HEAD))
        .isEqualTo(
            new FlowSettings(
                "Tiny",
                "Tiny.",
                Evidence.RECONSTRUCTED,
                List.of("text"),
                1,
                12_000,
                "seed",
                1,
                FlowSettings.ALL,
                1,
                0,
                1,
                1,
                true,
                "answer",
                List.of(),
                List.of(),
                1,
                4,
                4,
                1,
                "text",
                List.of()));
  }

  @Test
  void isReadToTheLastNumber() {
    tiny.file(
            "judge/grounded.md",
            """
            ---
            about: Judges.
            ---
            # user
            {{answer}}
            """)
        .file(
            "refine/harder.suggest.md",
            """
            ---
            about: Suggests.
            ---
            # user
            {{instruction.task}}
            """)
        .file(
            "refine/harder.edit.md",
            """
            ---
            about: Edits.
            edits: task
            ---
            # user
            {{suggestion.text}}
            """);

    assertThat(
            settingsOf(
                """
                title: Whole
                about: Says everything.
                evidence: documented
                seeds:
                  kinds: [text, code, table, web, api]
                  min-characters: 10
                  max-characters: 300
                  documents: 3
                  languages: [en, ja]
                language: ja
                transform: { pick: all }
                instruct:  { pick: 5, items: 2 }
                refine:    { rounds: 2, pick: 3, suggestions: 4, parents: replace }
                respond:   { agent: answer, turns: 6, calls: 2, votes: 5, agree: magnitude }
                judge:     { agents: [grounded] }
                checks:    [task-present]
                """))
        .isEqualTo(
            new FlowSettings(
                "Whole",
                "Says everything.",
                Evidence.PAPER,
                List.of("text", "code", "table", "web", "api"),
                10,
                300,
                "ja",
                FlowSettings.ALL,
                5,
                2,
                2,
                3,
                4,
                false,
                "answer",
                List.of("grounded"),
                List.of("task-present"),
                3,
                6,
                2,
                5,
                "magnitude",
                List.of("en", "ja")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"seed", "en", "ja", "no", "pt-BR", "zh-Hant", "haw"})
  void knowsLanguagesByTheirCodes(String code) {
    assertThat(settingsOf(HEAD + "language: " + code + "\n").language()).isEqualTo(code);
  }

  @Test
  void allowsASectionWithNothingInIt() {
    assertThat(settingsOf(HEAD + "refine:\n  # rounds: 2\n").rounds()).isZero();
  }

  @Test
  void saysThatItIsMissing() {
    assertThat(tiny.without("flow.yaml").problems())
        .containsExactly(
            "flow.yaml: is missing; create it; docs/reference/flow-files.md shows a whole one");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "just words\n", "- a\n- b\n"})
  void saysThatItIsNoListOfSettings(String yaml) {
    assertThat(problemsOf(yaml))
        .containsExactly(
            "flow.yaml: is not a list of 'key: value' lines; write one setting a line");
  }

  @Test
  void saysWhereItIsNotYaml() {
    assertThat(problemsOf("title: Tiny\nabout: one: two\n"))
        .containsExactly(
            "flow.yaml:2: is not YAML: mapping values are not allowed here; "
                + "check the indentation, and quote values that hold ': ' or begin with a special character");
  }

  @Test
  void refusesAKeyThatStandsTwice() {
    assertThat(problemsOf(HEAD + "judge: { agents: [] }\ntitle: Again\n"))
        .containsExactly("flow.yaml:4: is not YAML: Duplicate field 'title'; keep one of the two");
  }

  @Test
  void asksForTitleAndAbout() {
    assertThat(problemsOf("checks: []\nabout:\n"))
        .containsExactly(
            "flow.yaml: has no 'title'; add 'title: ...'",
            "flow.yaml:2: has no 'about'; add 'about: ...'");
  }

  @Test
  void refusesKeysThatItDoesNotKnowAndSaysWhichIsMeant() {
    assertThat(
            problemsOf(
                HEAD
                    + """
                    seeds:
                      min-characters: 20
                      max-chars: 300
                    instruct: { pick: 2, item: 1 }
                    colour: blue
                    """))
        .containsExactly(
            "flow.yaml:5: no setting 'seeds.max-chars'; "
                + "known are kinds, min-characters, max-characters, documents, languages",
            "flow.yaml:6: no setting 'instruct.item'; did you mean 'items'?",
            "flow.yaml:7: no setting 'colour'; known are title, about, evidence, seeds, language, "
                + "transform, instruct, refine, respond, judge, checks");
  }

  @ParameterizedTest
  @CsvSource({
    "seeds, '{ kinds: ... }'",
    "transform, '{ pick: ... }'",
    "instruct, '{ pick: ... }'",
    "refine, '{ rounds: ... }'",
    "respond, '{ agent: ... }'",
    "judge, '{ agents: ... }'",
  })
  void refusesASectionThatIsAValue(String section, String remedy) {
    String problem =
        "flow.yaml:3: " + section + " is not a list of settings; write " + section + ": " + remedy;

    assertThat(problemsOf(HEAD + section + ": 1\n")).containsExactly(problem);
    assertThat(problemsOf(HEAD + section + ": [1]\n")).containsExactly(problem);
  }

  @ParameterizedTest
  @CsvSource({
    "seeds, min-characters, -1, 0 or more",
    "seeds, max-characters, 199, 200 or more",
    "transform, pick, 0, '1 or more, or all'",
    "instruct, pick, some, '1 or more, or all'",
    "instruct, items, 0, 1 to 20",
    "instruct, items, 21, 1 to 20",
    "instruct, items, 1.5, 1 to 20",
    "refine, rounds, -1, 0 to 10",
    "refine, rounds, 11, 0 to 10",
    "refine, pick, 99999999999, '1 or more, or all'",
    "refine, suggestions, [1], 1 to 10",
    "refine, suggestions, null, 1 to 10",
  })
  void keepsNumbersInTheirBounds(String section, String key, String value, String bounds) {
    assertThat(
            problemsOf(
                HEAD + "# pick items rounds\n" + section + ":\n  " + key + ": " + value + "\n"))
        .containsExactly(
            "flow.yaml:5: %s.%s is '%s'; write a whole number: %s"
                .formatted(section, key, value, bounds));
  }

  @Test
  void refusesWordsThatItDoesNotKnow() {
    assertThat(
            problemsOf(
                HEAD
                    + """
                    evidence: paper
                    refine: { parents: drop }
                    language: japanese
                    seeds: { kinds: [text, tabel, film] }
                    checks:
                      - task-present
                      - task-presnt
                    """))
        .containsExactly(
            "flow.yaml:3: evidence is 'paper'; write one of documented, reconstructed",
            "flow.yaml:4: parents is 'drop'; write one of keep, replace",
            "flow.yaml:5: language is 'japanese'; write seed, or a BCP 47 code such as en or ja",
            "flow.yaml:6: 'tabel' in kinds is unknown; did you mean 'table'?",
            "flow.yaml:6: 'film' in kinds is unknown; known are text, code, table, web, api",
            "flow.yaml:9: 'task-presnt' in checks is unknown; did you mean 'task-present'?");
  }

  @ParameterizedTest
  @ValueSource(strings = {"jp", "english", "[en]", "12", "''"})
  void refusesALanguageThatIsNoCode(String language) {
    assertThat(problemsOf(HEAD + "language: " + language + "\n"))
        .singleElement()
        .asString()
        .startsWith("flow.yaml:3: language is '")
        .endsWith("'; write seed, or a BCP 47 code such as en or ja");
  }

  @Test
  void refusesAWordWhereAListIsMeant() {
    assertThat(
            problemsOf(
                HEAD
                    + """
                    seeds: { kinds: text }
                    judge: { agents: grounded }
                    checks: task-present
                    """))
        .containsExactly(
            "flow.yaml:3: kinds is not a list; write kinds: [one, two]",
            "flow.yaml:4: agents is not a list; write agents: [one, two]",
            "flow.yaml:5: checks is not a list; write checks: [one, two]");
  }
}
