package io.agentinstruct.contracts;

/**
 * Readable, deterministic ids: {@code ai/<run>}, {@code ai/<run>/003}, {@code
 * ai/<run>/003/<seed>/<flow>}.
 */
public final class WorkflowIds {
  private WorkflowIds() {}

  public static String dataset(String run) {
    return "ai/" + run;
  }

  public static String shard(String run, int number) {
    return "%s/%03d".formatted(dataset(run), number);
  }

  public static String journey(String run, int shard, String seed, String flow) {
    return "%s/%s/%s"
        .formatted(shard(run, shard), seed.substring(0, Math.min(12, seed.length())), flow);
  }
}
