package io.agentinstruct.starter;

import io.agentinstruct.activities.dataset.Retrying;
import io.agentinstruct.activities.seed.SeedSources;
import io.agentinstruct.activities.store.SqliteStore;
import io.agentinstruct.activities.store.Store;
import io.agentinstruct.activities.teacher.PinnedFlows;
import io.agentinstruct.activities.teacher.Role;
import io.agentinstruct.activities.teacher.Roles;
import io.agentinstruct.activities.tool.ToolsFile;
import io.agentinstruct.contracts.RunSetting;
import io.agentinstruct.core.Json;
import io.agentinstruct.core.flow.Agent;
import io.agentinstruct.core.flow.Effort;
import io.agentinstruct.core.flow.Flow;
import io.agentinstruct.core.flow.FlowFiles;
import io.agentinstruct.worker.Wiring;
import io.agentinstruct.worker.Workspace;
import io.agentinstruct.worker.engine.Engine;
import io.agentinstruct.worker.engine.Engines;
import io.agentinstruct.worker.preflight.Finding;
import io.agentinstruct.worker.preflight.PlaceChecks;
import io.agentinstruct.worker.preflight.Preflight;
import io.agentinstruct.worker.run.Retuning;
import io.agentinstruct.worker.run.RunEnd;
import io.agentinstruct.worker.run.RunSpec;
import io.agentinstruct.worker.run.Runner;
import io.agentinstruct.worker.scripted.ScriptedTeacher;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Begins a run or goes on with one, and tells a person how it goes. */
final class Launch {
  /**
   * From this many calls a second on, a normal activity a call would be the bottleneck
   * (docs/why/engines.md).
   */
  private static final int FAST_CALLS_PER_SECOND = 400;

  private static final int FAST_REQUESTS_PER_MINUTE = 12_000;

  private final Workspace workspace;
  private final RunFiles files;
  private final PrintWriter out;
  private final Map<String, String> env = System.getenv();

  Launch(Path workspace, PrintWriter out) {
    this.workspace = new Workspace(workspace);
    this.files = new RunFiles(this.workspace);
    this.out = out;
    System.setProperty("agentinstruct.log", this.workspace.log().toString());
  }

  Store open() {
    try {
      Files.createDirectories(workspace.root());
    } catch (IOException e) {
      throw new Complaint(
          ExitCode.PAUSED,
          "Cannot create the workspace "
              + workspace.root()
              + " ("
              + e.getClass().getSimpleName().replace("Exception", "")
              + ").\n  Name a folder that can be written with --workspace.");
    }
    return SqliteStore.open(workspace.root(), SqliteStore.Durability.NORMAL);
  }

  /** A new run: pins its flows, writes its spec, walks it. */
  int begin(
      String run,
      RunSpec spec,
      Map<String, FlowFiles> flows,
      Options.OfModel model,
      Options.OfEngine engine) {
    return begin(run, spec, flows, model, engine, store -> {});
  }

  /**
   * @param furnish what is done to the run's book before it is walked, such as putting seeds there
   */
  int begin(
      String run,
      RunSpec spec,
      Map<String, FlowFiles> flows,
      Options.OfModel model,
      Options.OfEngine engine,
      Consumer<Store> furnish) {
    new SeedSources(spec.seeds()).check();
    try (Store store = open()) {
      if (store.run(run).isPresent()) {
        throw new Complaint(
            ExitCode.USAGE,
            "There is a run '"
                + run
                + "' in "
                + workspace.root()
                + " already.\n  `agentinstruct resume "
                + run
                + "` goes on with it; --name gives the new one another name.");
      }
      Map<String, Role> roles = roles(model.rolesFile(), spec.teacher());
      ToolsFile tools = files.tools(run, model, env);
      try (Wiring wiring = new Wiring(workspace, store, roles, env, tools)) {
        for (FlowFiles files : flows.values()) {
          wiring.flows().pin(files);
        }
        boolean local = local(wiring, roles, spec, run);
        files.keep(run, model);
        Store.Run begun = new Store.Run(run, Instant.now(), Json.write(spec), "running", "");
        return walk(
            wiring,
            run,
            spec,
            engine,
            local,
            () -> {
              create(store, begun, spec);
              furnish.accept(store);
            });
      }
    } catch (IOException e) {
      throw new Complaint(
          ExitCode.PAUSED,
          "Cannot write to the workspace "
              + workspace.root()
              + ": "
              + e.getMessage()
              + ".\n  Free some space, or name another folder with --workspace.");
    }
  }

  private static void create(Store store, Store.Run run, RunSpec spec) {
    store.createRun(run);
    spec.wishes()
        .forEach((name, value) -> store.set(run.id(), RunSetting.named(name).orElseThrow(), value));
  }

  /** Leaves a run in the workspace for the worker that owns it. */
  void leave(String run, RunSpec spec, Map<String, FlowFiles> flows, Options.OfModel model) {
    new SeedSources(spec.seeds()).check();
    Prices.demand(roles(model.rolesFile(), spec.teacher()).values(), spec.wishes());
    if (Files.exists(workspace.inbox().resolve(run + ".json"))
        || Files.exists(workspace.run(run))) {
      throw new Complaint(
          ExitCode.USAGE,
          "There is a run '"
              + run
              + "' in "
              + workspace.root()
              + " already.\n  --name gives the new one another name.");
    }
    try {
      PinnedFlows pinned = new PinnedFlows(workspace.flows());
      for (FlowFiles files : flows.values()) {
        pinned.pin(files);
      }
      files.keep(run, model);
      Path draft = Files.createDirectories(workspace.inbox()).resolve("." + run);
      Files.writeString(draft, Json.write(spec.withAbsoluteSeeds()));
      Files.move(draft, workspace.inbox().resolve(run + ".json"), StandardCopyOption.ATOMIC_MOVE);
      out.println(
          "Left "
              + run
              + " for the worker of "
              + workspace.root()
              + "; `agentinstruct status "
              + run
              + "` tells how it goes.");
    } catch (IOException e) {
      throw new Complaint(
          ExitCode.PAUSED,
          "Cannot write to the workspace "
              + workspace.root()
              + ": "
              + e.getMessage()
              + ".\n  Name a folder that can be written with --workspace.");
    }
  }

  /** Takes over the runs that were left for a worker. */
  void takeWaiting(Store store) {
    if (!Files.isDirectory(workspace.inbox())) {
      return;
    }
    try (Stream<Path> waiting = Files.list(workspace.inbox())) {
      for (Path file :
          waiting.filter(path -> path.toString().endsWith(".json")).sorted().toList()) {
        String run = file.getFileName().toString().replace(".json", "");
        if (store.run(run).isEmpty()) {
          String spec = Files.readString(file);
          create(
              store,
              new Store.Run(run, Instant.now(), spec, "waiting", ""),
              Json.read(spec, RunSpec.class));
        }
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new Complaint(
          ExitCode.PAUSED, "Cannot read " + workspace.inbox() + ": " + e.getMessage() + ".");
    }
  }

  /** Goes on with a run because a person says so: it is no longer paused or cancelled. */
  int resume(String run, Options.OfModel model, Options.OfEngine engine) {
    return walkOn(
        run,
        model,
        engine,
        store -> {
          store.set(run, RunSetting.PAUSED, "");
          store.set(run, RunSetting.CANCELLED, "");
        });
  }

  /** Reopens what is to be tried again, and goes on with the run. */
  int retry(String run, Store.DropFilter filter, Options.OfModel model, Options.OfEngine engine) {
    boolean any;
    try (Store store = open()) {
      if (store.run(run).isEmpty()) {
        throw noSuchRun(run);
      }
      Retrying retrying = new Retrying(store, new PinnedFlows(workspace.flows()));
      any = RetryCommand.reopen(store, retrying, run, filter, out);
    }
    return any ? resume(run, model, engine) : ExitCode.DONE;
  }

  /**
   * Goes on with a run: seeds that were walked to their end stay; replies that were paid for are
   * read.
   *
   * @param before done to the store first
   */
  int walkOn(String run, Options.OfModel model, Options.OfEngine engine, Consumer<Store> before) {
    try (Store store = open()) {
      Store.Run known = store.run(run).orElseThrow(() -> noSuchRun(run));
      before.accept(store);
      RunSpec spec = Json.read(known.spec(), RunSpec.class);
      if (spec.flows().isEmpty()) {
        throw new Complaint(
            ExitCode.USAGE,
            "The run '"
                + run
                + "' holds the calls of `design`; there are no seeds to walk.\n  Start the same `design` again: what was answered costs nothing.");
      }
      Map<String, String> teacher = new TreeMap<>(spec.teacher());
      teacher.putAll(model.teacher());
      try (Scripted scripted = scriptedAgain(teacher)) {
        return walkOn(store, run, spec, teacher, model, engine);
      }
    } catch (IOException e) {
      throw new Complaint(
          ExitCode.PAUSED, "Cannot start the scripted teacher again: " + e.getMessage() + ".");
    }
  }

  /** A demo's teacher ended with the demo; its run goes on with a new one. */
  private static Scripted scriptedAgain(Map<String, String> teacher) throws IOException {
    if (!"scripted-teacher".equals(teacher.get("model"))) {
      return () -> {};
    }
    ScriptedTeacher again =
        ScriptedTeacher.start(0, Skills.of(new Options.OfFlows()).scriptedLines());
    teacher.put("base-url", again.endpoint().toString());
    return again::close;
  }

  private interface Scripted extends AutoCloseable {
    @Override
    void close();
  }

  private int walkOn(
      Store store,
      String run,
      RunSpec spec,
      Map<String, String> teacher,
      Options.OfModel model,
      Options.OfEngine engine) {
    Map<String, Role> roles = roles(files.roles(run, model), teacher);
    ToolsFile tools = files.tools(run, model, env);
    try (Wiring wiring = new Wiring(workspace, store, roles, env, tools)) {
      boolean local = local(wiring, roles, spec, run);
      return walk(wiring, run, spec, engine, local, () -> store.setRunState(run, "running", ""));
    }
  }

  Complaint noSuchRun(String run) {
    return new Complaint(
        ExitCode.USAGE,
        "There is no run '"
            + run
            + "' in "
            + workspace.root()
            + ".\n  `agentinstruct runs` lists them; --workspace names another folder.");
  }

  Map<String, Role> roles(Optional<Path> file, Map<String, String> teacher) {
    try {
      return Roles.from(file, teacher, env);
    } catch (IllegalArgumentException e) {
      throw new Complaint(ExitCode.CONFIG, String.valueOf(e.getMessage()));
    }
  }

  /** A role that a prompt names and nobody configured would leave its calls waiting for ever. */
  private static void needRoles(Flow flow, Map<String, Role> roles) {
    for (Agent agent : flow.agents()) {
      if (!roles.containsKey(agent.role()) && !agent.identity()) {
        throw new Complaint(
            ExitCode.CONFIG,
            "%s of %s asks the role '%s', and no model is configured for it.\n  Add '%s:' to the roles file (--roles), such as with 'same-as: teacher'."
                .formatted(agent.id(), flow.name(), agent.role(), agent.role()));
      }
    }
  }

  /** Preflight, and whether the endpoint is so fast that steps should be local. */
  private boolean local(Wiring wiring, Map<String, Role> roles, RunSpec spec, String run) {
    List<Flow> flows = spec.flows().values().stream().map(wiring.flows()::at).toList();
    flows.forEach(flow -> needRoles(flow, roles));
    Store store = wiring.store();
    Prices.demand(roles.values(), store.run(run).isPresent() ? store.settings(run) : spec.wishes());
    Preflight preflight = Preflight.of(roles.values(), env, flows);
    List<Finding> findings = new ArrayList<>(preflight.findings());
    findings.add(PlaceChecks.disk(workspace.root(), callsAhead(wiring.store(), run, flows)));
    Readiness.demand(findings, out);
    wiring
        .missingTools(run, flows)
        .forEach(missing -> out.println("Agents do without a tool. " + missing));
    preflight.rungs().forEach(wiring::startAt);
    Role teacher = roles.get("teacher");
    if (!spec.steps().equals("auto") || teacher == null) {
      return spec.steps().equals("local");
    }
    if (teacher.requestsPerMinute() > 0) {
      return teacher.requestsPerMinute() > FAST_REQUESTS_PER_MINUTE;
    }
    return teacher.inFlight() * 1000.0 / Math.max(1, preflight.latency().toMillis())
        > FAST_CALLS_PER_SECOND;
  }

  /** Of the seeds read so far that have not ended; a new run's seeds are not read yet. */
  private static double callsAhead(Store store, String run, List<Flow> flows) {
    Store.Figures figures = store.figures(run);
    int ended = figures.journeysKept() + figures.journeysDropped();
    double each = flows.stream().mapToDouble(flow -> Effort.of(flow).calls()).average().orElse(0);
    return Math.max(0, figures.assigned() - ended) * each;
  }

  private int walk(
      Wiring wiring,
      String run,
      RunSpec spec,
      Options.OfEngine options,
      boolean fast,
      Runnable begun) {
    try (Engine engine =
        Engines.named(
            options.engine(spec.engine()),
            workspace.root(),
            Optional.ofNullable(options.port),
            env,
            out::println)) {
      boolean local =
          options.steps(spec.steps()).equals("auto")
              ? fast || engine.name().equals("embedded")
              : options.steps(spec.steps()).equals("local");
      Role teacher = wiring.lines().values().iterator().next().role();
      Retuning limits = new Retuning(wiring);
      limits.heed(wiring.store().settings(run));
      int places = wiring.gates().values().stream().mapToInt(gate -> gate.limit()).sum();
      Progress progress = new Progress(wiring, run, commands(), out);
      Runner runner =
          new Runner(
              wiring, engine, run, spec, local, window(wiring, spec, places), limits, progress);
      out.println(
          "run "
              + run
              + " · "
              + engine.describe()
              + " · model "
              + teacher.model()
              + " · "
              + places
              + " calls in flight · "
              + (local ? "local" : "normal")
              + " steps");
      out.flush();
      begun.run();
      long start = System.nanoTime();
      Interrupts.handle(
          () -> stopping(runner, run), () -> Runtime.getRuntime().halt(ExitCode.INTERRUPTED));
      RunEnd end;
      try (progress) {
        progress.start();
        end = runner.run();
      }
      return new Ending(wiring, run, commands(), out)
          .tell(end, Duration.ofNanos(System.nanoTime() - start));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return ExitCode.INTERRUPTED;
    }
  }

  /** By the flow that asks for the fewest calls at once, so that the wire is never idle. */
  private static int window(Wiring wiring, RunSpec spec, int places) {
    return spec.flows().values().stream()
        .mapToInt(version -> Effort.of(wiring.flows().at(version)).window(places))
        .max()
        .orElse(2);
  }

  private void stopping(Runner runner, String run) {
    out.println();
    out.println(
        "Stopping: calls on the wire are let end and are kept. Ctrl-C again stops at once and loses only those.");
    out.println("To go on: " + commands().resume(run));
    out.flush();
    runner.drain();
  }

  private Commands commands() {
    return new Commands(workspace.root());
  }
}
