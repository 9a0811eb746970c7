package io.agentinstruct.activities.teacher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What people read when a roles file is wrong. */
class RolesFaultsTest extends RolesStage {
  private static final String[] PARTS = {
    "teacher",
    "judge",
    ":",
    "\n",
    "  ",
    "model",
    "m",
    "key",
    "sk-abc",
    "price",
    "{",
    "}",
    "[",
    "]",
    "-",
    "&a",
    "*a",
    "<<",
    "same-as",
    "'",
    "\"",
    "#",
    "|",
    "in-flight",
    "1e9",
    "null",
    "!!int",
    "\t",
    "é",
    "\u0000"
  };

  @Test
  void aMistypedKeyIsPutRight() {
    assertFault(
        "teacher:\n  modle: my-model\n",
        "roles.yaml: teacher: no such key 'modle'; did you mean 'model'?");
  }

  @Test
  void aBatchFactorRaisesNoPrice() {
    for (String factor : List.of("1.5", "-0.5", "half", "''")) {
      assertFault(
          "teacher:\n  model: m\n  price: { input: 1, output: 2, batch-factor: " + factor + " }\n",
          "roles.yaml: teacher: 'price.batch-factor' is '%s'; write a number from 0 to 1, such as 0.5 for half the price"
              .formatted(factor.equals("''") ? "" : factor));
    }
  }

  @Test
  void fieldsThatTheProgramSetsItselfAreNobodyElses() {
    assertFault(
        "teacher:\n  model: m\n  extra-body: { top_p: 0.9, max_tokens: 9, stream: true }\n",
        "roles.yaml: teacher: 'extra-body.max_tokens' is a field that the program sets itself; take it away\n"
            + "roles.yaml: teacher: 'extra-body.stream' is a field that the program sets itself; take it away");
    assertFault(
        "teacher:\n  model: m\n  extra-body: 0.9\n",
        "roles.yaml: teacher: 'extra-body' has no fields; write some, such as { top_p: 0.9 }");
  }

  @Test
  void rolesWithoutAPriceKeepNoBudget() {
    Cast cast =
        read(
            """
            teacher:
              base-url: http://localhost:8000/v1
              model: big
              price: { input: 1, output: 2 }
            judge:
              model: small
            """);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> Roles.mustBePriced(cast.all().values()))
        .withMessage(
            "judge: model small has no price, and without it no budget can be kept; write 'price: { input: 2.5, output: 10 }' (per million tokens; 0 if it is free) below 'judge:' in the roles file, or take the budget away");
    Roles.mustBePriced(List.of(cast.get("teacher")));
  }

  @Test
  void everyFaultIsToldAtOnce() {
    assertFault(
        """
        teacher:
          base-url: localhost:8000
          model: ''
          in-flight: 0
          requests-per-minute: many
          deadline: 120
          price: { input: 1, outptu: 2 }
        """,
        """
        roles.yaml: teacher: 'base-url' is no web address without user, query and fragment; write one such as http://localhost:8000/v1
        roles.yaml: teacher: 'model' names no model; write the name that the endpoint knows it by
        roles.yaml: teacher: 'in-flight' is '0'; write a whole number from 1 to 10000
        roles.yaml: teacher: 'requests-per-minute' is 'many'; write a whole number from 0 to 10000000
        roles.yaml: teacher: 'deadline' is '120'; write a time with its unit from 100ms to 1h, such as 30s or 2m
        roles.yaml: teacher: no such key 'price.outptu'; did you mean 'output'?
        roles.yaml: teacher: 'price' is incomplete; write prices per million tokens, such as { input: 2.5, cached-input: 1.25, output: 10 }\
        """);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sk-proj-abc",
        "sk-1",
        "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz",
        "0123456789abcdef0123456789abcdef",
        "my key",
        "gsk.abc",
        "'Bearer x'",
        "KEY-WITH-HYPHEN",
        "9KEY"
      })
  void aKeyInPlaceOfItsNameIsRefusedAndNotRepeated(String key) {
    Throwable fault = catchThrowable(() -> read("teacher:\n  model: m\n  key: " + key + "\n"));
    assertThat(fault)
        .hasMessage(
            "roles.yaml: teacher: the value of 'key' looks like a key itself; keep keys out of files and command lines; write the name of the environment variable that holds it, such as OPENAI_API_KEY")
        .hasMessageNotContaining(key);
  }

  @Test
  void aKeyInAnyOtherPlaceIsNotRepeatedEither() {
    assertFault(
        "teacher:\n  model: m\n  in-flight: sk-proj-secret\n",
        "roles.yaml: teacher: 'in-flight' is '…'; write a whole number from 1 to 10000");
    assertFault(
        "teacher:\n  model: m\n  base-url: https://me:sk-secret@host/v1\n",
        "roles.yaml: teacher: 'base-url' is no web address without user, query and fragment; write one such as http://localhost:8000/v1");
  }

  @Test
  void aMissingModelIsAskedFor() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> unfiled(Map.of(), Map.of()))
        .withMessageStartingWith(
            "teacher: no model is named; pass --model NAME, or write 'model: NAME' below 'teacher:' in the roles file");
  }

  @Test
  void theCommandLinesFaultsAreItsOwn() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> unfiled(Map.of("model", "m", "in-flight", "-1"), Map.of()))
        .withMessage("command line: 'in-flight' is '-1'; write a whole number from 1 to 10000");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> unfiled(Map.of("model", "m", "in-fligth", "1"), Map.of()))
        .withMessage("command line: no such key 'in-fligth'; did you mean 'in-flight'?");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> unfiled(Map.of("model", "m"), Map.of("OPENAI_BASE_URL", "nowhere")))
        .withMessage(
            "environment: OPENAI_BASE_URL: 'base-url' is no web address without user, query and fragment; write one such as http://localhost:8000/v1");
  }

  @Test
  void aRoleThatIsTheSameAsNobodyIsAFault() {
    assertFault(
        WHOLE + "judge:\n  same-as: techer\n",
        "roles.yaml: judge: 'same-as' names no role 'techer'; did you mean 'teacher'?");
  }

  @Test
  void rolesThatAreTheSameAsEachOtherAreAFault() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> read("teacher:\n  same-as: judge\n  model: m\njudge:\n  same-as: teacher\n"))
        .withMessageContaining("'same-as' leads back to itself");
  }

  @Test
  void aFileOfTheWrongShapeIsAFault() {
    assertFault(
        "", "roles.yaml: names no role; write 'teacher:' and its settings indented below it");
    assertFault(
        "- a\n", "roles.yaml: names no role; write 'teacher:' and its settings indented below it");
    assertFault(
        "teacher: x\n",
        "roles.yaml: teacher: has no settings; indent them below it, such as 'model: NAME'");
    assertFault(
        "Teacher One:\n  model: m\n",
        "roles.yaml: a role's name is made of small letters, digits and hyphens; rename 'Teacher One'");
    assertFault(
        "teacher:\n  model: a\n  model: b\n",
        "roles.yaml:3: has a key twice; check the indentation, and that each key stands once");
    assertFault(
        "teacher:\n\tmodel: a\n",
        "roles.yaml:2: is not YAML; check the indentation, and that each key stands once");
  }

  @Test
  void aFileThatIsNotThereIsAFault() {
    Path file = folder.resolve("none.yaml");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Roles.from(Optional.of(file), Map.of(), Map.of()))
        .withMessage(
            "none.yaml: can't be read; check that %s is there, readable and UTF-8 text"
                .formatted(file));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "99ms", "61m", "2h", "1.5s", "-1s", "30 s", "999999999h", "s"})
  void otherDeadlinesAreFaults(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> unfiled(Map.of("model", "m", "deadline", text), Map.of()))
        .withMessage(
            "command line: 'deadline' is '%s'; write a time with its unit from 100ms to 1h, such as 30s or 2m"
                .formatted(text));
  }

  @Test
  void whateverIsInTheFileItIsReadOrRefusedWithItsName() {
    Random random = new Random(1);
    for (int i = 0; i < 1_500; i++) {
      StringBuilder yaml = new StringBuilder(i % 2 == 0 ? "" : "teacher:\n  model: m\n  ");
      for (int n = random.nextInt(12); n >= 0; n--) {
        yaml.append(PARTS[random.nextInt(PARTS.length)]);
      }
      Throwable fault = catchThrowable(() -> read(yaml.toString()));
      if (fault != null) {
        assertThat(fault).as("%s", yaml).isInstanceOf(Roles.Faulty.class);
        assertThat(fault).hasMessageNotContaining("sk-abc").message().isNotBlank();
      }
    }
  }
}
