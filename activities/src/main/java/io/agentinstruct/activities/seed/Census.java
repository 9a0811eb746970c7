package io.agentinstruct.activities.seed;

import io.agentinstruct.activities.store.Store;
import io.agentinstruct.core.seed.Seed;
import java.util.ArrayList;
import java.util.List;

/**
 * What inputs would give a run, counted without keeping it: how many seeds, how long they are, and
 * a few of them, spread evenly over the whole input. Memory does not grow with the input but for 32
 * bytes a seed, by which texts that stand there twice are told.
 */
public final class Census {
  private final int seeds;
  private final long characters;
  private final int skipped;
  private final List<Seed> sample;

  private Census(int seeds, long characters, int skipped, List<Seed> sample) {
    this.seeds = seeds;
    this.characters = characters;
    this.skipped = skipped;
    this.sample = sample;
  }

  /**
   * Reads everything.
   *
   * @param settings as the run would have them
   * @param wanted seeds of the sample; fewer where there are fewer
   * @throws NoSuchInput before anything is read
   */
  public static Census of(SeedReading.Settings settings, int wanted) throws NoSuchInput {
    Counting counting = new Counting(settings.limit().orElse(Integer.MAX_VALUE), wanted);
    // The limit is of distinct seeds, as in a run; the reading's own would count doubles as well.
    new SeedReading(
            new SeedReading.Settings(
                settings.inputs(),
                settings.maxCharacters(),
                java.util.Optional.empty(),
                settings.textField()))
        .read(counting);
    return new Census(
        counting.seeds, counting.characters, counting.skipped, counting.spread(wanted));
  }

  /** Distinct texts. */
  public int seeds() {
    return seeds;
  }

  /** Of all seeds together. */
  public long characters() {
    return characters;
  }

  /** Inputs that give no seed, doubles among them. */
  public int skipped() {
    return skipped;
  }

  /** In reading order. */
  public List<Seed> sample() {
    return sample;
  }

  /** Keeps every n-th seed; when too many are kept, every other goes and n doubles. */
  private static final class Counting implements SeedReading.Sink {
    private final int limit;
    private final int most;
    private final SeenIds seen = new SeenIds();
    private List<Seed> kept = new ArrayList<>();
    private int stride = 1;
    private int seeds;
    private long characters;
    private int skipped;

    Counting(int limit, int wanted) {
      this.limit = limit;
      this.most = Math.max(2, 4 * wanted);
    }

    @Override
    public void seed(Seed seed) {
      if (!seen.add(seed.id())) {
        skipped++;
        return;
      }
      if (seeds % stride == 0) {
        kept.add(seed);
        if (kept.size() > most) {
          thinOut();
        }
      }
      seeds++;
      characters += seed.text().length();
    }

    private void thinOut() {
      List<Seed> fewer = new ArrayList<>();
      for (int i = 0; i < kept.size(); i += 2) {
        fewer.add(kept.get(i));
      }
      kept = fewer;
      stride *= 2;
    }

    @Override
    public void skipped(Store.Skipped input) {
      skipped++;
    }

    @Override
    public boolean full() {
      return seeds >= limit;
    }

    /** The middles of as many equal parts of what was kept. */
    List<Seed> spread(int wanted) {
      if (kept.size() <= wanted) {
        return List.copyOf(kept);
      }
      List<Seed> spread = new ArrayList<>();
      for (int i = 0; i < wanted; i++) {
        spread.add(kept.get((int) ((2L * i + 1) * kept.size() / (2L * wanted))));
      }
      return List.copyOf(spread);
    }
  }
}
