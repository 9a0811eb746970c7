package io.agentinstruct.starter;

import io.agentinstruct.core.flow.Flow;
import io.agentinstruct.core.flow.FlowFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The small whole folder of {@code flows/_new/}, which a new skill begins as. */
record SkillTemplate(Skills skills) {
  private static final String FOLDER = "_new";

  /** From the program's own skills, whatever other folder of skills is named. */
  static SkillTemplate ofTheProgram() {
    return new SkillTemplate(Skills.of(new Options.OfFlows()));
  }

  /** All files, samples too, by path. */
  SortedMap<String, String> texts(String name) {
    Path folder = skills.folder().resolve(FOLDER);
    SortedMap<String, String> texts = new TreeMap<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String text =
            Files.readString(file).replace("@{name}", name).replace("@{title}", title(name));
        texts.put(folder.relativize(file).toString().replace('\\', '/'), text);
      }
      return texts;
    } catch (IOException e) {
      throw new Complaint(
          ExitCode.USAGE,
          "Cannot read "
              + folder
              + ": "
              + e.getMessage()
              + ".\n  Start the program by the launcher of a whole checkout.");
    }
  }

  /** A flow in order, for its house prompts. */
  Flow flow() {
    SortedMap<String, String> texts = texts("new");
    texts.keySet().removeIf(path -> path.startsWith("samples/"));
    skills
        .files(skills.folder().resolve(FOLDER))
        .texts()
        .forEach((path, text) -> {
          if (path.startsWith(FlowFiles.SHARED + "/")) {
            texts.put(path, text);
          }
        });
    FlowFiles files = skills.sound(new FlowFiles("new", texts), Map.of());
    return skills.read(files).flow().orElseThrow();
  }

  private static String title(String name) {
    String words = name.replace('-', ' ');
    return Character.toUpperCase(words.charAt(0)) + words.substring(1);
  }
}
