package io.agentinstruct.activities.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentinstruct.activities.store.SqliteStore;
import io.agentinstruct.activities.store.Store;
import io.agentinstruct.activities.teacher.PinnedFlows;
import io.agentinstruct.contracts.Ledger.Entry;
import io.agentinstruct.contracts.Ledger.Page;
import io.agentinstruct.contracts.Ledger.PageRequest;
import io.agentinstruct.core.Digest;
import io.agentinstruct.core.seed.Source;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which seeds are given, and when. */
class StoreLedgerTest {
  private static final String RUN = "run-1";

  @TempDir Path folder;
  private Store store;
  private int pauses;

  @BeforeEach
  void open() {
    store = SqliteStore.open(folder, SqliteStore.Durability.NORMAL);
    store.createRun(new Store.Run(RUN, Instant.EPOCH, "{}", "running", ""));
    add(0);
  }

  @AfterEach
  void close() {
    store.close();
  }

  private void add(int ordinal) {
    Source source = new Source("a.md", "", "", "en", "text", 1, 1, 0, 4);
    String text = "text " + ordinal;
    store.addSeeds(
        RUN,
        List.of(new Store.SeedEntry(ordinal, "seed-" + ordinal, Digest.of(text), source)),
        List.of(text));
  }

  /** Reads one more seed at the first wait, and ends the reading at the second. */
  private void readOn() {
    pauses++;
    if (pauses == 1) {
      add(1);
    } else {
      store.setReadingDone(RUN);
    }
  }

  private Page next(String... flows) {
    return new StoreLedger(
            store,
            new PinnedFlows(folder.resolve("flows")),
            new DatasetFile(store, folder.resolve("runs")),
            java.util.Optional.empty(),
            (run, flow) -> run.equals(RUN) && flow.equals("retrieval"),
            this::readOn)
        .next(new PageRequest(RUN, List.of(flows), 0, 10, 10));
  }

  @Test
  void aFlowOfOneSeedATimeBeginsWhileOthersAreRead() {
    assertThat(next("satire").entries()).extracting(Entry::seed).containsExactly("seed-0");
    assertThat(pauses).isZero();
  }

  @Test
  void aFlowThatNeedsAllSeedsBeginsWhenAllAreRead() {
    Page page = next("retrieval", "satire");

    assertThat(pauses).isEqualTo(2);
    assertThat(page.last()).isTrue();
    assertThat(page.entries())
        .extracting(Entry::seed)
        .containsExactly("seed-0", "seed-0", "seed-1", "seed-1");
  }

  @Test
  void whereAllIsReadNobodyWaits() {
    store.setReadingDone(RUN);

    assertThat(next("retrieval").entries()).hasSize(1);
    assertThat(pauses).isZero();
  }
}
