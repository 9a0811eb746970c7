package io.agentinstruct.worker.scripted;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A sentence with slots, which can be filled, and recognised again once it is filled. A slot
 * written with a capital ({@code {Subject}}) stands at the beginning of a sentence; one that ends
 * in {@code -bare} drops the full stop.
 */
final class Stem {
  private static final Pattern SLOT = Pattern.compile("\\{([A-Za-z0-9-]+)}");
  private static final String BARE = "-bare";

  private final String text;
  private final List<String> slots = new ArrayList<>();
  private final Pattern filled;
  private final int weight;

  Stem(String text) {
    this.text = text;
    StringBuilder pattern = new StringBuilder("^");
    Matcher slot = SLOT.matcher(text);
    int literal = 0;
    int end = 0;
    while (slot.find()) {
      pattern.append(Pattern.quote(text.substring(end, slot.start()))).append("(.+?)");
      literal += slot.start() - end;
      slots.add(nameOf(slot.group(1)));
      end = slot.end();
    }
    filled =
        Pattern.compile(
            pattern.append(Pattern.quote(text.substring(end))).append('$').toString(),
            Pattern.DOTALL);
    weight = literal + text.length() - end;
  }

  private static String nameOf(String written) {
    String small = written.toLowerCase(Locale.ROOT);
    return small.endsWith(BARE) ? small.substring(0, small.length() - BARE.length()) : small;
  }

  /** Empty where a slot has no value: a stem with a hole in it must never be said. */
  Optional<String> fill(Map<String, String> values) {
    StringBuilder whole = new StringBuilder();
    Matcher slot = SLOT.matcher(text);
    while (slot.find()) {
      String value = values.get(nameOf(slot.group(1)));
      if (value == null || value.isBlank()) {
        return Optional.empty();
      }
      String bare = slot.group(1).endsWith(BARE) ? Spelling.bare(value) : value;
      bare = quotedAt(slot.start()) ? Spelling.quoted(bare) : bare;
      boolean capital = Character.isUpperCase(slot.group(1).charAt(0));
      slot.appendReplacement(
          whole, Matcher.quoteReplacement(capital ? Spelling.capital(bare) : bare));
    }
    return Optional.of(slot.appendTail(whole).toString());
  }

  private boolean quotedAt(int start) {
    return start > 0 && (text.charAt(start - 1) == '"' || text.charAt(start - 1) == '「');
  }

  Optional<Map<String, String>> match(String said) {
    Matcher matcher = filled.matcher(said);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    Map<String, String> values = new HashMap<>();
    for (int i = 0; i < slots.size(); i++) {
      String before = values.putIfAbsent(slots.get(i), matcher.group(i + 1));
      if (before != null && !Spelling.same(before, matcher.group(i + 1))) {
        return Optional.empty();
      }
    }
    return Optional.of(values);
  }

  /** How much of it is its own words; of two stems that match, the heavier one is meant. */
  int weight() {
    return weight;
  }
}
