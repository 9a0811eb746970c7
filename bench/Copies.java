import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Prints N documents of the samples' size as JSONL: the samples' texts in turn, each with a first line of its own. */
final class Copies {
  public static void main(String[] args) throws IOException {
    List<String> texts = new ArrayList<>();
    try (Stream<Path> files = Files.list(Path.of(args[0]))) {
      for (Path file : files.filter(path -> path.toString().matches(".*(?<!-api)\\.(md|txt)")).sorted().toList()) {
        try {
          texts.add(Files.readString(file).replaceFirst("(?s)\\A---\\n.*?\\n---\\n", ""));
        } catch (MalformedInputException legacyEncoding) {
          // the readers' business, not the benchmark's
        }
      }
    }
    for (int i = 0; i < Integer.parseInt(args[1]); i++) {
      String text = "Report number " + (i + 1) + " was filed in the year " + (1900 + i % 120) + ".\n\n" + texts.get(i % texts.size());
      System.out.println("{\"title\":\"Report " + (i + 1) + "\",\"text\":" + quoted(text) + "}");
    }
  }

  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n").replace("\t", "\\t").replace("\r", "") + '"';
  }
}
