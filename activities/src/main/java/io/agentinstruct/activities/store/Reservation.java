package io.agentinstruct.activities.store;

import io.agentinstruct.contracts.RunSetting;

/** Whether there is money for a call. */
public sealed interface Reservation {
  /** Its worst cost is reserved, durably: it may go out. */
  record Made() implements Reservation {}

  /** Somebody else's same call was answered meanwhile: nothing is reserved, the reply is there. */
  record Answered() implements Reservation {}

  /**
   * It fits under the caps, but not beside what is reserved at present: a call that is under way
   * must end first.
   */
  record Waits() implements Reservation {}

  /**
   * Whatever else ends: with it, more than the cap might be spent.
   *
   * @param cap {@link RunSetting#BUDGET} or {@link RunSetting#BUDGET_PER_DAY}
   * @param capMicros all amounts in millionths of the currency unit
   * @param spentMicros charged so far, what was perhaps billed included
   * @param reservedMicros for calls under way
   * @param wantedMicros worst cost of this call
   */
  record Over(
      RunSetting cap, long capMicros, long spentMicros, long reservedMicros, long wantedMicros)
      implements Reservation {}
}
