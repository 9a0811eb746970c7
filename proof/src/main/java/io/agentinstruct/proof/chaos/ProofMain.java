package io.agentinstruct.proof.chaos;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code proof/run EXPERIMENT [--seeds N ...]}, or {@code all}. */
public final class ProofMain {
  private static final Map<String, Experiment> EXPERIMENTS = new LinkedHashMap<>();

  static {
    EXPERIMENTS.put("kills", new Kills());
    EXPERIMENTS.put("kills-dev", new DevKills());
    EXPERIMENTS.put("kills-mock", new MockKills());
    EXPERIMENTS.put("storm", new Storm(0.3, 0));
    EXPERIMENTS.put("drizzle", new Storm(0.1, 1.15));
    EXPERIMENTS.put("bad-key", new BadKey());
    EXPERIMENTS.put("quota", new Quota());
    EXPERIMENTS.put("retry-after", new RetryAfter());
    EXPERIMENTS.put("stalls", new Stalls());
    EXPERIMENTS.put("malformed", new Malformed());
    EXPERIMENTS.put("budget", new Budget());
    EXPERIMENTS.put("rate", new Rate());
    EXPERIMENTS.put("memory", new Memory());
  }

  private ProofMain() {}

  /** Ends with 0 if all was as expected, with 1 if not, with 2 if it was asked wrongly. */
  public static void main(String[] args) throws IOException, InterruptedException {
    List<String> names = new ArrayList<>();
    if (args.length > 0 && args[0].equals("all")) {
      names.addAll(EXPERIMENTS.keySet());
    } else if (args.length > 0 && EXPERIMENTS.containsKey(args[0])) {
      names.add(args[0]);
    } else {
      System.err.println("Name one of: all " + String.join(" ", EXPERIMENTS.keySet()));
      System.exit(2);
    }
    House house = House.at(Path.of(System.getProperty("house.root", ".")));
    Report report = new Report(System.out);
    for (String name : names) {
      Experiment experiment = EXPERIMENTS.get(name);
      if (experiment != null) {
        experiment.on(house, Options.of(args, 1), report);
      }
    }
    System.out.println();
    System.out.printf("%d held, %d did not%n", report.held(), report.broken().size());
    report.broken().forEach(System.out::println);
    if (report.broken().isEmpty()) {
      House.delete(house.scratch());
    } else {
      System.out.println("What the trials left is in " + house.scratch());
    }
    System.exit(report.broken().isEmpty() ? 0 : 1);
  }
}
