package io.agentinstruct.activities.seed;

import io.agentinstruct.activities.store.Store;
import io.agentinstruct.core.Digest;
import io.agentinstruct.core.routing.Assignment;
import io.agentinstruct.core.routing.Plan;
import io.agentinstruct.core.seed.Seed;
import io.agentinstruct.core.seed.Source;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Writes seeds and skipped inputs into a run's book, in batches; each text once. */
final class RunBook implements SeedReading.Sink {
  private static final int SEEDS = 200;
  private static final int CHARACTERS = 1 << 20; // 2 MB
  private static final int SKIPPED = 1000;

  private final Store store;
  private final String run;
  private final int limit;
  private final Optional<Plan> plan;
  private final SeenIds seen = new SeenIds();
  private final Map<String, Store.SeedEntry> seeds = new LinkedHashMap<>();
  private final List<String> texts = new ArrayList<>();
  private final List<Store.Skipped> skipped = new ArrayList<>();
  private int characters;
  private int count;

  /**
   * @param plan that sends each seed to its skills; absent = all go to all of the run's
   */
  RunBook(Store store, String run, int limit, Optional<Plan> plan) {
    this.store = store;
    this.run = run;
    this.limit = limit;
    this.plan = plan;
  }

  @Override
  public void seed(Seed seed) {
    seed(seed, new SeedReading.Wanted(seed.source().path(), List.of()));
  }

  @Override
  public void seed(Seed seed, SeedReading.Wanted wanted) {
    if (!seen.add(seed.id())) {
      skipped(duplicate(nameOf(seed.source()), seed.id()));
      return;
    }
    Assignment to =
        plan.map(it -> it.next(seed, wanted.input(), wanted.skills())).orElse(Assignment.TO_ALL);
    if (!to.reason().isEmpty()) {
      skipped(new Store.Skipped(nameOf(seed.source()), SkipReason.NO_SKILL.word(), to.reason()));
      return;
    }
    String text = Digest.of(seed.text());
    seeds.put(
        seed.id(),
        new Store.SeedEntry(count++, seed.id(), text, seed.source(), to.skills(), to.places()));
    texts.add(seed.text());
    characters += seed.text().length();
    if (seeds.size() >= SEEDS || characters >= CHARACTERS) {
      writeSeeds();
    }
  }

  @Override
  public void skipped(Store.Skipped input) {
    skipped.add(input);
    if (skipped.size() >= SKIPPED) {
      writeSkipped();
    }
  }

  @Override
  public boolean full() {
    return count >= limit;
  }

  /** Writes what is still held. */
  void close() {
    writeSeeds();
    writeSkipped();
  }

  private void writeSeeds() {
    if (seeds.isEmpty()) {
      return;
    }
    // None comes back unless two readings write one run, and then none may get lost.
    for (Store.SeedEntry known :
        store.addSeeds(run, List.copyOf(seeds.values()), List.copyOf(texts))) {
      skipped.add(duplicate(nameOf(known.source()), known.id()));
    }
    seeds.clear();
    texts.clear();
    characters = 0;
  }

  private void writeSkipped() {
    if (!skipped.isEmpty()) {
      store.addSkipped(run, List.copyOf(skipped));
      skipped.clear();
    }
  }

  private Store.Skipped duplicate(String name, String id) {
    Store.SeedEntry held = seeds.get(id);
    String first =
        held != null
            ? nameOf(held.source())
            : store.seed(run, id).map(entry -> nameOf(entry.source())).orElse("another input");
    return new Store.Skipped(name, SkipReason.DUPLICATE.word(), "same text as " + first);
  }

  private static String nameOf(Source source) {
    return source.parts() == 1
        ? source.path()
        : "%s (part %d of %d)".formatted(source.path(), source.part(), source.parts());
  }
}
