package io.agentinstruct.core.design;

import com.fasterxml.jackson.databind.JsonNode;
import io.agentinstruct.core.design.Kit.Stock;
import io.agentinstruct.core.design.Outline.Goal;
import io.agentinstruct.core.design.Outline.Leaf;
import io.agentinstruct.core.design.Outline.Pair;
import io.agentinstruct.core.design.Outline.Part;
import io.agentinstruct.core.flow.AnswerFormat;
import io.agentinstruct.core.flow.Nearest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Makes an outline of what models replied: what can be used is used, in its order; what is missing
 * comes from stock. An absent reply is one that could not be read.
 */
public final class OutlineReader {
  private static final int WHAT = 280;
  private static final int SHORTEST_WHAT = 8;
  private static final int TRANSFORMS = 3;
  private static final int FEWEST_LEAVES = 6;
  private static final int MOST_LEAVES = 12;
  private static final int FEWEST_PAIRS = 2;
  private static final int MOST_PAIRS = 4;
  private static final int JUDGES = 2;

  private final Stock stock;

  public OutlineReader(Stock stock) {
    this.stock = stock;
  }

  /** The task in the words of the model, or in the person's own. */
  public Goal goal(String task, Optional<? extends JsonNode> reply) {
    String title = text(reply, "title");
    String about = text(reply, "about");
    String good = text(reply, "good");
    String own = DraftText.lines(task);
    return new Goal(
        own,
        DraftText.line(title.isBlank() ? own : title, 60),
        DraftText.line(about.length() < SHORTEST_WHAT ? own : about, WHAT),
        DraftText.fault(good, "").isPresent() ? stock.good().strip() : DraftText.lines(good));
  }

  public List<Part> transforms(Optional<? extends JsonNode> reply) {
    return parts(reply, "transforms", stock.transforms(), 1, TRANSFORMS, Outline.DOCUMENT);
  }

  public List<Part> judges(Optional<? extends JsonNode> reply) {
    return parts(reply, "judges", stock.judges(), 1, JUDGES, "");
  }

  public List<Pair> pairs(Optional<? extends JsonNode> reply) {
    List<Part> parts = parts(reply, "ways", stock.ways(), FEWEST_PAIRS, MOST_PAIRS, "");
    return parts.stream()
        .map(part -> new Pair(part, said(reply, "ways", part, "edits").startsWith("passage")))
        .toList();
  }

  /**
   * @param transforms whose tags a leaf may suit; one that no leaf asks for is suited by all
   */
  public List<Leaf> leaves(Optional<? extends JsonNode> reply, List<Part> transforms) {
    List<Part> parts = parts(reply, "requests", stock.requests(), FEWEST_LEAVES, MOST_LEAVES, "");
    List<String> tags = new ArrayList<>(List.of(Outline.DOCUMENT));
    transforms.forEach(part -> tags.add(part.name()));
    List<Leaf> leaves = new ArrayList<>();
    for (Part part : parts) {
      leaves.add(
          new Leaf(
              part,
              format(said(reply, "requests", part, "format")),
              suits(said(reply, "requests", part, "suits"), tags)));
    }
    return reachable(leaves, tags);
  }

  /** A material that nobody asks of would be a fault of the folder. */
  private static List<Leaf> reachable(List<Leaf> leaves, List<String> tags) {
    Set<String> suited = new HashSet<>();
    leaves.forEach(leaf -> suited.addAll(leaf.suits().isEmpty() ? tags : leaf.suits()));
    if (suited.containsAll(tags)) {
      return List.copyOf(leaves);
    }
    return leaves.stream().map(leaf -> new Leaf(leaf.part(), leaf.format(), List.of())).toList();
  }

  private static List<String> suits(String said, List<String> tags) {
    List<String> suits =
        Arrays.stream(said.split("[,;\\n]"))
            .map(DraftText::slug)
            .filter(tags::contains)
            .distinct()
            .sorted()
            .toList();
    return suits.size() == tags.size() ? List.of() : suits;
  }

  /** The known format that is meant; dialogues need agents that designed folders have not. */
  static AnswerFormat format(String said) {
    String word = DraftText.slug(said);
    List<String> known =
        Arrays.stream(AnswerFormat.values())
            .map(AnswerFormat::word)
            .filter(format -> !format.equals("dialogue"))
            .toList();
    return Optional.of(word)
        .filter(known::contains)
        .or(() -> word.length() < 4 ? Optional.empty() : Nearest.to(word, known))
        .flatMap(AnswerFormat::named)
        .orElse(AnswerFormat.SHORT_ANSWER);
  }

  private static List<Part> parts(
      Optional<? extends JsonNode> reply,
      String field,
      List<Stock.Entry> stock,
      int fewest,
      int most,
      String taken) {
    Names names = new Names(taken);
    List<Part> parts = new ArrayList<>();
    for (JsonNode entry : reply.<Iterable<JsonNode>>map(r -> r.path(field)).orElse(List.of())) {
      String what = DraftText.line(entry.path("what").asText(""), WHAT);
      if (parts.size() < most && what.length() >= SHORTEST_WHAT && names.newSentence(what)) {
        parts.add(new Part(names.of(entry.path("name").asText(""), what), what, false));
      }
    }
    for (Stock.Entry entry : stock) {
      if (parts.size() < fewest && names.free(entry.name())) {
        parts.add(new Part(names.of(entry.name(), entry.what()), entry.what(), true));
      }
    }
    return List.copyOf(parts);
  }

  /** What the reply, or the stock, says of a part beside its sentence. */
  private String said(Optional<? extends JsonNode> reply, String list, Part part, String field) {
    if (part.ours()) {
      return Stream.concat(stock.requests().stream(), stock.ways().stream())
          .filter(entry -> entry.what().equals(part.what()))
          .map(entry -> field.equals("format") ? entry.format() : entry.edits())
          .findFirst()
          .orElse("");
    }
    for (JsonNode entry : reply.<Iterable<JsonNode>>map(r -> r.path(list)).orElse(List.of())) {
      if (DraftText.line(entry.path("what").asText(""), WHAT).equals(part.what())) {
        return entry.path(field).asText("").strip().toLowerCase(Locale.ROOT);
      }
    }
    return "";
  }

  private static String text(Optional<? extends JsonNode> reply, String field) {
    return reply.map(node -> node.path(field).asText("").strip()).orElse("");
  }

  /** Names of one stage: slugs, each given once. */
  private static final class Names {
    private final Set<String> given = new HashSet<>();
    private final Set<String> sentences = new HashSet<>();

    Names(String taken) {
      given.add(taken);
      given.add("identity"); // the file that hands the document on
    }

    boolean free(String name) {
      return !given.contains(name);
    }

    boolean newSentence(String what) {
      return sentences.add(
          what.toLowerCase(Locale.ROOT).replaceAll("[\\W_]+", " ").strip()
              + what.replaceAll("\\p{ASCII}", ""));
    }

    /** The name, or else the sentence's first words, or else a number. */
    String of(String name, String what) {
      String slug = DraftText.slug(name);
      if (slug.length() < 3 || slug.equals("name")) {
        String[] words = DraftText.slug(what).split("-", -1);
        slug = String.join("-", Arrays.asList(words).subList(0, Math.min(4, words.length)));
      }
      if (slug.length() < 3) {
        slug = "kind";
      }
      String free = slug;
      for (int n = 2; !given.add(free); n++) {
        free = slug + "-" + n;
      }
      return free;
    }
  }
}
