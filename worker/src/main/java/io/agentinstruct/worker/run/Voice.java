package io.agentinstruct.worker.run;

import io.agentinstruct.activities.store.Store;
import java.util.Map;

/** Tells people what becomes of a run while it goes on. */
public interface Voice {
  /** Says nothing. */
  Voice SILENT =
      new Voice() {
        @Override
        public String paused(String why, Store.Figures figures) {
          return why;
        }

        @Override
        public void unpaused() {}

        @Override
        public void retuned(Map<String, String> settings) {}
      };

  /**
   * A person paused the run.
   *
   * @return the note that stands behind the run meanwhile: cause, what waits, how to go on
   */
  String paused(String why, Store.Figures figures);

  void unpaused();

  /**
   * Other limits are in force now.
   *
   * @param settings all that are in force
   */
  void retuned(Map<String, String> settings);
}
