package io.agentinstruct.workflows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.agentinstruct.contracts.DatasetWorkflow;
import io.agentinstruct.contracts.DatasetWorkflow.Tally;
import io.agentinstruct.contracts.JourneyWorkflow;
import io.agentinstruct.contracts.Ledger;
import io.agentinstruct.contracts.ShardWorkflow;
import io.agentinstruct.contracts.Teacher;
import io.agentinstruct.core.flow.Itinerary.Visit;
import io.agentinstruct.core.stage.Lineage;
import io.temporal.common.WorkflowExecutionHistory;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.testing.WorkflowReplayer;
import io.temporal.worker.Worker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Today's workflows go on with what every release before began. A history that fails here needs a
 * {@code getVersion} in the workflow that changed, not a new history.
 */
@Timeout(60)
class ReplayTest {
  @AutoClose
  private final TestWorkflowEnvironment engine = SmallHouse.engine(SmallHouse.factory().build());

  static List<Path> histories() {
    try (Stream<Path> files = Files.list(folder())) {
      return files.filter(file -> file.toString().endsWith(".json")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path folder() {
    try {
      return Path.of(ReplayTest.class.getResource("/histories").toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  @ParameterizedTest
  @MethodSource("histories")
  void goesOnWithEveryHistory(Path history) throws Exception {
    replay(history, JourneyWorkflowImpl.class, ShardWorkflowImpl.class, DatasetWorkflowImpl.class);
  }

  @Test
  void looksAtSomethingOfEveryRelease() {
    assertThat(histories()).hasSizeGreaterThanOrEqualTo(Stories.all().size());
    List<String> releases =
        histories().stream()
            .map(file -> release(file.getFileName().toString()))
            .distinct()
            .toList();
    assertThat(releases).contains("0.1");
  }

  private static String release(String fileName) {
    return fileName.substring(0, fileName.indexOf('-'));
  }

  static List<Arguments> others() {
    return List.of(
        arguments("0.1-journey-local-short.json", HastyJourney.class),
        arguments("0.1-journey-normal-short.json", HastyJourney.class),
        arguments("0.1-journey-local-short.json", ForgetfulJourney.class),
        arguments("0.1-journey-normal-short.json", ForgetfulJourney.class),
        arguments("0.1-shard-walked.json", BoastfulShard.class),
        arguments("0.1-dataset-walked.json", BoastfulDataset.class));
  }

  /** If the replay could not fail, it would prove nothing. */
  @ParameterizedTest
  @MethodSource("others")
  void refusesAWorkflowThatDoesOtherThings(String history, Class<?> other) {
    assertThatThrownBy(() -> replay(folder().resolve(history), other))
        .hasMessageContaining("Failure handling event");
  }

  private void replay(Path history, Class<?>... workflows) throws Exception {
    Worker worker = engine.newWorker("replay");
    worker.registerWorkflowImplementationTypes(workflows);
    WorkflowReplayer.replayWorkflowExecution(
        WorkflowExecutionHistory.fromJson(Files.readString(history)), worker);
  }

  /** Asks before it knows the way. */
  public static final class HastyJourney implements JourneyWorkflow {
    @Override
    public Tally travel(JourneyWorkflow.Job job) {
      ask(job, "transform/debate");
      route(job);
      return Tally.NONE;
    }
  }

  /** Does everything but commit. */
  public static final class ForgetfulJourney implements JourneyWorkflow {
    @Override
    public Tally travel(JourneyWorkflow.Job job) {
      route(job);
      for (String agent :
          List.of("transform/debate", "instruct/strengthen", "respond/answer", "judge/grounded")) {
        ask(job, agent);
      }
      return new Tally(1, 1, 0, 0);
    }
  }

  private static void route(JourneyWorkflow.Job job) {
    Calls.book().route(new Ledger.RouteRequest(job.travel().run(), job.entry().seed(), "v1", 7));
  }

  private static void ask(JourneyWorkflow.Job job, String agent) {
    Visit visit = Way.visit(agent);
    Lineage lineage = Lineage.ofSeed(job.entry().seed());
    Calls.ask(
            job.travel(),
            visit,
            new Teacher.Question(
                "r1", job.entry().seed(), "v1", agent, 0, lineage, Map.of(), 1, ""),
            0)
        .get();
  }

  /** Publishes before there is anything. */
  public static final class BoastfulShard implements ShardWorkflow {
    @Override
    public Tally walk(ShardWorkflow.Job job) {
      Calls.patientBook().publish("r1");
      return Tally.NONE;
    }

    @Override
    public void drain() {}

    @Override
    public void resize(int window) {}
  }

  /** Publishes before there is anything. */
  public static final class BoastfulDataset implements DatasetWorkflow {
    @Override
    public void pause(String reason) {}

    @Override
    public void unpause() {}

    @Override
    public void cancel(String reason) {}

    @Override
    public Map<String, String> set(String name, String value) {
      return Map.of();
    }

    @Override
    public void checkSet(String name, String value) {}

    @Override
    public void steered(Map<String, String> settings) {}

    @Override
    public void resize(int window) {}

    @Override
    public Map<String, String> settings() {
      return Map.of();
    }

    @Override
    public Tally grow(DatasetWorkflow.Job job) {
      Calls.patientBook().publish("r1");
      return Tally.NONE;
    }

    @Override
    public void drain() {}

    @Override
    public Tally progress() {
      return Tally.NONE;
    }
  }
}
