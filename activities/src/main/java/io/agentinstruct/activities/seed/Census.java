package io.agentinstruct.activities.seed;

import io.agentinstruct.activities.store.Store;
import io.agentinstruct.core.routing.Assignment;
import io.agentinstruct.core.routing.Plan;
import io.agentinstruct.core.seed.Seed;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What inputs would give a run, counted without keeping it: how many seeds, how long they are, and
 * a few of them, spread evenly over the whole input. Memory does not grow with the input but for 32
 * bytes a seed, by which texts that stand there twice are told.
 */
public final class Census {
  private final Counting counted;
  private final int wanted;

  private Census(Counting counted, int wanted) {
    this.counted = counted;
    this.wanted = wanted;
  }

  /** One of the sample, with the place that a run would give it in its skill. */
  public record Sampled(Seed seed, String skill, int place) {}

  /** As below, without regard to skills. */
  public static Census of(SeedReading.Settings settings, int wanted) throws NoSuchInput {
    return of(settings, wanted, Optional.empty());
  }

  /**
   * Reads everything.
   *
   * @param settings as the run would have them
   * @param wanted seeds of the sample, for each skill; fewer where there are fewer
   * @param plan as the run would have it, new
   * @throws NoSuchInput before anything is read
   */
  public static Census of(SeedReading.Settings settings, int wanted, Optional<Plan> plan)
      throws NoSuchInput {
    Counting counting = new Counting(settings.limit().orElse(Integer.MAX_VALUE), wanted, plan);
    // The limit is of distinct seeds, as in a run; the reading's own would count doubles as well.
    new SeedReading(
            new SeedReading.Settings(
                settings.inputs(),
                settings.maxCharacters(),
                Optional.empty(),
                settings.textField()))
        .read(counting);
    return new Census(counting, wanted);
  }

  /** Distinct texts that go to at least one skill. */
  public int seeds() {
    return counted.seeds;
  }

  /** Of all seeds together. */
  public long characters() {
    return counted.characters;
  }

  /** Inputs that give no seed, doubles among them. */
  public int skipped() {
    return counted.skipped;
  }

  /** Seeds that go to the skill. */
  public int seeds(String skill) {
    return counted.of(skill).seeds;
  }

  /** Of the seeds that go to the skill. */
  public long characters(String skill) {
    return counted.of(skill).characters;
  }

  /** In reading order. */
  public List<Seed> sample() {
    return counted.all.spread(wanted).stream().map(Sampled::seed).toList();
  }

  /** The sample of each skill, in reading order. */
  public List<Sampled> samples() {
    return counted.bySkill.values().stream()
        .flatMap(spread -> spread.spread(wanted).stream())
        .toList();
  }

  private static final class Counting implements SeedReading.Sink {
    private final int limit;
    private final int wanted;
    private final Optional<Plan> plan;
    private final SeenIds seen = new SeenIds();
    private final Spread all;
    private final Map<String, Spread> bySkill = new TreeMap<>();
    private int seeds;
    private long characters;
    private int skipped;

    Counting(int limit, int wanted, Optional<Plan> plan) {
      this.limit = limit;
      this.wanted = wanted;
      this.plan = plan;
      this.all = new Spread(wanted);
    }

    Spread of(String skill) {
      return bySkill.computeIfAbsent(skill, s -> new Spread(wanted));
    }

    @Override
    public void seed(Seed seed) {
      seed(seed, new SeedReading.Wanted(seed.source().path(), List.of()));
    }

    @Override
    public void seed(Seed seed, SeedReading.Wanted where) {
      if (!seen.add(seed.id())) {
        skipped++;
        return;
      }
      Assignment to =
          plan.map(it -> it.next(seed, where.input(), where.skills())).orElse(Assignment.TO_ALL);
      if (!to.reason().isEmpty()) {
        skipped++;
        return;
      }
      seeds++;
      characters += seed.text().length();
      all.add(new Sampled(seed, "", 0));
      for (int i = 0; i < to.skills().size(); i++) {
        String skill = to.skills().get(i);
        of(skill).add(new Sampled(seed, skill, to.places().get(i)));
      }
    }

    @Override
    public void skipped(Store.Skipped input) {
      skipped++;
    }

    @Override
    public boolean full() {
      return seeds >= limit;
    }
  }

  /** Keeps every n-th seed; when too many are kept, every other goes and n doubles. */
  private static final class Spread {
    private final int most;
    private List<Sampled> kept = new ArrayList<>();
    private int stride = 1;
    private int seeds;
    private long characters;

    Spread(int wanted) {
      this.most = Math.max(2, 4 * wanted);
    }

    void add(Sampled sampled) {
      if (seeds % stride == 0) {
        kept.add(sampled);
        if (kept.size() > most) {
          thinOut();
        }
      }
      seeds++;
      characters += sampled.seed().text().length();
    }

    private void thinOut() {
      List<Sampled> fewer = new ArrayList<>();
      for (int i = 0; i < kept.size(); i += 2) {
        fewer.add(kept.get(i));
      }
      kept = fewer;
      stride *= 2;
    }

    /** The middles of as many equal parts of what was kept. */
    List<Sampled> spread(int wanted) {
      if (kept.size() <= wanted) {
        return List.copyOf(kept);
      }
      List<Sampled> spread = new ArrayList<>();
      for (int i = 0; i < wanted; i++) {
        spread.add(kept.get((int) ((2L * i + 1) * kept.size() / (2L * wanted))));
      }
      return List.copyOf(spread);
    }
  }
}
