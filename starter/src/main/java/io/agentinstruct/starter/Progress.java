package io.agentinstruct.starter;

import io.agentinstruct.activities.store.Store;
import io.agentinstruct.activities.store.StoreTrouble;
import io.agentinstruct.activities.teacher.GateState;
import io.agentinstruct.worker.Wiring;
import io.agentinstruct.worker.run.Voice;
import java.io.Console;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;

/**
 * What a person sees while a run goes on: one living line on a terminal, a plain line now and then
 * elsewhere.
 */
final class Progress implements AutoCloseable, Voice {
  private static final Duration LIVING = Duration.ofMillis(500);
  private static final Duration PLAIN = Duration.ofSeconds(10);
  private static final int BAR = 20;

  private final Wiring wiring;
  private final String run;
  private final PrintWriter out;
  private final boolean terminal;
  private final long begun = System.nanoTime();
  private final Commands commands;
  private final int walkedBefore;
  private volatile boolean paused;
  private volatile String holdUp = "";
  private final Thread thread;

  Progress(Wiring wiring, String run, Commands commands, PrintWriter out) {
    this.commands = commands;
    this.wiring = wiring;
    this.run = run;
    this.out = out;
    this.terminal = onTerminal();
    this.walkedBefore = walked(wiring.store().figures(run));
    this.thread = Thread.ofPlatform().daemon().name("progress").unstarted(this::show);
  }

  static boolean onTerminal() {
    Console console =
        System.console(); // null where there is none, whatever JDK 22 promised for others
    return console != null && console.isTerminal();
  }

  void start() {
    wiring.gates().values().forEach(gate -> gate.onState(this::tell));
    thread.start();
  }

  /** One line when an endpoint's gate changes; a pause by hand is told by {@link #paused}. */
  private void tell(GateState state) {
    boolean byHand = state.kind() == GateState.Kind.PAUSED && state.cause().isEmpty();
    if (state.kind() == GateState.Kind.CLOSED || byHand) {
      return;
    }
    boolean slowed = state.kind() == GateState.Kind.SLOWED;
    if (state.kind() == GateState.Kind.OPEN) {
      holdUp = "";
      say("The endpoint answers again: calls go on.");
      return;
    }
    holdUp = slowed ? "slowed by the endpoint" : "waits for the endpoint";
    String next =
        state.next().map(wait -> "; looked at again in " + Options.words(wait)).orElse("");
    say(
        "%s: %s (%d calls wait%s)"
            .formatted(slowed ? "Slowed" : "Waiting", state.message(), state.waiting(), next));
  }

  @Override
  public String paused(String why, Store.Figures figures) {
    paused = true;
    String note =
        "%s. %s. To go on: %s".formatted(why, Waiting.words(figures), commands.unpause(run));
    say("Paused: " + note);
    return note;
  }

  @Override
  public void unpaused() {
    paused = false;
    say("Goes on.");
  }

  @Override
  public void retuned(Map<String, String> settings) {
    String wanted = Waiting.wanted(settings);
    say("Now wanted: " + (wanted.isEmpty() ? "what was configured" : wanted));
  }

  /** A line of its own, above the living one. */
  private void say(String line) {
    synchronized (out) {
      out.println((terminal ? "\r\u001b[2K" : "") + ShowCommand.safe(line));
      out.flush();
    }
  }

  private void show() {
    try {
      while (true) {
        Thread.sleep(terminal ? LIVING : PLAIN);
        String line = line(wiring.store().figures(run));
        synchronized (out) {
          if (terminal) {
            out.print("\r\u001b[2K" + line);
            out.flush();
          } else {
            out.println(line);
          }
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (StoreTrouble ended) {
      // the run itself reports what is the matter with the store
    }
  }

  private static int walked(Store.Figures figures) {
    return figures.walked();
  }

  private String line(Store.Figures figures) {
    int walked = walked(figures);
    StringBuilder line = new StringBuilder();
    if (terminal && figures.assigned() > 0) {
      int full = BAR * walked / figures.assigned();
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
    if (paused || !holdUp.isEmpty()) { // why stands above: no line wider than a terminal
      return line.append(" · ").append(paused ? "paused" : holdUp).toString();
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
        Options.words(Duration.ofMillis((long) (each * (figures.assigned() - walked)))));
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
