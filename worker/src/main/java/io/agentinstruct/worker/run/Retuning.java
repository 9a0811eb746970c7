package io.agentinstruct.worker.run;

import io.agentinstruct.contracts.RunSetting;
import io.agentinstruct.worker.Wiring;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** How fast and how wide each endpoint is asked: as its role says, or as a person said since. */
public final class Retuning {
  private final Wiring wiring;
  private Asked inForce = Asked.NOTHING;

  public Retuning(Wiring wiring) {
    this.wiring = wiring;
  }

  /** What a person asked for; absent = what the role says. */
  private record Asked(OptionalInt inFlight, OptionalInt requests, OptionalLong tokens) {
    static final Asked NOTHING =
        new Asked(OptionalInt.empty(), OptionalInt.empty(), OptionalLong.empty());

    static Asked of(Map<String, String> settings) {
      String tokens = settings.get(RunSetting.TPM.word());
      return new Asked(
          number(settings, RunSetting.IN_FLIGHT),
          number(settings, RunSetting.RPM),
          tokens == null ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(tokens)));
    }

    private static OptionalInt number(Map<String, String> settings, RunSetting setting) {
      String value = settings.get(setting.word());
      return value == null ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(value));
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
    wiring
        .gates()
        .values()
        .forEach(gate -> gate.retune(asked.inFlight(), asked.requests(), asked.tokens()));
    return true;
  }
}
