package io.agentinstruct.worker.run;

import io.agentinstruct.activities.teacher.Gate;
import io.agentinstruct.activities.teacher.Line;
import io.agentinstruct.activities.teacher.Role;
import io.agentinstruct.contracts.RunSetting;
import io.agentinstruct.worker.Wiring;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** How fast and how wide each endpoint is asked: as its role says, or as a person said since. */
public final class Limits {
  private final Wiring wiring;
  private Asked inForce = new Asked("", "", "");

  public Limits(Wiring wiring) {
    this.wiring = wiring;
  }

  /** What a person asked for, as written; empty = what the role says. */
  private record Asked(String inFlight, String requests, String tokens) {
    static Asked of(Map<String, String> settings) {
      return new Asked(
          settings.getOrDefault(RunSetting.IN_FLIGHT.word(), ""),
          settings.getOrDefault(RunSetting.RPM.word(), ""),
          settings.getOrDefault(RunSetting.TPM.word(), ""));
    }
  }

  /**
   * Retunes the gates where something is asked that is not yet in force.
   *
   * @return whether there was
   */
  public boolean heed(Map<String, String> settings) {
    Asked asked = Asked.of(settings);
    if (asked.equals(inForce)) {
      return false;
    }
    inForce = asked;
    Set<Gate> done = new HashSet<>();
    for (Line line : wiring.lines().values()) {
      if (done.add(line.gate())) {
        Role role = line.role();
        line.gate()
            .retune(
                (int) or(asked.inFlight(), role.inFlight()),
                or(asked.requests(), role.requestsPerMinute()),
                or(asked.tokens(), role.tokensPerMinute()));
      }
    }
    return true;
  }

  private static long or(String asked, long role) {
    return asked.isEmpty() ? role : Long.parseLong(asked);
  }
}
