package io.agentinstruct.proof.chaos;

import io.agentinstruct.proof.mock.FaultPlan;
import io.agentinstruct.proof.mock.Visit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A run that went well, to be broken afterwards. */
public final class SmallRun {
  public static final String NAME = Program.RUN;

  private SmallRun() {}

  /** Where the tests' program lies. */
  static House house() {
    return House.at(Path.of(System.getProperty("house.root", "..")));
  }

  /**
   * @param workspace what is left of it goes there
   * @return the endpoint's ledger
   */
  public static List<Visit> walk(Path workspace) throws IOException, InterruptedException {
    House house = house();
    Program.Setup setup = Program.Setup.of(4, 8, "embedded");
    try (Trial trial = Trial.set(house, "small", FaultPlan.quiet("constant:5"), setup)) {
      int end = trial.walk();
      if (end != 0) {
        throw new AssertionError("it ended with " + end + ":\n" + trial.program().lastWords());
      }
      Path from = trial.program().workspace();
      try (Stream<Path> files = Files.walk(from)) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          Path to = workspace.resolve(from.relativize(file).toString());
          Files.createDirectories(to.getParent());
          Files.copy(file, to);
        }
      }
      return trial.mock().visits();
    } finally {
      House.delete(house.scratch());
    }
  }
}
