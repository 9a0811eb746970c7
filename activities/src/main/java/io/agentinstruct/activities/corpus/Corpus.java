package io.agentinstruct.activities.corpus;

import io.agentinstruct.activities.store.Store;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** The indices of all runs that were asked for, each built at most once and kept open. */
public final class Corpus implements AutoCloseable {
  private static final String FOLDER = "index";

  private final Store store;
  private final Function<String, Path> runFolder;
  private final Map<String, SeedIndex> indices = new ConcurrentHashMap<>();

  /**
   * @param runFolder folder of a run, by its id; the index lies in {@code index} in it
   */
  public Corpus(Store store, Function<String, Path> runFolder) {
    this.store = store;
    this.runFolder = runFolder;
  }

  /**
   * Takes as long as building takes, where the run has no index yet.
   *
   * @throws IllegalStateException while the run's seeds are being read
   */
  public SeedIndex of(String run) {
    return indices.computeIfAbsent(
        run, id -> SeedIndex.open(runFolder.apply(id).resolve(FOLDER), store, id));
  }

  @Override
  public void close() {
    indices.values().forEach(SeedIndex::close);
    indices.clear();
  }
}
