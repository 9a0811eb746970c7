package io.agentinstruct.proof.chaos;

import io.agentinstruct.proof.check.Findings;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** What was expected and what came, for a person to read and a shell to act on. */
public final class Report {
  private final PrintStream out;
  private final List<String> broken = new ArrayList<>();
  private int held;

  public Report(PrintStream out) {
    this.out = out;
  }

  void title(String title) {
    out.println();
    out.println("== " + title);
  }

  void say(String words) {
    out.println("   " + words);
    out.flush();
  }

  /**
   * @param what as it should be, such as "dataset as undisturbed"
   * @param got as it was
   */
  void expect(boolean holds, String what, Object got) {
    String line = (holds ? "ok  " : "BAD ") + what + ": " + got;
    out.println(line);
    out.flush();
    if (holds) {
      held++;
    } else {
      broken.add(line);
    }
  }

  void findings(Findings findings) {
    expect(
        findings.none(),
        "invariants",
        findings.looks() + " looks, violations " + findings.counts());
    findings.violations().forEach(violation -> say(violation.toString()));
  }

  public List<String> broken() {
    return List.copyOf(broken);
  }

  public int held() {
    return held;
  }
}
