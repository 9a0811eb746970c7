package io.agentinstruct.activities.corpus;

import io.agentinstruct.activities.store.SqliteStore;
import io.agentinstruct.activities.store.Store;
import io.agentinstruct.core.Digest;
import io.agentinstruct.core.seed.Seed;
import io.agentinstruct.core.seed.Source;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A run's seeds in a store of their own. A seed is found again by its title. */
final class SmallCorpus implements AutoCloseable {
  static final String RUN = "run-1";

  final Path folder;
  final Store store;
  private final List<Seed> seeds = new ArrayList<>();
  private @Nullable SeedIndex index;

  SmallCorpus(Path folder) {
    this.folder = folder;
    store = SqliteStore.open(folder, SqliteStore.Durability.NORMAL);
    store.createRun(new Store.Run(RUN, Instant.EPOCH, "{}", "running", ""));
  }

  SmallCorpus with(String title, String language, String kind, String text) {
    Source source =
        new Source(
            "docs/" + seeds.size() + ".md", title, "", language, kind, 1, 1, 0, text.length());
    Seed seed = Seed.of(text, source);
    Store.SeedEntry entry =
        new Store.SeedEntry(seeds.size(), seed.id(), Digest.of(seed.text()), source);
    store.addSeeds(RUN, List.of(entry), List.of(seed.text()));
    seeds.add(seed);
    return this;
  }

  SmallCorpus with(String title, String text) {
    return with(title, "en", "text", text);
  }

  SmallCorpus read() {
    store.setReadingDone(RUN);
    return this;
  }

  Path indexFolder() {
    return folder.resolve("runs").resolve(RUN).resolve("index");
  }

  SeedIndex index() {
    SeedIndex open = index == null ? SeedIndex.open(indexFolder(), store, RUN) : index;
    index = open;
    return open;
  }

  void closeIndex() {
    if (index != null) {
      index.close();
      index = null;
    }
  }

  Corpus corpus() {
    return new Corpus(store, run -> folder.resolve("runs").resolve(run));
  }

  String id(String title) {
    return seeds.stream()
        .filter(seed -> seed.source().title().equals(title))
        .findFirst()
        .orElseThrow()
        .id();
  }

  String title(String id) {
    return seeds.stream()
        .filter(seed -> seed.id().equals(id))
        .findFirst()
        .orElseThrow()
        .source()
        .title();
  }

  List<String> titles(List<String> ids) {
    return ids.stream().map(this::title).toList();
  }

  List<String> found(String query) {
    return index().search(query, 10, Set.of()).stream().map(SeedIndex.Hit::title).toList();
  }

  @Override
  public void close() {
    closeIndex();
    store.close();
  }
}
