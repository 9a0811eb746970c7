package io.agentinstruct.worker;

import io.agentinstruct.activities.corpus.Companions;
import io.agentinstruct.activities.corpus.Corpus;
import io.agentinstruct.activities.dataset.DatasetFile;
import io.agentinstruct.activities.dataset.StoreLedger;
import io.agentinstruct.activities.store.Store;
import io.agentinstruct.activities.teacher.Brake;
import io.agentinstruct.activities.teacher.ChatModel;
import io.agentinstruct.activities.teacher.Gate;
import io.agentinstruct.activities.teacher.GateBoard;
import io.agentinstruct.activities.teacher.Heartbeats;
import io.agentinstruct.activities.teacher.Ladder;
import io.agentinstruct.activities.teacher.Line;
import io.agentinstruct.activities.teacher.ModelTeacher;
import io.agentinstruct.activities.teacher.OpenAiChatModel;
import io.agentinstruct.activities.teacher.PinnedFlows;
import io.agentinstruct.activities.teacher.Purse;
import io.agentinstruct.activities.teacher.Role;
import io.agentinstruct.activities.tool.ToolsFile;
import io.agentinstruct.contracts.TaskQueues;
import io.agentinstruct.contracts.Trouble;
import io.agentinstruct.core.Json;
import io.agentinstruct.core.flow.Flow;
import io.agentinstruct.worker.engine.Engine;
import io.agentinstruct.worker.engine.Tuning;
import io.agentinstruct.worker.run.RunSpec;
import io.agentinstruct.workflows.DatasetWorkflowImpl;
import io.agentinstruct.workflows.JourneyWorkflowImpl;
import io.agentinstruct.workflows.ShardWorkflowImpl;
import io.temporal.worker.Worker;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What is joined to what. Constructor calls only; the whole truth of the program in one page. */
public final class Wiring implements AutoCloseable {
  private final Store store;
  private final PinnedFlows flows;
  private final DatasetFile dataset;
  private final Brake brake = new Brake();
  private final Heartbeats heartbeats = new Heartbeats();
  private final Map<String, ChatModel> models = new LinkedHashMap<>();
  private final Map<String, Gate> gates = new LinkedHashMap<>();
  private final Map<String, Line> lines = new TreeMap<>();
  private final Optional<GateBoard> board;
  private final Corpus corpus;
  private final Toolshed toolshed;
  private final ModelTeacher teacher;
  private final StoreLedger ledger;

  /**
   * @param store stays the caller's to close
   * @param env where the keys are
   */
  public Wiring(
      Workspace workspace, Store store, Map<String, Role> roles, Map<String, String> env) {
    this(workspace, store, roles, env, ToolsFile.NONE);
  }

  /**
   * @param tools what is configured of tools for agents
   */
  public Wiring(
      Workspace workspace,
      Store store,
      Map<String, Role> roles,
      Map<String, String> env,
      ToolsFile tools) {
    this.store = store;
    this.corpus = new Corpus(store, workspace::run);
    Path home = Path.of(System.getProperty("agentinstruct.home", "."));
    this.toolshed = new Toolshed(corpus, tools, home.resolve("flows"), workspace.runs());
    this.flows = new PinnedFlows(workspace.flows());
    this.dataset = new DatasetFile(store, workspace.runs());
    this.board = GateBoard.open(env, workspace.root());
    Purse purse = new Purse(store);
    Map<String, List<Line>> relays = new TreeMap<>();
    for (Role role : roles.values()) {
      List<Line> relay = new ArrayList<>();
      relay.add(line(role, env, purse));
      role.standbys().forEach(standby -> relay.add(line(standby, env, purse)));
      lines.put(role.name(), relay.getFirst());
      relays.put(role.name(), relay);
    }
    brake.onPull(
        cause -> gates.values().forEach(gate -> gate.close(cause.trouble(), cause.message())));
    this.teacher =
        new ModelTeacher(relays, flows, store, heartbeats, brake, toolshed::of, toolshed::run);
    this.ledger = new StoreLedger(store, flows, dataset, new Companions(corpus), this::needsAll);
  }

  /** Whether a flow looks at more than its own seed: documents side by side, or searches. */
  private boolean needsAll(String run, String flow) {
    String version =
        store
            .run(run)
            .map(known -> Json.read(known.spec(), RunSpec.class).flows().get(flow))
            .orElse(null);
    return version != null
        && (flows.at(version).settings().documents() > 1
            || flows.at(version).agents().stream()
                .anyMatch(agent -> agent.tools().contains("search")));
  }

  private Line line(Role role, Map<String, String> env, Purse purse) {
    String queue = queue(role);
    Gate gate = gates.computeIfAbsent(queue, q -> gate(role));
    ChatModel model =
        models.computeIfAbsent(
            queue, q -> new OpenAiChatModel(role, env.getOrDefault(role.keyName(), ""), gate));
    return new Line(role, model, gate, store, purse);
  }

  /** A gate that closes stops the process, and the process that stops closes its gates. */
  private Gate gate(Role role) {
    Gate gate = new Gate(role);
    board.ifPresent(it -> it.join(GateBoard.name(role), gate));
    gate.onClose((trouble, message) -> {
      if (trouble != Trouble.DRAINING) {
        brake.pull(trouble, message);
      }
    });
    return gate;
  }

  private static String queue(Role role) {
    return TaskQueues.of(role.endpoint(), role.model());
  }

  /** Registers workflows and activities with a session's workers, and starts them. */
  public void start(Engine.Session session, int window, boolean local) {
    Worker house = session.workers().newWorker(TaskQueues.HOUSE, Tuning.house(window));
    house.registerWorkflowImplementationTypes(
        DatasetWorkflowImpl.class, ShardWorkflowImpl.class, JourneyWorkflowImpl.class);
    house.registerActivitiesImplementations(ledger);
    if (local) {
      house.registerActivitiesImplementations(teacher);
    } else {
      gates.forEach((queue, gate) ->
          session
              .workers()
              .newWorker(queue, Tuning.model(gate.limit()))
              .registerActivitiesImplementations(teacher));
    }
    session.workers().start();
  }

  /** Role to task queue. */
  public Map<String, String> queues() {
    Map<String, String> queues = new TreeMap<>();
    lines.forEach((role, line) -> queues.put(role, queue(line.role())));
    return queues;
  }

  /** What preflight found out about the shape of replies that a role's endpoint takes. */
  public void startAt(Role role, Ladder.Rung rung) {
    teacher.startAt(role, rung);
  }

  /** Tools that agents of these flows list and that are not to be had, each with the remedy. */
  public List<String> missingTools(String run, List<Flow> used) {
    List<String> names =
        used.stream()
            .flatMap(flow -> flow.agents().stream())
            .flatMap(agent -> agent.tools().stream())
            .distinct()
            .toList();
    try {
      return names.isEmpty() ? List.of() : toolshed.of(run, names).missing();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return List.of();
    }
  }

  public Store store() {
    return store;
  }

  public PinnedFlows flows() {
    return flows;
  }

  public DatasetFile dataset() {
    return dataset;
  }

  public Brake brake() {
    return brake;
  }

  public Map<String, Line> lines() {
    return lines;
  }

  public Map<String, Gate> gates() {
    return gates;
  }

  public int inFlight() {
    return gates.values().stream().mapToInt(Gate::inFlight).sum();
  }

  @Override
  public void close() {
    board.ifPresent(GateBoard::close);
    heartbeats.close();
    toolshed.close();
    corpus.close();
    models.values().forEach(ChatModel::close);
  }
}
