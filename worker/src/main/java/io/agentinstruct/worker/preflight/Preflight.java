package io.agentinstruct.worker.preflight;

import io.agentinstruct.activities.teacher.Ladder;
import io.agentinstruct.activities.teacher.Probe;
import io.agentinstruct.activities.teacher.Role;
import io.agentinstruct.core.flow.Flow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything about endpoints that is looked at before a run, all at once. Each endpoint and model
 * is probed once: a wrong setting costs one call, not ten thousand.
 *
 * @param rungs role to the shape of replies that its endpoint takes
 * @param latency of the slowest probe that was answered; zero where none was
 * @param calls that the probes took, those refused included
 * @param tokens that they were billed
 */
public record Preflight(
    List<Finding> findings,
    Map<Role, Ladder.Rung> rungs,
    Duration latency,
    int calls,
    long tokens) {

  /**
   * @param roles all that are configured
   * @param env where the keys are
   * @param flows of the run; the first one's house prompts hold the words of the probe
   */
  public static Preflight of(
      Collection<Role> roles, Map<String, String> env, Collection<Flow> flows) {
    List<Finding> findings = new ArrayList<>();
    Map<Role, Ladder.Rung> rungs = new LinkedHashMap<>();
    Duration latency = Duration.ZERO;
    int calls = 0;
    long tokens = 0;
    for (EndpointCheck check : checks(roles, env, flows)) {
      Optional<Probe.Heard> heard = check.run(findings);
      if (heard.isPresent()) {
        Probe.Heard probe = heard.get();
        calls += probe.calls();
        tokens += probe.tokens();
        latency = probe.latency().compareTo(latency) > 0 ? probe.latency() : latency;
        if (probe.trouble().isEmpty()) {
          probe.rung().ifPresent(rung -> rungs.put(check.role(), rung));
        }
      }
    }
    return new Preflight(List.copyOf(findings), rungs, latency, calls, tokens);
  }

  /** Roles that share an endpoint and a model share a line, whose settings are the first one's. */
  private static List<EndpointCheck> checks(
      Collection<Role> roles, Map<String, String> env, Collection<Flow> flows) {
    Map<String, List<Role>> lines = new LinkedHashMap<>();
    for (Role role : roles) {
      lines
          .computeIfAbsent(role.endpoint() + " " + role.model(), line -> new ArrayList<>())
          .add(role);
    }
    return lines.values().stream()
        .map(line ->
            new EndpointCheck(
                line, env.getOrDefault(line.getFirst().keyName(), ""), List.copyOf(flows)))
        .toList();
  }

  public List<Finding> faults() {
    return all(Finding.Verdict.FAULT);
  }

  public List<Finding> warnings() {
    return all(Finding.Verdict.WARNING);
  }

  private List<Finding> all(Finding.Verdict verdict) {
    return findings.stream().filter(finding -> finding.verdict() == verdict).toList();
  }
}
