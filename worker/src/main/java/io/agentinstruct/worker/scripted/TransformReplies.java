package io.agentinstruct.worker.scripted;

import io.agentinstruct.worker.scripted.Wording.TransformWords;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Turns a document into material: the document's own sentences in the frame of a genre. */
final class TransformReplies {
  private static final int MOST_SENTENCES = 10;
  private static final int LONGEST_SENTENCE = 240;
  private static final int LONGEST_VERSE = 120;
  private static final int FEWEST = 3;
  private static final Pattern CLOSED = Pattern.compile("[.!?。？！]$");

  private final Passage document;
  private final TransformWords words;
  private final String salt;
  private final Map<String, String> slots = new HashMap<>();

  TransformReplies(Passage document, String salt) {
    this.document = document;
    this.words = document.wording().transform();
    this.salt = salt;
    slots.put("topic", document.topic());
    List<String> speakers = Draw.from(words.speakers(), salt);
    slots.put("a", speakers.get(0));
    slots.put("b", speakers.get(1));
    slots.put("c", speakers.get(2));
  }

  record Material(String title, String text) {}

  /** Empty where the document has too few sentences that can stand alone. */
  Optional<Material> material(String genre) {
    if (standing(LONGEST_SENTENCE).size() < FEWEST) {
      return Optional.empty();
    }
    return Optional.of(
        switch (genre) {
          case "poem" -> poem();
          case "long-text" -> longText();
          case "instructional" -> framed(document.shape() == Shape.STEPS ? "steps" : genre);
          default -> framed(genre);
        });
  }

  /** Sentences that can be read anywhere, spread over the document and in its order. */
  private List<String> standing(int longest) {
    List<String> all =
        document.sentences().stream()
            .map(Sentence::text)
            .filter(text ->
                text.length() <= longest
                    && document.language().alone(text)
                    && CLOSED.matcher(text).find())
            .distinct()
            .toList();
    if (all.size() <= MOST_SENTENCES) {
      return all;
    }
    List<String> spread = new ArrayList<>();
    for (int i = 0; i < MOST_SENTENCES; i++) {
      spread.add(all.get(i * all.size() / MOST_SENTENCES));
    }
    return spread;
  }

  private Material framed(String genre) {
    List<String> sentences = standing(LONGEST_SENTENCE);
    for (int i = 0; i < sentences.size(); i++) {
      slots.put("" + (i + 1), sentences.get(i));
    }
    List<TransformWords.Frame> frames =
        words.genres().getOrDefault(genre, words.genres().getOrDefault("default", List.of()));
    TransformWords.Frame frame = Draw.from(frames, salt);
    List<String> parts = new ArrayList<>();
    int step = 1;
    for (String part : frame.parts()) {
      slots.put("n", "" + step);
      Optional<String> filled = new Stem(part).fill(slots);
      step += filled.isPresent() && part.contains("{n}") ? 1 : 0;
      filled.ifPresent(parts::add);
    }
    boolean lines =
        genre.equals("conversation") || genre.equals("instructional") || genre.equals("steps");
    return new Material(title(frame.title()), String.join(lines ? "\n" : "\n\n", parts));
  }

  private String title(String stem) {
    return Wording.said(stem, slots);
  }

  private Material poem() {
    List<String> stanzas = new ArrayList<>();
    List<String> images = Draw.turned(words.poem().images(), salt);
    stanzas.add(Wording.say(words.poem().open(), slots, salt));
    List<String> sentences = standing(LONGEST_VERSE);
    for (int i = 0; i < Math.min(sentences.size(), 8); i++) {
      String lines = String.join("\n", document.language().lines(sentences.get(i)));
      stanzas.add(i % 2 == 0 ? lines : lines + "\n" + images.get(i / 2 % images.size()));
    }
    stanzas.add(Wording.say(words.poem().close(), slots, salt));
    return new Material(title(words.poem().title()), String.join("\n\n", stanzas));
  }

  /** The document's paragraphs as they are, and a paragraph of thought after every second one. */
  private Material longText() {
    List<String> bridges = Draw.turned(words.longText().bridges(), salt);
    List<String> paragraphs = new ArrayList<>();
    List<List<Sentence>> original =
        List.copyOf(
            document.sentences().stream()
                .collect(
                    Collectors.groupingBy(Sentence::paragraph, TreeMap::new, Collectors.toList()))
                .values());
    int added = 0;
    for (int i = 0; i < original.size(); i++) {
      List<Sentence> paragraph = original.get(i);
      paragraphs.add(
          paragraph.stream().map(Sentence::text).reduce(document.wording()::joined).orElse(""));
      if (i % 2 == 1 && added < bridges.size()) {
        slots.put("quote", paragraph.getFirst().text());
        paragraphs.add(title(bridges.get(added++)));
      }
    }
    if (added == 0) {
      slots.put("quote", original.getFirst().getFirst().text());
      paragraphs.add(title(bridges.getFirst()));
    }
    paragraphs.add(Wording.say(words.longText().close(), slots, salt));
    return new Material(title(words.longText().title()), String.join("\n\n", paragraphs));
  }
}
