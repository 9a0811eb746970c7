package io.agentinstruct.core.design;

import io.agentinstruct.core.flow.AnswerFormat;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a skill is to consist of, before any of it is drafted. Sound by construction: names are
 * slugs and unique in their stage, formats exist, tags are made by somebody.
 *
 * @param transforms beside the identity, which every designed folder has
 * @param leaves kinds of request, each of which becomes an instruct agent
 */
public record Outline(
    Goal goal, List<Part> transforms, List<Leaf> leaves, List<Pair> pairs, List<Part> judges) {
  /** The tag of what the identity transform hands on. */
  public static final String DOCUMENT = "document";

  public Outline {
    transforms = List.copyOf(transforms);
    leaves = List.copyOf(leaves);
    pairs = List.copyOf(pairs);
    judges = List.copyOf(judges);
  }

  /**
   * @param task as the person put it
   * @param good what a good answer is
   */
  public record Goal(String task, String title, String about, String good) {}

  /**
   * @param what it is for, in one sentence
   * @param ours whether it is stock, since no model's word could be used
   */
  public record Part(String name, String what, boolean ours) {}

  /**
   * @param suits tags of transforms; empty = all
   */
  public record Leaf(Part part, AnswerFormat format, List<String> suits) {}

  /**
   * @param editsPassage whether the passage is rewritten, not the task
   */
  public record Pair(Part part, boolean editsPassage) {}

  /** Everything that is drafted by an agent of its own, by the id it will have in the folder. */
  public Map<String, Part> parts() {
    Map<String, Part> parts = new LinkedHashMap<>();
    transforms.forEach(part -> parts.put("transform/" + part.name(), part));
    leaves.forEach(leaf -> parts.put("instruct/" + leaf.part().name(), leaf.part()));
    pairs.forEach(pair -> parts.put("refine/" + pair.part().name(), pair.part()));
    judges.forEach(part -> parts.put("judge/" + part.name(), part));
    return parts;
  }

  /** Ids of the parts that are stock. */
  public List<String> stock() {
    List<String> stock = new ArrayList<>();
    parts()
        .forEach((id, part) -> {
          if (part.ours()) {
            stock.add(id);
          }
        });
    return stock;
  }
}
