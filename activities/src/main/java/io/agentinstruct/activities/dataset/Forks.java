package io.agentinstruct.activities.dataset;

import io.agentinstruct.activities.store.Store;
import io.agentinstruct.activities.teacher.PinnedFlows;
import io.agentinstruct.core.Json;
import io.agentinstruct.core.flow.Flow;
import io.agentinstruct.core.flow.Itinerary.Fork;
import io.agentinstruct.core.flow.Itinerary.Visit;
import io.agentinstruct.core.routing.Mix;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What the router is asked about a seed, in runs that want one. */
final class Forks {
  private final Store store;
  private final PinnedFlows flows;
  private final Map<String, Spec> specs = new ConcurrentHashMap<>();

  Forks(Store store, PinnedFlows flows) {
    this.store = store;
    this.flows = flows;
  }

  /** As much of a run's specification as matters here. */
  private record Spec(Map<String, String> flows, @Nullable Mix mix) {
    private Spec {
      flows = flows == null ? Map.of() : new TreeMap<>(flows);
    }

    boolean routes() {
      return mix != null && mix.router();
    }
  }

  /** The same for each of the seed's journeys, so that it is asked and paid for once. */
  Optional<Fork> of(String run, Store.SeedEntry seed) {
    Spec spec = specs.computeIfAbsent(run, this::read);
    if (!spec.routes()) {
      return Optional.empty();
    }
    Store.Text skills =
        Store.Text.of(
            spec.flows().entrySet().stream()
                .filter(flow -> seed.isFor(flow.getKey()))
                .map(flow -> line(flows.at(flow.getValue())))
                .collect(Collectors.joining("\n")));
    store.putTexts(List.of(skills));
    return Optional.of(new Fork(new Visit(Flow.ROUTER, "teacher", 1, 1), skills.digest()));
  }

  private static String line(Flow flow) {
    return "- " + flow.name() + ": " + flow.settings().about();
  }

  private Spec read(String run) {
    return store
        .run(run)
        .filter(found -> found.spec().startsWith("{"))
        .map(found -> Json.read(found.spec(), Spec.class))
        .orElse(new Spec(Map.of(), null));
  }
}
