package io.agentinstruct.core.stage;

import java.util.List;

/**
 * What a program can hold an answer to, as the author of a task wrote it down beside the task. The
 * task says it in words; none of this is shown to the student.
 *
 * @param constraints of the answer's form (format {@code text})
 * @param labels the answer chooses from (format {@code labels})
 * @param schema JSON schema of the answer (format {@code json}); empty = any JSON
 * @param tests hidden Python assertions (format {@code code}); empty = none
 * @param reworded whether the task lets the answer give values in another form than the context
 */
public record Demands(
    List<Constraint> constraints,
    List<String> labels,
    String schema,
    String tests,
    boolean reworded) {
  public static final Demands NONE = new Demands(List.of(), List.of(), "", "", false);

  /**
   * One countable condition.
   *
   * @param kind such as max-words; see {@code docs/reference/checks.md}
   */
  public record Constraint(String kind, String value) {
    public Constraint {
      kind = kind == null ? "" : kind.strip();
      value = value == null ? "" : value.strip();
    }
  }

  public Demands {
    constraints = constraints == null ? List.of() : List.copyOf(constraints);
    labels = labels == null ? List.of() : List.copyOf(labels);
    schema = schema == null ? "" : schema.strip();
    tests = tests == null ? "" : tests.strip();
  }

  /**
   * What still holds after the context was rewritten: tests of the old one may ask for old things.
   */
  public Demands ofNewContext(boolean also) {
    return new Demands(constraints, labels, schema, "", reworded || also);
  }
}
