package io.agentinstruct.worker.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentinstruct.activities.store.Money;
import io.agentinstruct.activities.store.SqliteStore;
import io.agentinstruct.activities.store.Store;
import io.agentinstruct.activities.teacher.Role;
import io.agentinstruct.contracts.RunSetting;
import io.agentinstruct.contracts.Trouble;
import io.agentinstruct.worker.engine.EmbeddedEngine;
import io.agentinstruct.worker.scripted.ScriptedTeacher;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run with a budget, from the first call to the last row; one token costs one millionth. */
class BudgetStoryTest {
  private static final Role.Price PRICE = new Role.Price(1, 1, 1);

  @TempDir Path folder;

  @Test
  void aRunStopsBeforeItsBudgetAndWithMoreOfItEndsAsIfNothingHadHappened()
      throws IOException, InterruptedException {
    try (ScriptedTeacher teacher = ScriptedTeacher.start(0)) {
      Home.Found undisturbed = walk(new Home(folder.resolve("free"), teacher.endpoint()));
      long whole = undisturbed.figures().spend().chargedMicros();
      long ideal = teacher.calls();
      Path workspace = Files.createDirectories(folder.resolve("capped"));
      Home capped = new Home(workspace, teacher.endpoint());

      budget(workspace, whole / 2);
      Home.Found first = walk(capped);
      assertThat(first.end())
          .isInstanceOfSatisfying(
              RunEnd.Paused.class,
              paused -> assertThat(paused.cause().trouble()).isEqualTo(Trouble.BUDGET));
      assertThat(first.figures().failures()).isEmpty();
      Store.Spend spend = first.figures().spend();
      assertThat(spend.chargedMicros()).isPositive().isLessThanOrEqualTo(whole / 2);
      assertThat(spend.reservedMicros()).isZero();

      budget(workspace, 10 * whole);
      Home.Found second = walk(capped);
      assertThat(second.end()).isInstanceOf(RunEnd.Finished.class);
      assertThat(second.manifest().sha256()).isEqualTo(undisturbed.manifest().sha256());
      assertThat(second.figures().spend().chargedMicros()).isEqualTo(whole);
      assertThat(second.figures().spend().perhapsBilled()).isZero();
      assertThat(teacher.calls()).as("nothing was paid for twice").isEqualTo(2 * ideal);
    }
  }

  private static Home.Found walk(Home home) throws IOException, InterruptedException {
    return home.priced(PRICE).walk(new EmbeddedEngine(), true, runner -> {});
  }

  private static void budget(Path workspace, long micros) {
    String amount = BigDecimal.valueOf(micros, 6).toPlainString();
    assertThat(Money.micros(amount)).isEqualTo(micros);
    try (Store store = SqliteStore.open(workspace, SqliteStore.Durability.NORMAL)) {
      store.set("story", RunSetting.BUDGET, amount);
    }
  }
}
