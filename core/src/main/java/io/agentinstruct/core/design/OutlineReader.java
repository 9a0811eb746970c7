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
  private static final int NAME_WORDS = 4;

  private final Stock stock;

  public OutlineReader(Stock stock) {
    this.stock = stock;
  }

  /**
   * What a designing agent replied.
   *
   * @param reply absent = it could not be read
   * @param asked the prompt, lest its own words be taken for an answer
   */
  public record Said(Optional<? extends JsonNode> reply, String asked) {
    private Iterable<JsonNode> list(String field) {
      return reply.<Iterable<JsonNode>>map(node -> node.path(field)).orElse(List.of());
    }

    private String text(String field) {
      return reply.map(node -> node.path(field).asText("").strip()).orElse("");
    }
  }

  /** The task in the words of the model, or in the person's own. */
  public Goal goal(String task, Said reply) {
    String title = reply.text("title");
    String about = reply.text("about");
    String good = reply.text("good");
    boolean useless = about.length() < SHORTEST_WHAT || DraftText.echo(about, reply.asked());
    String own = DraftText.lines(task);
    return new Goal(
        own,
        DraftText.line(title.isBlank() ? own : title, 60),
        DraftText.line(useless ? own : about, WHAT),
        DraftText.fault(good, reply.asked()).isPresent()
            ? stock.good().strip()
            : DraftText.lines(good));
  }

  public List<Part> transforms(Said reply) {
    return parts(reply, "transforms", stock.transforms(), 1, TRANSFORMS, Outline.DOCUMENT);
  }

  public List<Part> judges(Said reply) {
    return parts(reply, "judges", stock.judges(), 1, JUDGES, "");
  }

  public List<Pair> pairs(Said reply) {
    List<Part> parts = parts(reply, "ways", stock.ways(), FEWEST_PAIRS, MOST_PAIRS, "");
    return parts.stream()
        .map(part -> new Pair(part, said(reply, "ways", part, "edits").startsWith("passage")))
        .toList();
  }

  /**
   * @param transforms whose tags a leaf may suit; one that no leaf asks for is suited by all
   */
  public List<Leaf> leaves(Said reply, List<Part> transforms) {
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
      Said reply, String field, List<Stock.Entry> stock, int fewest, int most, String taken) {
    Names names = new Names(taken);
    List<Part> parts = new ArrayList<>();
    for (JsonNode entry : reply.list(field)) {
      String what = DraftText.line(entry.path("what").asText(""), WHAT);
      if (parts.size() < most && useful(what, reply, parts)) {
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

  /** Whether a sentence says something, which is neither the prompt's nor another part's. */
  private static boolean useful(String what, Said reply, List<Part> parts) {
    return what.length() >= SHORTEST_WHAT
        && !DraftText.echo(what, reply.asked())
        && parts.stream().noneMatch(part -> DraftText.alike(part.what(), what));
  }

  /** What the reply, or the stock, says of a part beside its sentence. */
  private String said(Said reply, String list, Part part, String field) {
    if (part.ours()) {
      return Stream.concat(stock.requests().stream(), stock.ways().stream())
          .filter(entry -> entry.what().equals(part.what()))
          .map(entry -> field.equals("format") ? entry.format() : entry.edits())
          .findFirst()
          .orElse("");
    }
    for (JsonNode entry : reply.list(list)) {
      if (DraftText.line(entry.path("what").asText(""), WHAT).equals(part.what())) {
        return entry.path(field).asText("").strip().toLowerCase(Locale.ROOT);
      }
    }
    return "";
  }

  /** Names of one stage: slugs, each given once. */
  private static final class Names {
    private final Set<String> given = new HashSet<>();

    Names(String taken) {
      given.add(taken);
      given.add("identity"); // the file that hands the document on
    }

    boolean free(String name) {
      return !given.contains(name);
    }

    /** The name, or else the sentence's first words, or else a number. */
    String of(String name, String what) {
      String slug = fewWords(DraftText.slug(name));
      if (slug.length() < 3 || slug.equals("name")) {
        slug = fewWords(DraftText.slug(what));
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

    private static String fewWords(String slug) {
      String[] words = slug.split("-", -1);
      return String.join("-", Arrays.asList(words).subList(0, Math.min(NAME_WORDS, words.length)));
    }
  }
}
