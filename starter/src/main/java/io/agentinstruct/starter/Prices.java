package io.agentinstruct.starter;

import io.agentinstruct.activities.teacher.Role;
import io.agentinstruct.activities.teacher.Roles;
import io.agentinstruct.contracts.RunSetting;
import java.util.Collection;
import java.util.Map;

/** A budget needs prices: without them the run would pause at its first call. */
final class Prices {
  private Prices() {}

  /**
   * @param wanted of the run, by {@link RunSetting#word}
   * @throws Complaint if there is a budget, and a role without a price
   */
  static void demand(Collection<Role> roles, Map<String, String> wanted) {
    if (wanted.containsKey(RunSetting.BUDGET.word())
        || wanted.containsKey(RunSetting.BUDGET_PER_DAY.word())) {
      try {
        Roles.mustBePriced(roles);
      } catch (Roles.Faulty unpriced) {
        throw new Complaint(ExitCode.CONFIG, String.valueOf(unpriced.getMessage()));
      }
    }
  }
}
