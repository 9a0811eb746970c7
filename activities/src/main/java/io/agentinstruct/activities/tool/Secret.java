package io.agentinstruct.activities.tool;

/**
 * A key, which nobody sees but the one it is for.
 *
 * @param name of the environment variable; empty = no key is sent
 */
record Secret(String name, String value) {
  static final Secret NONE = new Secret("", "");

  boolean given() {
    return !value.isEmpty();
  }

  @Override
  public String toString() {
    return name;
  }
}
