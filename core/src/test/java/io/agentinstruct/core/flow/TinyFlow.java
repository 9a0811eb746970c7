package io.agentinstruct.core.flow;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The least flow that is in order, written into a folder: for a test to add to, or to spoil. */
public final class TinyFlow {
  private final Path root;

  private TinyFlow(Path root) {
    this.root = root;
  }

  public static TinyFlow in(Path root) {
    return new TinyFlow(root)
        .file(
            "flow.yaml",
            """
            title: Tiny
            about: The least that is in order.
            """)
        .file(
            "transform/plain.md",
            """
            ---
            about: The text as it is.
            makes: article
            identity: true
            ---
            A note for readers.
            """)
        .file(
            "instruct/question.md",
            """
            ---
            about: Asks a question.
            suits: [article]
            format: short-answer
            ---
            # system
            You ask.
            # user
            {{material.text}}
            """)
        .file(
            "respond/answer.md",
            """
            ---
            about: Answers.
            ---
            # user
            {{prompt}}
            """)
        .file(
            "render/plain.md",
            """
            ---
            about: Passage and task.
            ---
            # user
            {{instruction.context}}

            {{instruction.task}}
            """)
        .house("json-reply", "{{schema}}")
        .house("reask", "{{errors}}")
        .house("probe", "Reply OK.");
  }

  private TinyFlow house(String name, String words) {
    return file(
        "../_shared/" + name + ".md", "---\nabout: A house prompt.\n---\n# user\n" + words + "\n");
  }

  /** A file of the flow's folder; {@code ../_shared/x.md} is one that all flows share. */
  public TinyFlow file(String path, String text) {
    try {
      Path file = folder().resolve(path).normalize();
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public TinyFlow without(String path) {
    try {
      Files.delete(folder().resolve(path).normalize());
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public Path folder() {
    return root.resolve("tiny");
  }

  public FlowFiles files() {
    try {
      return FlowFiles.read(folder(), root.resolve("_shared"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The flow; a test that gets here relies on there being no problem. */
  public Flow flow() {
    FlowFolder.Reading reading = FlowFolder.read(files(), "");
    return reading.flow().orElseThrow(() -> new AssertionError(reading.problems()));
  }

  /** Every problem as people read it. */
  public List<String> problems() {
    return FlowFolder.read(files(), "").problems().stream().map(FlowProblem::toString).toList();
  }
}
