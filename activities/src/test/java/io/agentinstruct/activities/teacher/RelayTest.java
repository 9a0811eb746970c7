package io.agentinstruct.activities.teacher;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentinstruct.activities.store.SqliteStore;
import io.agentinstruct.activities.store.Store;
import io.agentinstruct.contracts.Trouble;
import io.agentinstruct.core.stage.Message;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two endpoints for one role. */
class RelayTest extends GateStage {
  private static final Line.Caller CALLER = new Line.Caller("run", "seed", "agent", 0);

  @TempDir Path folder;

  private final List<String> asked = new ArrayList<>();
  private Optional<ModelTrouble> trouble = Optional.empty();
  private Gate first = gate(4, 0, 0);
  private Relay relay = new Relay(List.of());
  private AutoCloseable open = () -> {};

  @BeforeEach
  void lines() {
    SqliteStore store = SqliteStore.open(folder, SqliteStore.Durability.NORMAL);
    store.createRun(new Store.Run("run", Instant.EPOCH, "{}", "running", ""));
    open = store;
    Line a = line("a", store);
    first = a.gate();
    relay = new Relay(List.of(a, line("b", store)));
  }

  @AfterEach
  void close() throws Exception {
    open.close();
  }

  private Line line(String model, Store store) {
    Role role =
        new Role(
            "teacher",
            URI.create("http://" + model + ":1/v1"),
            model,
            "",
            4,
            0,
            0,
            Duration.ofSeconds(1),
            Optional.empty());
    Gate gate = new Gate(role, Duration.ofSeconds(30), clock::get, new Random(1));
    return new Line(role, new Scripted(model), gate, store, new Purse(store));
  }

  /** Answers with its name; the first one has the trouble. */
  private final class Scripted implements ChatModel {
    private final String name;

    Scripted(String name) {
      this.name = name;
    }

    @Override
    public Reply ask(Request request) throws ModelTrouble {
      asked.add(name);
      if (name.equals("a") && trouble.isPresent()) {
        throw trouble.get();
      }
      return new Reply("from " + name, "stop", null, name + "-2026", new Usage(1, 0, 1, false));
    }

    @Override
    public void close() {}
  }

  /** The model that answered. */
  private String ask(String question) throws Exception {
    return relay.ask(
        line -> request(line, question),
        CALLER,
        (line, mayGoElsewhere) ->
            line.ask(
                request(line, question),
                CALLER,
                mayGoElsewhere,
                answered -> {
                  line.settle(answered, List.of());
                  return answered.reply().model();
                }));
  }

  private static ChatModel.Request request(Line line, String question) {
    return new ChatModel.Request(
        line.role().model(),
        List.of(Message.user(question)),
        0,
        10,
        "x",
        new ChatModel.Shape.Text());
  }

  private void outOfQuota() {
    ModelTrouble quota = trouble(Trouble.QUOTA, "402", Optional.empty());
    trouble = Optional.of(quota);
    first.trouble(quota);
  }

  @Test
  void theSecondAnswersWhileTheFirstIsOutOfQuotaAndTheFirstAgainAfterwards() throws Exception {
    assertThat(ask("1")).isEqualTo("a-2026");
    outOfQuota();
    assertThat(ask("2")).as("the reply names who gave it").isEqualTo("b-2026");
    trouble = Optional.empty();
    assertThat(ask("3")).isEqualTo("b-2026");
    clock.addAndGet(Duration.ofMinutes(1).toNanos());
    assertThat(ask("4")).as("the probe").isEqualTo("a-2026");
    assertThat(ask("5")).isEqualTo("a-2026");
  }

  @Test
  void whatEitherHasAnsweredIsNotPaidForAgain() throws Exception {
    outOfQuota();
    assertThat(ask("1")).isEqualTo("b-2026");
    trouble = Optional.empty();
    clock.addAndGet(Duration.ofMinutes(1).toNanos());
    assertThat(ask("2")).isEqualTo("a-2026");
    asked.clear();
    assertThat(ask("1")).as("b answered it, though a is open").isEqualTo("b-2026");
    assertThat(asked).isEmpty();
  }
}
