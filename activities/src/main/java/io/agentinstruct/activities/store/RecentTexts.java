package io.agentinstruct.activities.store;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Texts lately written or read, up to so many characters in all. All of them are durable. */
final class RecentTexts {
  private final long capacity;
  private final Map<String, String> texts = new LinkedHashMap<>(1024, 0.75f, true);
  private long characters;

  RecentTexts(long capacity) {
    this.capacity = capacity;
  }

  synchronized Optional<String> find(String digest) {
    return Optional.ofNullable(texts.get(digest));
  }

  synchronized boolean has(String digest) {
    return texts.containsKey(digest);
  }

  synchronized void add(String digest, String text) {
    if (text.length() > capacity / 8) {
      return; // one giant would drive out everything else
    }
    String before = texts.put(digest, text);
    characters += text.length() - (before == null ? 0 : before.length());
    Iterator<String> oldest = texts.values().iterator();
    while (characters > capacity) {
      characters -= oldest.next().length();
      oldest.remove();
    }
  }
}
