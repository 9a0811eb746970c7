package io.agentinstruct.core.check;

import java.util.Optional;

/** Runs the code of an answer, apart from everything: it may be anybody's code. */
@FunctionalInterface
public interface CodeRunner {
  /** Where no code can be run. */
  CodeRunner NONE = (language, code) -> Optional.empty();

  /**
   * Runs a program from its beginning to its end, or to the limits it is given. Ends in time
   * whatever it is given.
   *
   * @param language as fenced blocks name it, such as {@code python}
   * @return empty: code of this language can't be run here
   * @throws java.util.concurrent.CancellationException if the thread is interrupted meanwhile
   */
  Optional<Ran> run(String language, String code);

  /**
   * How a program ended.
   *
   * @param exit its exit code; 128 and the signal's number where a signal ended it
   * @param output what it printed, capped: the beginning
   * @param errors what it wrote to its error output, capped: the end
   * @param stopped why it was ended by force, for people; empty: it ended by itself
   */
  record Ran(int exit, String output, String errors, Optional<String> stopped) {
    public boolean well() {
      return exit == 0 && stopped.isEmpty();
    }
  }
}
