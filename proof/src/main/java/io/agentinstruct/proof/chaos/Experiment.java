package io.agentinstruct.proof.chaos;

import java.io.IOException;

/** Something that is done to the program, and what is expected of it then. */
@FunctionalInterface
public interface Experiment {
  void on(House house, Options options, Report report) throws IOException, InterruptedException;
}
