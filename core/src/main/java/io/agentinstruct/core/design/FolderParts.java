package io.agentinstruct.core.design;

import io.agentinstruct.core.Json;
import io.agentinstruct.core.design.Outline.Goal;
import io.agentinstruct.core.design.Outline.Leaf;
import io.agentinstruct.core.design.Outline.Pair;
import io.agentinstruct.core.design.Outline.Part;
import io.agentinstruct.core.flow.FlowFiles;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Puts a folder together from outline and guidelines. Front matter, holes, fences and the form of
 * replies come from the kit's parts, so that the folder is in order whatever a model wrote.
 */
public final class FolderParts {
  private static final Pattern PLACE = Pattern.compile("@\\{([a-z]+)}");

  /** Parts that say the same in every folder, but for the goal. */
  private static final List<String> FIXED =
      List.of(
          "_task.md",
          "_request.md",
          "_reply.md",
          "transform/identity.md",
          "render/passage-first.md",
          "render/request-first.md");

  private final Kit kit;

  public FolderParts(Kit kit) {
    this.kit = kit;
  }

  /**
   * @param language {@code seed} or a BCP 47 code
   * @param kinds of seeds
   */
  public record Setting(String name, String language, List<String> kinds) {}

  /**
   * @param guides id to guidelines: those of {@link Outline#parts} (a pair's two end in {@code
   *     .suggest} and {@code .edit}), {@code respond/answer}, and {@code render/in-role} for the
   *     student's system message; what is missing comes from stock, the system message is left out
   */
  public FlowFiles files(Setting setting, Outline outline, Map<String, String> guides) {
    SortedMap<String, String> texts = new TreeMap<>(kit.shared());
    texts.put("flow.yaml", flowYaml(setting, outline));
    Goal goal = outline.goal();
    Map<String, String> told =
        Map.of("task", goal.task(), "about", goal.about(), "good", goal.good());
    FIXED.forEach(path -> texts.put(path, filled(path, told)));
    put("transform", outline.transforms(), guides, texts);
    for (Leaf leaf : outline.leaves()) {
      String id = "instruct/" + leaf.part().name();
      texts.put(id + ".md", leaf(leaf, guides.getOrDefault(id, "")));
    }
    outline.pairs().forEach(pair -> put(pair, guides, texts));
    put("judge", outline.judges(), guides, texts);
    Part answer = new Part("answer", outline.goal().about(), false);
    texts.put(
        "respond/answer.md",
        filled(
            "respond/answer.md",
            values(answer, guide("respond/answer", "answer", answer, guides))));
    String system = guides.getOrDefault("render/in-role", "");
    if (!system.isBlank()) {
      texts.put("render/in-role.md", filled("render/in-role.md", Map.of("system", system)));
    }
    return new FlowFiles(setting.name(), texts);
  }

  private void put(
      String stage, List<Part> parts, Map<String, String> guides, SortedMap<String, String> texts) {
    for (Part part : parts) {
      String id = stage + "/" + part.name();
      texts.put(
          id + ".md", filled(stage + "/agent.md", values(part, guide(id, stage, part, guides))));
    }
  }

  private String flowYaml(Setting setting, Outline outline) {
    return filled(
        "flow.yaml",
        Map.of(
            "title", quoted(outline.goal().title()),
            "about", quoted(outline.goal().about()),
            "kinds", String.join(", ", setting.kinds()),
            "language", setting.language(),
            "judges", String.join(", ", outline.judges().stream().map(Part::name).toList())));
  }

  /** One instruct agent's file. */
  public String leaf(Leaf leaf, String guide) {
    Map<String, String> values =
        values(leaf.part(), guide.isBlank() ? stock("leaf", leaf.part()) : guide);
    String word = leaf.format().word();
    boolean known = kit.shared().containsKey(FlowFiles.SHARED + "/_reply-" + word + ".md");
    values.put("format", word);
    values.put(
        "suits", leaf.suits().isEmpty() ? "all" : "[" + String.join(", ", leaf.suits()) + "]");
    values.put("reply", leaf.format().hasOptions() && known ? "reply-" + word : "reply");
    return filled("instruct/agent.md", values);
  }

  private void put(Pair pair, Map<String, String> guides, SortedMap<String, String> texts) {
    String id = "refine/" + pair.part().name();
    Map<String, String> suggest =
        values(pair.part(), guide(id + ".suggest", "suggest", pair.part(), guides));
    suggest.put("edits", pair.editsPassage() ? "passage" : "request");
    texts.put(id + ".suggest.md", filled("refine/agent.suggest.md", suggest));
    texts.put(
        id + ".edit.md",
        filled(
            pair.editsPassage() ? "refine/agent.edit-passage.md" : "refine/agent.edit-task.md",
            values(pair.part(), guide(id + ".edit", "edit", pair.part(), guides))));
  }

  private String guide(String id, String kind, Part part, Map<String, String> guides) {
    String guide = guides.getOrDefault(id, "");
    return guide.isBlank() ? stock(kind, part) : guide;
  }

  private String stock(String kind, Part part) {
    return fill(kit.stock().guides().getOrDefault(kind, ""), Map.of("what", part.what())).strip();
  }

  private static Map<String, String> values(Part part, String guide) {
    Map<String, String> values = new HashMap<>();
    values.put("name", part.name());
    values.put("about", quoted(part.what()));
    values.put("what", stopped(part.what()));
    values.put("guide", guide);
    return values;
  }

  private static String stopped(String sentence) {
    return sentence.matches("(?s).*[.!?。！？…]") ? sentence : sentence + ".";
  }

  /** A YAML scalar that is one whatever it holds. */
  private static String quoted(String text) {
    return Json.write(text);
  }

  private String filled(String part, Map<String, String> values) {
    String text = kit.parts().get(part);
    if (text == null) {
      throw new IllegalArgumentException(
          "flows/_design/folder/" + part + " is missing; restore it from the project");
    }
    return fill(text, values);
  }

  /** In one pass, so that a value that looks like a place stays as it is. */
  static String fill(String text, Map<String, String> values) {
    return PLACE
        .matcher(text)
        .replaceAll(
            place -> Matcher.quoteReplacement(values.getOrDefault(place.group(1), place.group())));
  }
}
