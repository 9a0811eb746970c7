package io.agentinstruct.activities.teacher;

import io.agentinstruct.activities.store.Store;
import io.agentinstruct.activities.store.Store.Sampled;
import io.agentinstruct.contracts.Teacher.Question;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which answer to a question is wanted: the first, or another one because a person asked for a
 * retry. Read once a run, since nothing is reopened while the run is walked.
 */
final class Samples {
  private final Store store;
  private final Map<String, Map<Sampled, Integer>> byRun = new ConcurrentHashMap<>();

  Samples(Store store) {
    this.store = store;
  }

  int of(Question question, String flow) {
    Map<Sampled, Integer> samples = byRun.computeIfAbsent(question.run(), store::samples);
    return samples.isEmpty()
        ? 0
        : samples.getOrDefault(new Sampled(question.seed(), flow, question.lineage().path()), 0);
  }
}
