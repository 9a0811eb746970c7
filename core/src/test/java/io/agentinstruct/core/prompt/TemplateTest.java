package io.agentinstruct.core.prompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agentinstruct.core.AwkwardTexts;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A prompt says what its author wrote, and a value stays a value. */
class TemplateTest {

  @Test
  void fillsEveryHoleWhereverItStandsAndAsOftenAsItStands() {
    Template template = new Template("{{a}}-{{ b }}-{{a}}");

    assertThat(template.fill(Map.of("a", "1", "b", "2", "unused", "3"))).isEqualTo("1-2-1");
    assertThat(template.holes()).containsExactly("a", "b");
    assertThat(template.text()).isEqualTo("{{a}}-{{ b }}-{{a}}").hasToString(template.toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'A\n\n{{x}}\n\nB' | 'A\n\nB' | 'A\n\n$1\n\nB'",
        "'A\n{{x}}\nB' | 'A\nB' | 'A\n$1\nB'",
        "'{{x}}\n\nB' | '\nB' | '$1\n\nB'",
        "'A\n\n  {{ x }}' | 'A\n' | 'A\n\n  $1'",
        "'A {{x}}\n\nB' | 'A \n\nB' | 'A $1\n\nB'",
        "'A\n\n{{x}}\n\n{{x}}\n\nB' | 'A\n\nB' | 'A\n\n$1\n\n$1\n\nB'"
      })
  void leavesNoGapWhereALineHasNothingToSay(String text, String empty, String full) {
    Template template = new Template(text);

    assertThat(template.fillWithoutGaps(Map.of("x", ""))).isEqualTo(empty);
    assertThat(template.fillWithoutGaps(Map.of("x", "$1"))).isEqualTo(full);
    assertThatThrownBy(() -> template.fillWithoutGaps(Map.of()))
        .hasMessageContaining("No value for {{x}}");
  }

  @Test
  void leavesATextWithoutHolesAsItIs() {
    assertThat(new Template("").fill(Map.of())).isEmpty();
    assertThat(new Template("costs $1 and {one} brace\\").fill(Map.of()))
        .isEqualTo("costs $1 and {one} brace\\");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "$1",
        "${x}",
        "\\",
        "\\$0\\1",
        "{",
        "}}",
        "{{",
        "{{hole}}",
        "{{other}}",
        "{{> fragment}}",
        "日本語の「文章」。",
        "😀",
        "a\r\nb",
        "%s %d",
        "<\\/document>"
      })
  void takesAValueToTheLetter(String value) {
    Template template = new Template("before {{hole}} after {{other}}");

    assertThat(template.fill(Map.of("hole", value, "other", "!")))
        .isEqualTo("before " + value + " after !");
  }

  @Test
  void fillsInOnePassSoThatASeedCannotInject() {
    Template template = new Template("{{seed.text}} {{secret}}");

    assertThat(template.fill(Map.of("seed.text", "{{secret}}", "secret", "s")))
        .isEqualTo("{{secret}} s");
  }

  @Test
  void doesNotJoinTwoValuesToAHole() {
    assertThat(new Template("{{a}}{{b}}").fill(Map.of("a", "{{", "b", "a}}"))).isEqualTo("{{a}}");
  }

  @ParameterizedTest
  @CsvSource({
    "</document>, <\\/document>",
    "</document >, <\\/document >",
    "</Document>, <\\/Document>",
    "< /DOCUMENT>, < \\/DOCUMENT>",
    "</ document>, <\\/ document>",
    "</document, <\\/document",
  })
  void defusesTheClosingTagOfItsOwnFenceInsideAValue(String tag, String defused) {
    Template template = new Template("<document>\n{{seed.text}}\n</document>");

    assertThat(template.fill(Map.of("seed.text", "a " + tag + " b")))
        .isEqualTo("<document>\na " + defused + " b\n</document>");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<document>",
        "</documents>",
        "</document-list>",
        "</p>",
        "</task>",
        "a < b / document"
      })
  void leavesOtherTagsInAValueAlone(String text) {
    Template template = new Template("<document>{{seed.text}}</document>");

    assertThat(template.fill(Map.of("seed.text", text)))
        .isEqualTo("<document>" + text + "</document>");
  }

  @Test
  void defusesEveryFenceThatTheTextUsesInEveryValue() {
    Template template = new Template("<task>{{a}}</task><passage>{{b}}</passage>");

    assertThat(template.fill(Map.of("a", "</passage></task>", "b", "</task>")))
        .isEqualTo("<task><\\/passage><\\/task></task><passage><\\/task></passage>");
  }

  @Test
  void namesTheMissingValueAndWhatIsOnOffer() {
    Template template = new Template("{{seed.txt}}");

    assertThatThrownBy(() -> template.fill(Map.of("seed.text", "x", "count", "2")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("No value for {{seed.txt}}; the caller offers [count, seed.text]");
  }

  /**
   * Whatever the values: the author's words stay in place, and only fences in values are touched.
   */
  @Test
  void keepsTheAuthorsWordsAroundAnyValue() {
    AwkwardTexts texts = new AwkwardTexts(20_240_703);
    Template template = new Template("A {{one}} B\n<document>\n{{two}}\n</document> C {{one}} D");
    for (int i = 0; i < 2_000; i++) {
      String one = texts.next();
      String two = texts.next();

      String filled = template.fill(Map.of("one", one, "two", two));

      String safeOne = safe(one);
      assertThat(filled)
          .isEqualTo(
              "A "
                  + safeOne
                  + " B\n<document>\n"
                  + safe(two)
                  + "\n</document> C "
                  + safeOne
                  + " D");
    }
  }

  private static String safe(String value) {
    return value
        .replace("</document>", "<\\/document>")
        .replace("< / DOCUMENT >", "< \\/ DOCUMENT >");
  }
}
