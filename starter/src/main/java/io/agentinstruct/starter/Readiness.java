package io.agentinstruct.starter;

import io.agentinstruct.contracts.Trouble;
import io.agentinstruct.worker.preflight.Finding;
import java.io.PrintWriter;
import java.util.List;
import java.util.stream.Collectors;

/** What a person is told of findings: all of them, or the bad ones alone. */
final class Readiness {
  private Readiness() {}

  /** Prints warnings; throws the faults, all at once. */
  static void demand(List<Finding> findings, PrintWriter out) {
    List<Finding> faults = of(findings, Finding.Verdict.FAULT);
    if (!faults.isEmpty()) {
      throw new Complaint(
          exitCode(findings),
          faults.stream().map(Finding::text).collect(Collectors.joining("\n"))
              + "\n  Nothing was started.");
    }
    for (Finding warning : of(findings, Finding.Verdict.WARNING)) {
      out.println("Warning: " + warning.text());
    }
  }

  /** One finding a line, what it says further indented below it. */
  static String table(List<Finding> findings) {
    StringBuilder table = new StringBuilder();
    for (Finding finding : findings) {
      String verdict =
          finding.verdict() == Finding.Verdict.FINE ? "fine" : finding.verdict().name();
      table.append(
          "%-8s %-10s %s%n"
              .formatted(
                  verdict, finding.check(), finding.text().replace("\n", "\n" + " ".repeat(20))));
    }
    return table.toString();
  }

  /** By the worst: what wants a correction before what wants patience. */
  static int exitCode(List<Finding> findings) {
    List<Trouble> troubles =
        findings.stream().flatMap(finding -> finding.trouble().stream()).toList();
    if (troubles.isEmpty()) {
      return ExitCode.DONE;
    }
    return troubles.stream().map(Ending::exitCode).max(Integer::compare).orElse(ExitCode.PAUSED);
  }

  static List<Finding> of(List<Finding> findings, Finding.Verdict verdict) {
    return findings.stream().filter(finding -> finding.verdict() == verdict).toList();
  }
}
