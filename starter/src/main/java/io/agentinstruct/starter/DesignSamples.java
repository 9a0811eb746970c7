package io.agentinstruct.starter;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.agentinstruct.activities.seed.SeedReading;
import io.agentinstruct.activities.store.Store;
import io.agentinstruct.core.Json;
import io.agentinstruct.core.seed.Seed;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * A few documents of the person whose task it is, cut to size: what the designing agents see, and
 * what the new folder's samples are.
 */
record DesignSamples(List<Seed> seeds) {
  private static final int MOST = 4;
  private static final int READ = 200;
  private static final int CHARACTERS = 1_800;
  private static final int FEWEST_CHARACTERS = 80;
  private static final int SHOWN = 700;

  /**
   * @param inputs files, folders and patterns, as {@code run --seeds} takes them
   */
  static DesignSamples of(List<String> inputs) {
    List<Seed> all = new ArrayList<>();
    new SeedReading(
            new SeedReading.Settings(inputs, CHARACTERS, Optional.of(READ), Optional.empty()))
        .read(
            new SeedReading.Sink() {
              @Override
              public void seed(Seed seed) {
                if (seed.text().length() >= FEWEST_CHARACTERS) {
                  all.add(seed);
                }
              }

              @Override
              public void skipped(Store.Skipped skipped) {}

              @Override
              public boolean full() {
                return false;
              }
            });
    if (all.isEmpty()) {
      throw new Complaint(
          ExitCode.USAGE,
          "There is no text to design from in "
              + String.join(", ", inputs)
              + ".\n  --samples names documents of at least "
              + FEWEST_CHARACTERS
              + " characters.");
    }
    return new DesignSamples(spread(all));
  }

  /** One part of each document first, then the second parts, and so on. */
  private static List<Seed> spread(List<Seed> all) {
    Map<String, List<Seed>> byDocument = new LinkedHashMap<>();
    all.forEach(seed ->
        byDocument.computeIfAbsent(seed.source().path(), path -> new ArrayList<>()).add(seed));
    List<Seed> spread = new ArrayList<>();
    for (int part = 0; spread.size() < Math.min(MOST, all.size()); part++) {
      for (List<Seed> document : byDocument.values()) {
        if (part < document.size() && spread.size() < MOST) {
          spread.add(document.get(part));
        }
      }
    }
    return List.copyOf(spread);
  }

  /** The beginnings of two documents, for designing agents. */
  String shown() {
    StringBuilder shown = new StringBuilder();
    for (Seed seed : seeds.subList(0, Math.min(2, seeds.size()))) {
      String text = seed.text();
      int end = text.offsetByCodePoints(0, Math.min(SHOWN, text.codePointCount(0, text.length())));
      shown.append(text, 0, end).append(end < text.length() ? " …" : "").append("\n\n");
    }
    return shown.toString().strip();
  }

  /** BCP 47 code that all of them share; empty where they do not. */
  String language() {
    List<String> codes = seeds.stream().map(seed -> seed.source().language()).distinct().toList();
    return codes.size() == 1 && !codes.getFirst().equals("und") ? codes.getFirst() : "";
  }

  static String nameOf(String language) {
    return Locale.forLanguageTag(language).getDisplayLanguage(Locale.ENGLISH);
  }

  List<String> kinds() {
    TreeSet<String> kinds = new TreeSet<>(List.of("text"));
    seeds.forEach(seed -> kinds.add(seed.source().kind()));
    return List.copyOf(kinds);
  }

  /** As {@code samples/seeds.jsonl}. */
  String jsonl() {
    StringBuilder lines = new StringBuilder();
    for (Seed seed : seeds) {
      ObjectNode line = Json.MAPPER.createObjectNode();
      line.put("title", seed.source().title()).put("language", seed.source().language());
      line.put("license", seed.source().licence()).put("text", seed.text());
      lines.append(line).append('\n');
    }
    return lines.toString();
  }
}
