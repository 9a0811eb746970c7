package io.agentinstruct.starter;

import io.agentinstruct.activities.store.Store;
import io.agentinstruct.activities.store.StoreTrouble;
import io.agentinstruct.worker.Wiring;
import java.io.Console;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;

/**
 * What a person sees while a run goes on: one living line on a terminal, a plain line now and then
 * elsewhere.
 */
final class Progress implements AutoCloseable {
  private static final Duration LIVING = Duration.ofMillis(500);
  private static final Duration PLAIN = Duration.ofSeconds(10);
  private static final int BAR = 20;

  private final Wiring wiring;
  private final String run;
  private final PrintWriter out;
  private final boolean terminal;
  private final long begun = System.nanoTime();
  private final int walkedBefore;
  private final Thread thread;

  private Progress(Wiring wiring, String run, PrintWriter out, boolean terminal) {
    this.wiring = wiring;
    this.run = run;
    this.out = out;
    this.terminal = terminal;
    this.walkedBefore = walked(wiring.store().figures(run));
    this.thread = Thread.ofPlatform().daemon().name("progress").unstarted(this::show);
  }

  static Progress start(Wiring wiring, String run, PrintWriter out) {
    Console console =
        System.console(); // null where there is none, whatever JDK 22 promised for others
    boolean terminal = console != null && console.isTerminal();
    Progress progress = new Progress(wiring, run, out, terminal);
    progress.thread.start();
    return progress;
  }

  private void show() {
    try {
      while (true) {
        Thread.sleep(terminal ? LIVING : PLAIN);
        String line = line(wiring.store().figures(run));
        if (terminal) {
          out.print("\r\u001b[2K" + line);
          out.flush();
        } else {
          out.println(line);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (StoreTrouble ended) {
      // the run itself reports what is the matter with the store
    }
  }

  private static int walked(Store.Figures figures) {
    return figures.journeysKept() + figures.journeysDropped() + figures.journeysFailed();
  }

  private String line(Store.Figures figures) {
    int walked = walked(figures);
    StringBuilder line = new StringBuilder();
    if (terminal && figures.seeds() > 0) {
      int full = BAR * walked / figures.seeds();
      line.append('[').append("#".repeat(full)).append("-".repeat(BAR - full)).append("] ");
    }
    Store.Spend spend = figures.spend();
    line.append(
        "%d of %d%s seeds · %d rows kept · %d in flight · %d calls · %s tokens"
            .formatted(
                walked,
                figures.seeds(),
                figures.readingDone() ? "" : "+",
                figures.threadsKept(),
                wiring.inFlight(),
                spend.calls(),
                Funnel.thousands(spend.inputTokens() + spend.outputTokens())));
    if (spend.chargedMicros() > 0) {
      line.append(" · cost ").append(Funnel.money(spend.chargedMicros()));
    }
    return line.append(" · ").append(left(figures, walked)).toString();
  }

  private String left(Store.Figures figures, int walked) {
    int here = walked - walkedBefore;
    Duration gone = Duration.ofNanos(System.nanoTime() - begun);
    if (here < 3 || !figures.readingDone()) {
      return Options.words(gone) + " gone";
    }
    double each = gone.toMillis() / (double) here;
    return String.format(
        Locale.ROOT,
        "%s left",
        Options.words(Duration.ofMillis((long) (each * (figures.seeds() - walked)))));
  }

  @Override
  public void close() {
    thread.interrupt();
    if (terminal) {
      out.print("\r\u001b[2K");
      out.flush();
    }
  }
}
