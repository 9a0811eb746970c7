package io.agentinstruct.worker.design;

import com.fasterxml.jackson.databind.JsonNode;
import io.agentinstruct.activities.teacher.Interview;
import io.agentinstruct.activities.teacher.ModelTrouble;
import io.agentinstruct.core.design.DraftText;
import io.agentinstruct.core.design.FolderParts;
import io.agentinstruct.core.design.Kit;
import io.agentinstruct.core.design.Outline.Leaf;
import io.agentinstruct.core.design.Outline.Part;
import io.agentinstruct.core.design.OwnWords;
import io.agentinstruct.core.flow.Agent;
import io.agentinstruct.core.flow.AnswerFormat;
import io.agentinstruct.core.flow.Flow;
import io.agentinstruct.core.flow.FlowFiles;
import io.agentinstruct.core.flow.FlowFolder;
import io.agentinstruct.worker.design.Panel.Question;
import io.agentinstruct.worker.design.Panel.Reply;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Revises a folder by a person's wish: a critic names the files concerned, a reviser rewrites each.
 * Only a file's own words change, and only where the folder stays in order.
 */
public final class Reviser {
  private static final String TASK = "_task.md";
  private static final int MOST = 4;
  private static final int SENTENCE = 400;

  private final Kit kit;
  private final Panel panel;

  public Reviser(Kit kit, Interview interview) {
    this.kit = kit;
    this.panel = new Panel(kit, interview);
  }

  /**
   * @param changed path to new text; new files among them
   * @param notes for people: what could not be done as wished
   */
  public record Revision(FlowFiles files, SortedMap<String, String> changed, List<String> notes) {}

  /** One file and what is to be different in it; {@code new} is a kind of request not there yet. */
  private record Change(String path, String change) {}

  /**
   * @param files in order
   * @param rows some exercises, for the critic
   */
  public Revision revise(FlowFiles files, String rows, String wish)
      throws ModelTrouble, InterruptedException {
    Flow flow = FlowFolder.read(files, "").flow().orElseThrow();
    List<String> notes = new ArrayList<>();
    List<Change> changes = changes(files, flow, rows, wish, notes);
    Map<String, Question> questions = new LinkedHashMap<>();
    for (Change change : changes) {
      questions.put(change.path(), question(files, flow, change));
    }
    Map<String, Reply> replies = panel.askAll(questions, () -> {});
    FlowFiles revised = files;
    SortedMap<String, String> changed = new TreeMap<>();
    for (Change change : changes) {
      String path = change.path();
      Reply reply = Objects.requireNonNull(replies.get(path), "each question has a reply");
      String before = revised.texts().get(path);
      String text =
          before == null ? added(path, change, reply) : rewritten(path, before, reply, wish, notes);
      FlowFiles next = with(revised, path, text);
      if (FlowFolder.read(next, "").problems().isEmpty()) {
        revised = next;
        changed.put(path, text);
      } else {
        notes.add(path + " stays as it was: the change would have put the folder out of order");
      }
    }
    return new Revision(revised, changed, List.copyOf(notes));
  }

  private static FlowFiles with(FlowFiles files, String path, String text) {
    SortedMap<String, String> texts = new TreeMap<>(files.texts());
    texts.put(path, text);
    return new FlowFiles(files.name(), texts);
  }

  private List<Change> changes(
      FlowFiles files, Flow flow, String rows, String wish, List<String> notes)
      throws ModelTrouble, InterruptedException {
    Map<String, String> paths = paths(files, flow);
    Map<String, String> values =
        Map.of(
            "task",
            goal(files, flow),
            "files",
            listed(files, flow),
            "rows",
            rows.isBlank() ? "(none)" : rows,
            "wish",
            wish);
    Reply critic = panel.ask(new Question("critic", values));
    Map<String, Change> changes = new LinkedHashMap<>();
    for (JsonNode entry :
        critic.said().<Iterable<JsonNode>>map(said -> said.path("changes")).orElse(List.of())) {
      String change = DraftText.line(entry.path("change").asText(""), SENTENCE);
      String file = entry.path("file").asText("").strip().replaceAll("\\.md$", "");
      Optional<String> path =
          file.equals("new") && files.texts().containsKey("_request.md")
              ? Optional.of(newPath(change, files))
              : Optional.ofNullable(paths.get(file));
      if (path.isPresent() && change.length() > 5 && changes.size() < MOST) {
        changes.putIfAbsent(path.get(), new Change(path.get(), change));
      }
    }
    if (changes.isEmpty()) {
      String path = paths.getOrDefault("task", paths.getOrDefault("respond/answer", ""));
      if (path.isEmpty()) {
        notes.add("no file's own words can be changed here; edit the folder by hand");
        return List.of();
      }
      notes.add("the critic named no file; the wish is told to all agents by " + path);
      return List.of(new Change(path, wish));
    }
    return List.copyOf(changes.values());
  }

  /** Files whose words can be changed, as the critic names them. */
  private static Map<String, String> paths(FlowFiles files, Flow flow) {
    Map<String, String> paths = new LinkedHashMap<>();
    if (files.texts().containsKey(TASK)) {
      paths.put("task", TASK);
    }
    for (Agent agent : flow.agents()) {
      String path = agent.last().path();
      if (OwnWords.of(path, files.texts().getOrDefault(path, "")).isPresent()) {
        paths.put(agent.id(), path);
      }
    }
    return paths;
  }

  private static String listed(FlowFiles files, Flow flow) {
    StringBuilder listed = new StringBuilder();
    paths(files, flow)
        .keySet()
        .forEach(id -> listed.append(id).append(": ").append(about(flow, id)).append('\n'));
    return listed.toString();
  }

  private static String about(Flow flow, String id) {
    return flow.agents().stream()
        .filter(agent -> agent.id().equals(id))
        .findFirst()
        .map(Agent::about)
        .orElse("what the whole is for, and what a good answer is");
  }

  private static String goal(FlowFiles files, Flow flow) {
    return files.texts().getOrDefault(TASK, flow.settings().about());
  }

  private static String newPath(String change, FlowFiles files) {
    String slug = DraftText.slug(change);
    String[] words = (slug.length() < 3 ? "another-kind" : slug).split("-", -1);
    String name = String.join("-", List.of(words).subList(0, Math.min(4, words.length)));
    String path = "instruct/" + name + ".md";
    for (int n = 2; files.texts().containsKey(path); n++) {
      path = "instruct/" + name + "-" + n + ".md";
    }
    return path;
  }

  private static Question question(FlowFiles files, Flow flow, Change change) {
    String text = files.texts().get(change.path());
    if (text == null) {
      return new Question(
          "leaf",
          Map.of(
              "task", goal(files, flow),
              "name", name(change.path()),
              "what", change.change(),
              "format", AnswerFormat.SHORT_ANSWER.word()));
    }
    String id = change.path().equals(TASK) ? "task" : change.path().replace(".md", "");
    return new Question(
        "reviser",
        Map.of(
            "file", id,
            "about", about(flow, id),
            "change", change.change(),
            "guide", OwnWords.of(change.path(), text).orElse("")));
  }

  private static String name(String path) {
    return path.substring(path.indexOf('/') + 1).replace(".md", "");
  }

  /** The revised words; where they are of no use, the old ones with the wish below them. */
  private static String rewritten(
      String path, String text, Reply reply, String wish, List<String> notes) {
    String own = OwnWords.of(path, text).orElse("");
    String draft =
        DraftText.lines(reply.said().map(said -> said.path("guide").asText("")).orElse(""));
    boolean useful =
        DraftText.fault(draft, "").isEmpty()
            && draft.length() * 2 > own.length()
            && !draft.equals(own);
    if (!useful) {
      notes.add(path + ": the model's revision could not be used; the wish was added as it is");
    }
    String plain = path.startsWith("_") ? headed(own, draft) : draft;
    return OwnWords.replaced(
        path, text, useful ? plain : own + "\n\n" + DraftText.line(wish, SENTENCE));
  }

  /** Headings are ours to give: a draft of a fragment keeps the one that it had. */
  private static String headed(String own, String draft) {
    String first = own.lines().findFirst().orElse("");
    return first.startsWith("#") && !draft.startsWith(first)
        ? first
            + "\n"
            + draft.replaceFirst("(?m)\\A\\Q" + first.replaceFirst("^#+\\s+", "") + "\\E\\s*", "")
        : draft;
  }

  private String added(String path, Change change, Reply reply) {
    Part part = new Part(name(path), change.change(), false);
    String guide = reply.guide("guide", path, new TreeMap<>());
    return new FolderParts(kit).leaf(new Leaf(part, AnswerFormat.SHORT_ANSWER, List.of()), guide);
  }
}
