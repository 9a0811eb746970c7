package io.agentinstruct.worker.design;

import io.agentinstruct.activities.teacher.Interview;
import io.agentinstruct.activities.teacher.ModelTrouble;
import io.agentinstruct.core.check.Checks;
import io.agentinstruct.core.design.DraftText;
import io.agentinstruct.core.design.FolderParts;
import io.agentinstruct.core.design.Kit;
import io.agentinstruct.core.design.Outline;
import io.agentinstruct.core.design.Outline.Goal;
import io.agentinstruct.core.design.Outline.Leaf;
import io.agentinstruct.core.design.Outline.Pair;
import io.agentinstruct.core.design.Outline.Part;
import io.agentinstruct.core.design.OutlineReader;
import io.agentinstruct.worker.design.Panel.Question;
import io.agentinstruct.worker.design.Panel.Reply;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Designs a skill: the goal first, then what it consists of, then each part by an agent of its own.
 * Small questions, so that small models can answer them too; stock where they cannot.
 */
public final class Designer {
  private final Kit kit;
  private final Panel panel;
  private final Voice voice;

  public Designer(Kit kit, Interview interview, Voice voice) {
    this.kit = kit;
    this.panel = new Panel(kit, interview);
    this.voice = voice;
  }

  /** Hears how the work goes on. */
  public interface Voice {
    void outlined(Outline outline);

    void drafted(int done, int of);
  }

  /**
   * @param task as the person put it
   * @param documents the beginnings of some documents, in one text
   * @param language English name of the documents' language; empty = they are of several
   * @param code of that language
   */
  public record Brief(String task, String documents, String language, String code) {}

  /**
   * @param guides as {@link FolderParts#files} takes them
   * @param faults id of a part to why its draft is stock and not the model's
   */
  public record Design(Outline outline, Map<String, String> guides, Map<String, String> faults) {}

  public Design design(Brief brief) throws ModelTrouble, InterruptedException {
    Outline outline = outline(brief);
    voice.outlined(outline);
    Map<String, Question> questions = questions(brief, outline);
    AtomicInteger done = new AtomicInteger();
    Map<String, Reply> replies =
        panel.askAll(questions, () -> voice.drafted(done.incrementAndGet(), questions.size()));
    Map<String, String> faults = new TreeMap<>();
    outline.stock().forEach(id -> faults.put(id, "the model named too few"));
    return new Design(outline, guides(brief, replies, faults), faults);
  }

  private Outline outline(Brief brief) throws ModelTrouble, InterruptedException {
    OutlineReader reader = new OutlineReader(kit.stock());
    Map<String, String> values = new HashMap<>();
    values.put("task", brief.task());
    values.put("documents", brief.documents());
    Goal goal =
        reader.goal(brief.task(), panel.ask(new Question("goal", Map.copyOf(values))).heard());
    values.put("about", goal.about());
    values.put("good", goal.good());
    Map<String, Question> first = new LinkedHashMap<>();
    for (String agent : List.of("transforms", "pairs", "judges")) {
      first.put(agent, new Question(agent, Map.copyOf(values)));
    }
    Map<String, Reply> replies = panel.askAll(first, () -> {});
    List<Part> transforms = reader.transforms(said(replies, "transforms"));
    values.put("texts", texts(transforms));
    List<Leaf> leaves =
        reader.leaves(panel.ask(new Question("leaves", Map.copyOf(values))).heard(), transforms);
    List<Pair> pairs = reader.pairs(said(replies, "pairs"));
    return new Outline(goal, transforms, leaves, pairs, reader.judges(said(replies, "judges")));
  }

  private static OutlineReader.Said said(Map<String, Reply> replies, String agent) {
    return Objects.requireNonNull(replies.get(agent), "each question has a reply").heard();
  }

  private static String texts(List<Part> transforms) {
    StringBuilder texts = new StringBuilder(Outline.DOCUMENT + ": the document as it is");
    transforms.forEach(
        part -> texts.append('\n').append(part.name()).append(": ").append(part.what()));
    return texts.toString();
  }

  /** One question a draft, in the order of the journey. Stock parts are asked about as well. */
  private static Map<String, Question> questions(Brief brief, Outline outline) {
    Map<String, String> values = new HashMap<>();
    values.put("task", brief.task());
    values.put("about", outline.goal().about());
    values.put("good", outline.goal().good());
    values.put("language", brief.language());
    Map<String, Question> questions = new LinkedHashMap<>();
    for (Part part : outline.transforms()) {
      questions.put("transform/" + part.name(), of("transform", part, values));
    }
    for (Leaf leaf : outline.leaves()) {
      values.put("format", leaf.format().word());
      questions.put("instruct/" + leaf.part().name(), of("leaf", leaf.part(), values));
    }
    for (Pair pair : outline.pairs()) {
      values.put("edits", pair.editsPassage() ? "passage" : "request");
      questions.put("refine/" + pair.part().name(), of("pair", pair.part(), values));
    }
    questions.put("respond/answer", new Question("answer", Map.copyOf(values)));
    for (Part part : outline.judges()) {
      questions.put("judge/" + part.name(), of("judge", part, values));
    }
    if (!brief.language().isEmpty()) {
      questions.put("render/in-role", new Question("role", Map.copyOf(values)));
    }
    return questions;
  }

  private static Question of(String agent, Part part, Map<String, String> values) {
    Map<String, String> all = new HashMap<>(values);
    all.put("name", part.name());
    all.put("what", part.what());
    return new Question(agent, Map.copyOf(all));
  }

  private static Map<String, String> guides(
      Brief brief, Map<String, Reply> replies, Map<String, String> faults) {
    Map<String, String> guides = new LinkedHashMap<>();
    replies.forEach((id, reply) -> {
      if (id.startsWith("refine/")) {
        guides.put(id + ".suggest", reply.guide("suggest", id + ".suggest", faults));
        guides.put(id + ".edit", reply.guide("edit", id + ".edit", faults));
      } else if (id.equals("render/in-role")) {
        guides.put(id, system(brief, reply, faults));
      } else {
        guides.put(id, reply.guide("guide", id, faults));
      }
    });
    return guides;
  }

  /** A student's system message in another language than its texts would teach the wrong thing. */
  private static String system(Brief brief, Reply reply, Map<String, String> faults) {
    String system =
        DraftText.line(reply.said().map(said -> said.path("system").asText("")).orElse(""), 400);
    boolean fits = Checks.speaks(system, brief.code());
    if (system.length() < 10 || !fits) {
      faults.put(
          "render/in-role", fits ? "left out: too short" : "left out: not in " + brief.language());
      return "";
    }
    return system;
  }
}
