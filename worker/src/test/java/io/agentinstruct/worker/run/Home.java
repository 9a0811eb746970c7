package io.agentinstruct.worker.run;

import io.agentinstruct.activities.dataset.DatasetFile;
import io.agentinstruct.activities.dataset.Retrying;
import io.agentinstruct.activities.store.SqliteStore;
import io.agentinstruct.activities.store.Store;
import io.agentinstruct.activities.teacher.PinnedFlows;
import io.agentinstruct.activities.teacher.Role;
import io.agentinstruct.contracts.RunSetting;
import io.agentinstruct.core.Json;
import io.agentinstruct.core.flow.FlowFiles;
import io.agentinstruct.core.routing.Mix;
import io.agentinstruct.worker.Wiring;
import io.agentinstruct.worker.Workspace;
import io.agentinstruct.worker.engine.Engine;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A workspace of a test, and one run in it; everything real but the model. */
final class Home {
  static final Path ROOT = Path.of(System.getProperty("house.root", ".."));

  private final Path folder;
  private final URI endpoint;
  private final List<FlowFiles> files;
  private final Path seeds;
  private final int limit;
  private @Nullable Mix mix = Mix.EVERY_SEED;
  private Optional<Role.Price> price = Optional.empty();

  /** A small run over some of the project's sample documents. */
  Home(Path folder, URI endpoint) throws IOException {
    this(folder, endpoint, smallReadingComprehension(), ROOT.resolve("samples/seeds"), 8);
  }

  Home(Path folder, URI endpoint, FlowFiles files, Path seeds, int limit) {
    this(folder, endpoint, List.of(files), seeds, limit);
  }

  Home(Path folder, URI endpoint, List<FlowFiles> files, Path seeds, int limit) {
    this.folder = folder;
    this.endpoint = endpoint;
    this.files = files;
    this.seeds = seeds;
    this.limit = limit;
  }

  /** How seeds are spread; null = by no plan. */
  Home mixed(@Nullable Mix plan) {
    mix = plan;
    return this;
  }

  /** Which seeds there are and where each was sent. */
  List<Store.SeedEntry> sent() {
    try (Store store = SqliteStore.openToRead(folder)) {
      return store.findSeeds("story", "", 1_000);
    }
  }

  List<Store.OfSkill> bySkill() {
    try (Store store = SqliteStore.openToRead(folder)) {
      return store.bySkill("story");
    }
  }

  List<Store.Skipped> skipped() {
    try (Store store = SqliteStore.openToRead(folder)) {
      return store.skipped("story");
    }
  }

  List<Store.JourneyEnd> journeys() {
    try (Store store = SqliteStore.openToRead(folder)) {
      return store.journeys("story", null);
    }
  }

  /** Calls of the agent that were answered. */
  int askedOf(String agent) throws SQLException {
    try (var connection =
            DriverManager.getConnection("jdbc:sqlite:" + folder.resolve(SqliteStore.FILE));
        var select =
            connection.prepareStatement(
                "SELECT count(*) FROM calls c JOIN replies r ON r.call = c.id WHERE agent = ?")) {
      select.setString(1, agent);
      return select.executeQuery().getInt(1);
    }
  }

  /** What both roles' model costs. */
  Home priced(Role.Price perMillionTokens) {
    price = Optional.of(perMillionTokens);
    return this;
  }

  private static FlowFiles smallReadingComprehension() throws IOException {
    return FlowFiles.read(
            ROOT.resolve("flows/reading-comprehension"), ROOT.resolve("flows/_shared"))
        .with(Map.of("instruct.pick", "3", "refine.rounds", "1"));
  }

  /** What a person would find afterwards. */
  record Found(
      RunEnd end, Store.Figures figures, DatasetFile.Manifest manifest, List<String> rows) {}

  /**
   * Begins the run, or goes on with it.
   *
   * @param whileItRuns is handed the runner, in a thread of its own
   */
  Found walk(Engine engine, boolean local, Consumer<Runner> whileItRuns)
      throws IOException, InterruptedException {
    return walkBeside(engine, local, (runner, wiring) -> whileItRuns.accept(runner));
  }

  /** Retries what was dropped so, as {@code retry} does. */
  Retrying.Reopened reopen(Store.DropFilter filter) {
    try (Store store = SqliteStore.open(folder, SqliteStore.Durability.NORMAL)) {
      PinnedFlows flows = new PinnedFlows(new Workspace(folder).flows());
      return new Retrying(store, flows).reopen("story", filter);
    }
  }

  /** Says what is wanted of the run from beside, as commands do. */
  void wish(RunSetting setting, String value) {
    try (Store store = SqliteStore.openToSteer(folder)) {
      store.set("story", setting, value);
    }
  }

  /** The run's state as others see it. */
  String state() {
    try (Store store = SqliteStore.openToRead(folder)) {
      return store.run("story").orElseThrow().state();
    }
  }

  /**
   * @param whileItRuns is handed the runner and what it is wired to, in a thread of its own
   */
  Found walkBeside(Engine engine, boolean local, BiConsumer<Runner, Wiring> whileItRuns)
      throws IOException, InterruptedException {
    Workspace workspace = new Workspace(folder);
    Files.createDirectories(folder);
    try (Store store = SqliteStore.open(folder, SqliteStore.Durability.NORMAL);
        Wiring wiring =
            new Wiring(
                workspace,
                store,
                Map.of("teacher", role("teacher"), "judge", role("judge")),
                Map.of())) {
      RunSpec spec = spec(wiring);
      if (store.run("story").isEmpty()) {
        store.createRun(new Store.Run("story", Instant.EPOCH, Json.write(spec), "running", ""));
      }
      Runner runner = new Runner(wiring, engine, "story", spec, local, 6);
      Thread beside = Thread.startVirtualThread(() -> whileItRuns.accept(runner, wiring));
      RunEnd end = runner.run();
      beside.join();
      DatasetFile.Manifest manifest = wiring.dataset().publish("story");
      List<String> rows =
          Files.readAllLines(wiring.dataset().folder("story").resolve(DatasetFile.DATASET));
      return new Found(end, store.figures("story"), manifest, rows);
    }
  }

  private RunSpec spec(Wiring wiring) throws IOException {
    Map<String, String> versions = new TreeMap<>();
    for (FlowFiles flow : files) {
      wiring.flows().pin(flow);
      versions.put(flow.name(), flow.version());
    }
    RunSpec spec =
        new RunSpec(
            List.of(seeds.toString()), versions, 1, limit, "", 12_000, "auto", "auto", Map.of());
    return mix == null ? spec : spec.with(mix);
  }

  private Role role(String name) {
    return new Role(name, endpoint, "scripted-teacher", "", 8, 0, 0, Duration.ofSeconds(30), price);
  }
}
