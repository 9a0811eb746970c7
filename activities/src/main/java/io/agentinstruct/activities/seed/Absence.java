package io.agentinstruct.activities.seed;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What to tell a person whose input gives nothing to read. */
final class Absence {
  private static final int TYPES_SHOWN = 5;
  private static final Pattern ADDRESS = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]+://.*");

  private final String input;
  private final Map<String, Integer> types = new TreeMap<>();

  /** For a folder, of which more is known once it was walked. */
  Absence(String input) {
    this.input = input;
  }

  void add(SeedSources.Refused refused) {
    String extension = Format.extensionOf(refused.name());
    types.merge(extension.isEmpty() ? "other" : "." + extension, 1, Integer::sum);
  }

  NoSuchInput ofReadableFiles() {
    if (types.isEmpty()) {
      return new NoSuchInput(
          "The folder \"%s\" is empty: put documents into it (%s), or name another."
              .formatted(input, Format.READ));
    }
    String there =
        types.entrySet().stream()
            .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
            .limit(TYPES_SHOWN)
            .map(type -> "%d %s".formatted(type.getValue(), type.getKey()))
            .collect(Collectors.joining(", "));
    return new NoSuchInput(
        ("The folder \"%s\" has nothing that can be read, but: %s. Put documents into it (%s), or"
                + " name a file by itself to read it as text.")
            .formatted(input, there, Format.READ));
  }

  static NoSuchInput ofFile(String input) {
    if (ADDRESS.matcher(input).matches()) {
      return new NoSuchInput(
          "\"%s\" is an address: save the page to a file and name that.".formatted(input));
    }
    return new NoSuchInput(
        ("There is no file or folder \"%s\" in %s: check the spelling, or name it with its whole"
                + " path.")
            .formatted(input, Path.of("").toAbsolutePath()));
  }

  /** The system's locale decides which names can be written. */
  static NoSuchInput ofPath(String input, InvalidPathException trouble) {
    return new NoSuchInput(
        ("\"%s\" cannot be the name of a file here (%s): set LC_ALL=C.UTF-8 if it has letters"
                + " beyond ASCII.")
            .formatted(input, trouble.getReason()));
  }

  static NoSuchInput ofRegularFile(String input) {
    return new NoSuchInput(
        "\"%s\" is neither a file nor a folder: write what it gives to a file and name that."
            .formatted(input));
  }

  static NoSuchInput ofMatches(String input, Path folder) {
    if (!Files.isDirectory(folder)) {
      return new NoSuchInput(
          "Nothing matches \"%s\": there is no folder \"%s\". Check the spelling."
              .formatted(input, folder));
    }
    return new NoSuchInput(
        "Nothing matches \"%s\": check the pattern; ** reaches into the folders below, * does not."
            .formatted(input));
  }
}
