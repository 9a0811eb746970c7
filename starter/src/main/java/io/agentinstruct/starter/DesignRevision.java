package io.agentinstruct.starter;

import io.agentinstruct.core.design.Kit;
import io.agentinstruct.core.flow.FlowFiles;
import io.agentinstruct.worker.design.Reviser;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Changes a folder by a person's wish, keeps what was there, and says what is different. */
final class DesignRevision {
  private static final int LINES = 4;
  private static final int WIDTH = 110;

  private final Kit kit;
  private final DesignDesk desk;
  private final Path copies;
  private final PrintWriter out;

  /**
   * @param copies folder for files as they were
   */
  DesignRevision(Kit kit, DesignDesk desk, Path copies, PrintWriter out) {
    this.kit = kit;
    this.desk = desk;
    this.copies = copies;
    this.out = out;
  }

  /**
   * @param files of the folder, in order
   * @param rows of the last trial; may be empty
   */
  FlowFiles revise(String run, Path folder, FlowFiles files, String rows, String wish) {
    Reviser.Revision revision =
        desk.ask(run, interview -> new Reviser(kit, interview).revise(files, rows, wish));
    revision.notes().forEach(note -> out.println("note: " + ShowCommand.safe(note)));
    if (revision.changed().isEmpty()) {
      out.println("Nothing was changed.");
      return files;
    }
    try {
      Path kept = kept(files, revision);
      out.println("Changed (the files as they were: " + kept + "):");
      for (String path : revision.changed().keySet()) {
        String text = revision.files().texts().getOrDefault(path, "");
        Path file = folder.resolve(path);
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.writeString(file, text);
        difference(path, files.texts().getOrDefault(path, ""), text);
      }
    } catch (IOException e) {
      throw new Complaint(
          ExitCode.PAUSED,
          "Cannot write to " + folder + " or " + copies + ": " + e.getMessage() + ".");
    }
    return revision.files();
  }

  private Path kept(FlowFiles files, Reviser.Revision revision) throws IOException {
    int n = 1;
    while (Files.exists(copies.resolve(String.valueOf(n)))) {
      n++;
    }
    Path kept = Files.createDirectories(copies.resolve(String.valueOf(n)));
    for (String path : revision.changed().keySet()) {
      String before = files.texts().get(path);
      if (before != null) {
        Path copy = kept.resolve(path);
        Files.createDirectories(copy.toAbsolutePath().getParent());
        Files.writeString(copy, before);
      }
    }
    return kept;
  }

  private void difference(String path, String before, String after) {
    List<String> gone = without(before, after);
    List<String> come = without(after, before);
    out.println("  %s: %d lines gone, %d new".formatted(path, gone.size(), come.size()));
    gone.stream().limit(LINES).forEach(line -> out.println("    - " + shown(line)));
    come.stream().limit(LINES).forEach(line -> out.println("    + " + shown(line)));
  }

  private static List<String> without(String text, String other) {
    List<String> lines = new ArrayList<>(text.lines().filter(line -> !line.isBlank()).toList());
    lines.removeAll(other.lines().toList());
    return lines;
  }

  private static String shown(String line) {
    String safe = ShowCommand.safe(line);
    return safe.length() <= WIDTH ? safe : safe.substring(0, WIDTH - 1) + "…";
  }
}
