package io.agentinstruct.starter;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;

/** Where a new skill's folder goes. Nothing that is there already is ever overwritten. */
record NewFolder(Path path) {

  /**
   * @throws Complaint if the name is none, or is taken
   */
  static NewFolder named(String name, Path parent) {
    if (!name.matches("[a-z0-9][a-z0-9-]{0,59}")) {
      throw new Complaint(
          ExitCode.USAGE,
          "A skill can't be named '"
              + ShowCommand.safe(name).replace("\n", " ")
              + "'.\n  Use lower-case letters, digits and '-', at most 60, such as loyalty-points.");
    }
    Path path = parent.resolve(name);
    if (Files.exists(path)) {
      throw new Complaint(
          ExitCode.USAGE,
          "There is something at "
              + path
              + " already, and it stays as it is.\n  Choose another name, or another place with --dir.");
    }
    return new NewFolder(path);
  }

  /** The first free name of this stem. */
  static NewFolder free(String stem, Path parent) {
    String name = stem;
    for (int n = 2; Files.exists(parent.resolve(name)); n++) {
      name = stem + "-" + n;
    }
    return named(name, parent);
  }

  /**
   * Writes all files or none.
   *
   * @param texts path in the folder to text
   */
  void write(Map<String, String> texts) {
    Path absolute = path.toAbsolutePath();
    Path parent = absolute.getParent() == null ? absolute : absolute.getParent();
    try {
      Path draft = Files.createTempDirectory(Files.createDirectories(parent), ".new-skill-");
      try {
        for (Map.Entry<String, String> text : texts.entrySet()) {
          Path file = draft.resolve(text.getKey());
          Files.createDirectories(file.getParent() == null ? draft : file.getParent());
          Files.writeString(file, text.getValue());
        }
        open(draft);
        Files.move(draft, absolute, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        delete(draft);
      }
    } catch (FileAlreadyExistsException e) {
      throw new Complaint(
          ExitCode.USAGE, "There is something at " + path + " by now; nothing was written.");
    } catch (IOException e) {
      throw new Complaint(
          ExitCode.PAUSED,
          "Cannot write the folder "
              + path
              + ": "
              + e.getMessage()
              + ".\n  Free some space, or name another place with --dir.");
    }
  }

  /** A temporary folder is for its owner's eyes only; a skill is not. */
  private static void open(Path draft) throws IOException {
    if (Files.getFileStore(draft).supportsFileAttributeView("posix")) {
      Files.setPosixFilePermissions(draft, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
  }

  private static void delete(Path draft) throws IOException {
    if (Files.exists(draft)) {
      try (Stream<Path> files = Files.walk(draft)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }
}
