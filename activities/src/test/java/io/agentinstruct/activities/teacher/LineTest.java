package io.agentinstruct.activities.teacher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.node.DecimalNode;
import io.agentinstruct.activities.store.SqliteStore;
import io.agentinstruct.activities.store.SqliteStore.Durability;
import io.agentinstruct.activities.store.Store;
import io.agentinstruct.activities.teacher.ChatModel.Request;
import io.agentinstruct.activities.teacher.ChatModel.Shape;
import io.agentinstruct.activities.teacher.ChatModel.Usage;
import io.agentinstruct.contracts.RunSetting;
import io.agentinstruct.contracts.Trouble;
import io.agentinstruct.core.stage.Message;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a call costs, however it ends. One token costs one millionth here, in or out. */
@Timeout(60)
class LineTest {
  private static final String RUN = "run-1";
  private static final Duration LONG = Duration.ofHours(1);

  /** Of a call that asks "question 0" for at most 100 tokens. */
  private static final long WORST = 256 + 16 + 10 + 100;

  @TempDir Path workspace;

  private final Scripted model = new Scripted();
  private Store store;
  private Purse purse;
  private Line line;

  /** A model that does as it is told, in order. */
  private static final class Scripted implements ChatModel {
    interface Act {
      Reply play() throws ModelTrouble;
    }

    final Deque<Act> acts = new ArrayDeque<>();

    @Override
    public Reply ask(Request request) throws ModelTrouble {
      Act act;
      synchronized (acts) {
        act = acts.remove();
      }
      return act.play();
    }

    @Override
    public void close() {}

    void answers(Usage usage) {
      acts.add(() -> new Reply("an answer", "stop", null, "m-1", usage));
    }

    void fails(ModelTrouble trouble) {
      acts.add(() -> {
        throw trouble;
      });
    }
  }

  @BeforeEach
  void open() {
    store = SqliteStore.open(workspace, Durability.NORMAL);
    store.createRun(new Store.Run(RUN, Instant.EPOCH, "{}", "running", ""));
    purse = new Purse(store, LONG);
    line = line(Optional.of(new Role.Price(1, 0.5, 1)));
  }

  @AfterEach
  void close() {
    store.close();
  }

  private Line line(Optional<Role.Price> price) {
    Role role =
        new Role(
            "teacher",
            URI.create("http://host:8000/v1"),
            "m-1",
            "",
            4,
            0,
            0,
            Duration.ofSeconds(20),
            price);
    return new Line(role, model, new Gate(role), store, purse);
  }

  private static Request request(int number) {
    return new Request(
        "m-1", List.of(Message.user("question " + number)), 0, 100, "name", new Shape.Text());
  }

  private String ask(int number) throws ModelTrouble, InterruptedException {
    return ask(request(number));
  }

  private String ask(Request request) throws ModelTrouble, InterruptedException {
    return line.ask(
        request,
        new Line.Caller(RUN, "seed", "agent", 0),
        answered -> {
          line.settle(answered, List.of());
          return answered.reply().text();
        });
  }

  private Store.Spend spend() {
    return store.figures(RUN).spend();
  }

  private static ModelTrouble trouble() {
    return new ModelTrouble(
        Trouble.TRANSIENT, "503", "the host failed", Optional.empty(), new IllegalStateException());
  }

  @Test
  void usageTakesTheReservationsPlaceWithCachedTokensAtTheirPrice() throws Exception {
    model.answers(new Usage(40, 30, 20, false));

    assertThat(ask(0)).isEqualTo("an answer");

    assertThat(spend().costMicros()).isEqualTo(10 + 15 + 20);
    assertThat(spend().reservedMicros()).isZero();
  }

  @Test
  void furtherFieldsMakeAnotherRequest() throws Exception {
    Request plain = request(0);
    model.answers(new Usage(1, 0, 1, false));
    model.answers(new Usage(1, 0, 1, false));
    model.answers(new Usage(1, 0, 1, false));

    ask(plain);
    ask(with(plain, "0.9"));
    ask(with(plain, "0.8"));
    ask(with(plain, "0.9"));
    ask(plain);

    assertThat(spend().attempts()).isEqualTo(3);
  }

  private static Request with(Request request, String topP) {
    return new Request(
        request.model(),
        request.messages(),
        request.temperature(),
        request.maxTokens(),
        request.name(),
        request.shape(),
        Map.of("top_p", DecimalNode.valueOf(new BigDecimal(topP))));
  }

  @Test
  void aReplyWithoutUsageCostsWhatWasReserved() throws Exception {
    model.answers(new Usage(2, 0, 2, true));

    ask(0);

    assertThat(spend().costMicros()).isEqualTo(WORST);
    assertThat(spend().perhapsBilled()).isZero();
  }

  @Test
  void aCallThatMayBeBilledIsChargedAndOneThatIsNotIsNot() throws Exception {
    model.fails(trouble().perhapsBilled());
    model.fails(trouble());
    model.acts.add(() -> {
      throw new IllegalStateException("broken inside");
    });
    model.answers(new Usage(40, 0, 20, false));

    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> ask(0)).hasMessage("the host failed");
    }
    assertThatThrownBy(() -> ask(0)).hasMessage("broken inside");
    ask(0);

    assertThat(spend().perhapsBilled()).isEqualTo(2);
    assertThat(spend().lostMicros()).isEqualTo(2 * WORST);
    assertThat(spend().chargedMicros()).isEqualTo(2 * WORST + 60);
    assertThat(spend().reservedMicros()).isZero();
  }

  @Test
  void aReplyWhoseUseFailsIsNotPaidForTwice() throws Exception {
    model.answers(new Usage(40, 0, 20, false));

    assertThatThrownBy(() ->
            line.ask(
                request(0),
                new Line.Caller(RUN, "seed", "agent", 0),
                answered -> {
                  throw new IllegalStateException("cannot be used");
                }))
        .hasMessage("cannot be used");

    assertThat(ask(0)).as("from the journal").isEqualTo("an answer");
    assertThat(spend().attempts()).isEqualTo(1);
    assertThat(spend().chargedMicros()).isEqualTo(60);
  }

  @Test
  void withoutRoomTheRunStopsAndIsToldWhatToDo() {
    store.set(RUN, RunSetting.BUDGET, "0.0003");

    ModelTrouble trouble = catchThrowableOfType(ModelTrouble.class, () -> ask(0));

    assertThat(trouble.trouble()).isEqualTo(Trouble.BUDGET);
    assertThat(trouble.code()).isEqualTo("budget");
    assertThat(trouble)
        .hasMessage(
            "The budget of run run-1 leaves no room for the next call: 0.00 of 0.000300 spent, 0.00 more reserved for calls under way, and it may cost 0.000382; raise it with 'agentinstruct set run-1 budget=AMOUNT', then resume the run");
    assertThat(spend().attempts()).isZero();
  }

  @Test
  void theDaysCapIsToldAsTheDays() {
    store.set(RUN, RunSetting.BUDGET_PER_DAY, "0");

    ModelTrouble trouble = catchThrowableOfType(ModelTrouble.class, () -> ask(0));

    assertThat(trouble.code()).isEqualTo("budget-per-day");
    assertThat(trouble)
        .hasMessage(
            "The budget per day leaves no room for the next call: 0.00 of 0.00 spent today (UTC) by all runs of the workspace, 0.00 more reserved for calls under way, and it may cost 0.000382; raise it with 'agentinstruct set run-1 budget-per-day=AMOUNT' or wait until tomorrow, then resume the run");
  }

  @Test
  void aBudgetWithoutAPriceIsRefused() {
    line = line(Optional.empty());
    store.set(RUN, RunSetting.BUDGET, "5");

    ModelTrouble trouble = catchThrowableOfType(ModelTrouble.class, () -> ask(0));

    assertThat(trouble.trouble()).isEqualTo(Trouble.BUDGET);
    assertThat(trouble).hasMessageStartingWith("teacher: model m-1 has no price, and without it");
  }

  @Test
  void whoFindsNoRoomWaitsWithoutAPermitUntilACallEnds() throws Exception {
    store.set(RUN, RunSetting.BUDGET, "0.000500");
    CountDownLatch onTheWire = new CountDownLatch(1);
    CountDownLatch answer = new CountDownLatch(1);
    model.acts.add(() -> {
      onTheWire.countDown();
      awaited(answer);
      return new ChatModel.Reply("first", "stop", null, "m-1", new Usage(10, 0, 10, false));
    });
    model.answers(new Usage(10, 0, 10, false));
    BlockingQueue<String> replies = new LinkedBlockingQueue<>();
    Thread first = Thread.ofVirtual().start(() -> replies.add(told(0)));
    onTheWire.await();
    Thread second = Thread.ofVirtual().start(() -> replies.add(told(1)));
    awaitWaiting(1);
    assertThat(line.gate().inFlight()).isEqualTo(1);
    assertThat(spend().attempts()).isEqualTo(1);

    answer.countDown();
    first.join();
    second.join();

    assertThat(replies).containsExactlyInAnyOrder("first", "an answer");
    assertThat(spend().chargedMicros()).isEqualTo(40);
  }

  @Test
  void aCapThatIsRaisedIsSeenByThoseWhoWait() throws Exception {
    purse = new Purse(store, Duration.ofMillis(5));
    line = line(Optional.of(new Role.Price(1, 0.5, 1)));
    store.set(RUN, RunSetting.BUDGET, "0.000500");
    CountDownLatch onTheWire = new CountDownLatch(1);
    CountDownLatch answer = new CountDownLatch(1);
    model.acts.add(() -> {
      onTheWire.countDown();
      awaited(answer);
      return new ChatModel.Reply("first", "stop", null, "m-1", new Usage(10, 0, 10, false));
    });
    model.answers(new Usage(10, 0, 10, false));
    Thread first = Thread.ofVirtual().start(() -> told(0));
    onTheWire.await();
    Thread second = Thread.ofVirtual().start(() -> told(1));
    awaitWaiting(1);

    try (Store steering = SqliteStore.openToSteer(workspace)) {
      steering.set(RUN, RunSetting.BUDGET, "1");
    }

    second.join();
    assertThat(first.isAlive()).as("nothing ended meanwhile").isTrue();
    answer.countDown();
    first.join();
  }

  @Test
  void whoIsInterruptedWhileWaitingForThePermitReleasesTheReservation() throws Exception {
    CountDownLatch answer = new CountDownLatch(1);
    CountDownLatch onTheWire = new CountDownLatch(4);
    for (int i = 0; i < 4; i++) {
      model.acts.add(() -> {
        onTheWire.countDown();
        awaited(answer);
        return new ChatModel.Reply("full", "stop", null, "m-1", new Usage(10, 0, 10, false));
      });
    }
    List<Thread> full = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      int number = i;
      full.add(Thread.ofVirtual().start(() -> told(number)));
    }
    onTheWire.await();
    BlockingQueue<String> said = new LinkedBlockingQueue<>();
    Thread late = Thread.ofVirtual().start(() -> said.add(told(9)));
    while (line.gate().waiting() == 0) {
      Thread.onSpinWait();
    }
    late.interrupt();
    late.join();
    assertThat(said.take()).isEqualTo("interrupted");
    assertThat(spend().openIntents()).isEqualTo(4);
    assertThat(spend().perhapsBilled()).isZero();

    answer.countDown();
    for (Thread thread : full) {
      thread.join();
    }
    assertThat(spend().reservedMicros()).isZero();
  }

  private String told(int number) {
    try {
      return ask(number);
    } catch (ModelTrouble trouble) {
      return String.valueOf(trouble.getMessage());
    } catch (InterruptedException e) {
      return "interrupted";
    }
  }

  private void awaitWaiting(int count) {
    while (purse.waiting() < count) {
      Thread.onSpinWait();
    }
  }

  private static void awaited(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
