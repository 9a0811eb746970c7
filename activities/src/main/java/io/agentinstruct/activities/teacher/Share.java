package io.agentinstruct.activities.teacher;

import java.util.Arrays;

/** One member's fair part of what many want: nobody gets more than he wants while another lacks. */
final class Share {
  private Share() {}

  /**
   * By max-min fairness. What nobody wants is dealt out evenly on top, so that who wants more in a
   * moment need not wait for it.
   *
   * @param total what there is
   * @param mine what this member wants
   * @param others what each other member wants
   */
  static double of(double total, int mine, int[] others) {
    double left = total;
    int members = others.length + 1;
    int[] wants = Arrays.copyOf(others, members);
    wants[others.length] = mine;
    Arrays.setAll(wants, i -> Math.max(1, wants[i]));
    Arrays.sort(wants);
    double level = 0;
    for (int i = 0; i < members; i++) {
      level = left / (members - i);
      if (wants[i] >= level) {
        return Math.min(Math.max(1, mine), level);
      }
      left -= wants[i];
    }
    return Math.max(1, mine) + left / members;
  }
}
