package io.agentinstruct.worker.scripted;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The student's prompt taken apart again: passage, task and choices, in whatever layout they came.
 */
record StudentPrompt(Passage passage, String task, PrintedChoices choices, Optional<Asked> asked) {
  private static final int LONGEST_TASK = 500;
  private static final List<String> END_MARKS = List.of("[End of", "【文章ここまで");

  static StudentPrompt read(String message) {
    Wording wording = Wording.of(Tongue.of(message));
    String prompt =
        new Fences(message)
            .find("prompt")
            .orElse(message.replaceAll(wording.respond().writeIn(), ""));
    List<String> lines = new ArrayList<>(prompt.strip().lines().toList());
    PrintedChoices choices = PrintedChoices.read(String.join("\n", trailingChoices(lines)));
    List<String> blocks = blocks(String.join("\n", lines), wording);
    TaskReader reader = TaskReader.of(wording.tongue());
    for (String block : blocks.reversed()) {
      Optional<Asked> asked = reader.read(block);
      if (asked.isPresent()) {
        return new StudentPrompt(rest(blocks, block), block, choices, asked);
      }
    }
    String task = task(blocks, prompt);
    return new StudentPrompt(rest(blocks, task), task, choices, Optional.empty());
  }

  /** Takes the choices off the end; what stands there without a label in front is none. */
  private static List<String> trailingChoices(List<String> lines) {
    List<String> found = new ArrayList<>();
    int at = lines.size() - 1;
    while (at >= 0
        && (lines.get(at).isBlank()
            || PrintedChoices.line(lines.get(at))
            || heading(lines, at, found))) {
      found.addFirst(lines.get(at));
      at--;
    }
    long labelled = found.stream().filter(PrintedChoices::line).count();
    if (labelled < 2 || at < 0) {
      return List.of();
    }
    lines.subList(at + 1, lines.size()).clear();
    return found;
  }

  /** A short line between two columns of choices, such as "Right:". */
  private static boolean heading(List<String> lines, int at, List<String> found) {
    String line = lines.get(at).strip();
    boolean between =
        at > 0
            && PrintedChoices.line(
                at > 1 && lines.get(at - 1).isBlank() ? lines.get(at - 2) : lines.get(at - 1));
    return between
        && line.length() < 30
        && line.matches(".*[:：]$")
        && found.stream().anyMatch(PrintedChoices::line);
  }

  private static List<String> blocks(String text, Wording wording) {
    return Arrays.stream(text.split("\\n\\s*\\n"))
        .map(String::strip)
        .filter(block -> !block.isEmpty() && !wording.respond().layout().contains(block))
        .toList();
  }

  private static String task(List<String> blocks, String prompt) {
    List<String> said = blocks.stream().filter(block -> !block.matches("^(?:#|\\[|【).*")).toList();
    if (said.isEmpty()) {
      return "";
    }
    boolean first = END_MARKS.stream().anyMatch(prompt::contains);
    boolean lastTooLong =
        said.getLast().length() > LONGEST_TASK && said.getFirst().length() <= LONGEST_TASK;
    return first || lastTooLong ? said.getFirst() : said.getLast();
  }

  private static Passage rest(List<String> blocks, String task) {
    List<String> rest = new ArrayList<>(blocks);
    rest.remove(rest.lastIndexOf(task) < 0 ? 0 : rest.lastIndexOf(task));
    rest.removeIf(
        block -> block.matches("^(?:#{1,3} (?:Passage|Task|文章|設問)|\\[[^\\]]*]|【文章ここ(?:から|まで)】)$"));
    return Passage.of(String.join("\n\n", rest));
  }
}
