package io.agentinstruct.worker.preflight;

import io.agentinstruct.activities.teacher.Ladder;
import io.agentinstruct.activities.teacher.ModelTrouble;
import io.agentinstruct.activities.teacher.Probe;
import io.agentinstruct.activities.teacher.Role;
import io.agentinstruct.contracts.Trouble;
import io.agentinstruct.core.flow.Agent;
import io.agentinstruct.core.flow.AnswerFormat;
import io.agentinstruct.core.flow.Flow;
import io.agentinstruct.core.flow.Nearest;
import io.agentinstruct.core.flow.Stage;
import io.agentinstruct.core.prompt.Envelope;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** What one endpoint and model is asked, and what is made of its answers. */
final class EndpointCheck {
  private static final Duration SKEW = Duration.ofSeconds(30);
  private static final int NAMES_SHOWN = 8;
  private static final int TRIES = 3;
  private static final long PAUSE_NANOS = 1_000_000_000;
  private static final long HURRY_NANOS = 30_000_000_000L;
  private static final Set<String> NOBODY_THERE = Set.of("connect", "unknown-host", "no-route");

  private final List<Role> roles;
  private final Role role;
  private final String key;
  private final List<Flow> flows;
  private final String host;

  /**
   * @param roles that share the endpoint and the model; the first one's settings count
   */
  EndpointCheck(List<Role> roles, String key, List<Flow> flows) {
    this.roles = roles;
    this.role = roles.getFirst();
    this.key = key;
    this.flows = flows;
    this.host = role.endpoint().getRawAuthority();
  }

  Role role() {
    return role;
  }

  /** Adds what it finds; what was heard is absent where nothing could be asked. */
  Optional<Probe.Heard> run(List<Finding> findings) {
    if (!role.keyName().isEmpty() && key.isBlank()) {
      findings.add(
          Finding.fault(
              "key",
              Trouble.CREDENTIAL,
              "The environment variable %s is not set, and %s needs a key.\n  export %s=... and start again."
                  .formatted(role.keyName(), role.endpoint(), role.keyName())));
      return Optional.empty();
    }
    Probe.Heard heard = heard();
    if (heard.trouble().isPresent()) {
      findings.add(ofTrouble(heard.trouble().get(), heard.models()));
    } else {
      answered(heard, findings);
    }
    heard.clockAhead().ifPresent(ahead -> findings.add(clock(ahead, heard.latency(), host)));
    limits(heard, findings);
    return Optional.of(heard);
  }

  /** One hiccup of an endpoint that is there must not keep a run from starting. */
  private Probe.Heard heard() {
    long began = System.nanoTime();
    Probe.Heard heard = Probe.of(role, key, flows.getFirst(), envelope());
    int calls = heard.calls();
    for (int tried = 1; tried < TRIES && hiccup(heard) && since(began) < HURRY_NANOS; tried++) {
      LockSupport.parkNanos(PAUSE_NANOS);
      heard = Probe.of(role, key, flows.getFirst(), envelope());
      calls += heard.calls();
    }
    return heard.having(calls);
  }

  private static long since(long began) {
    return System.nanoTime() - began;
  }

  /** A door that is not there at all is told at once. */
  private static boolean hiccup(Probe.Heard heard) {
    return heard
        .trouble()
        .filter(trouble -> trouble.trouble() == Trouble.TRANSIENT)
        .filter(trouble -> !NOBODY_THERE.contains(trouble.code()))
        .isPresent();
  }

  /** The richest shape that the run will ask of this endpoint; absent = none. */
  private Optional<Envelope> envelope() {
    return agents()
        .filter(agent -> agent.stage() != Stage.RESPOND)
        .sorted((a, b) -> Boolean.compare(b.stage() == Stage.INSTRUCT, a.stage() == Stage.INSTRUCT))
        .flatMap(agent -> Envelope.of(agent, AnswerFormat.SHORT_ANSWER).stream())
        .findFirst();
  }

  private Stream<Agent> agents() {
    List<String> names = roles.stream().map(Role::name).toList();
    return flows.stream()
        .flatMap(flow -> flow.agents().stream())
        .filter(agent -> !agent.identity() && names.contains(agent.role()));
  }

  /** A busy endpoint, or one that dislikes the words of the probe, can still walk a run. */
  private Finding ofTrouble(ModelTrouble trouble, List<String> models) {
    String message =
        String.valueOf(trouble.getMessage()).replace("; the call is sent again later", "");
    return switch (trouble.trouble()) {
      case RATE, SEED, OUTPUT ->
          Finding.warning("model", message + ". The run begins all the same.");
      case CREDENTIAL -> Finding.fault("key", Trouble.CREDENTIAL, message);
      case CONFIG -> Finding.fault("model", Trouble.CONFIG, message + offered(models));
      case QUOTA, BUDGET -> Finding.fault("quota", trouble.trouble(), message);
      case TRANSIENT, DRAINING, INTERNAL -> Finding.fault("endpoint", trouble.trouble(), message);
    };
  }

  /** What the endpoint offers in place of a model that it doesn't know. */
  private String offered(List<String> models) {
    if (models.isEmpty() || models.contains(role.model())) {
      return "";
    }
    Optional<String> near = Nearest.to(role.model(), models);
    String names =
        String.join(", ", models.subList(0, Math.min(NAMES_SHOWN, models.size())))
            + (models.size() > NAMES_SHOWN
                ? " and " + (models.size() - NAMES_SHOWN) + " more"
                : "");
    return safe(
        near.map(name -> "\n  Did you mean '" + name + "'?").orElse("")
            + "\n  It offers "
            + names
            + ".");
  }

  private static String safe(String text) {
    return text.replaceAll("[\\p{Cntrl}&&[^\\n]]", "?");
  }

  private void answered(Probe.Heard heard, List<Finding> findings) {
    findings.add(
        Finding.fine(
            "key", role.keyName().isEmpty() ? "none is wanted" : role.keyName() + " is accepted"));
    findings.add(
        Finding.fine(
            "model",
            "%s at %s answered in %.1f s"
                .formatted(role.model(), host, heard.latency().toMillis() / 1e3)));
    heard.rung().ifPresent(rung -> findings.add(replies(rung, heard.follows())));
    context(heard.context(), findings);
  }

  private Finding replies(Ladder.Rung rung, boolean follows) {
    String told =
        switch (rung) {
          case SCHEMA -> "by JSON schema";
          case JSON -> "as JSON objects, the schema told in words (it refuses schemas)";
          case WORDS -> "as JSON asked for in words (it refuses schemas and JSON mode)";
        };
    if (rung == Ladder.Rung.SCHEMA && !follows) {
      return Finding.warning(
          "replies",
          "%s takes a JSON schema for %s, but the reply did not look like one that follows it. Expect more replies that are asked for twice; `try` shows some."
              .formatted(host, role.model()));
    }
    return Finding.fine("replies", told);
  }

  private void context(OptionalLong context, List<Finding> findings) {
    if (context.isEmpty()) {
      return;
    }
    long needed = flows.stream().mapToLong(this::longestCall).max().orElse(0);
    if (context.getAsLong() < needed) {
      findings.add(
          Finding.warning(
              "context",
              "%s bears %d tokens, and the longest call of this skill may take about %d. Threads of the longest seeds may end as too-long; set seeds.max-characters lower (--set seeds.max-characters=%d)."
                  .formatted(
                      role.model(),
                      context.getAsLong(),
                      needed,
                      shorter(needed, context.getAsLong()))));
    } else {
      findings.add(
          Finding.fine(
              "context",
              "%d tokens, of which a call takes at most about %d"
                  .formatted(context.getAsLong(), needed)));
    }
  }

  /** Characters of the longest seed piece that would fit, rounded down to hundreds. */
  private long shorter(long needed, long context) {
    int most = flows.stream().mapToInt(flow -> flow.settings().maxCharacters()).max().orElse(0);
    long fits = most - (needed - context) * Sizes.CHARACTERS_A_TOKEN;
    return Math.max(500, fits / 100 * 100);
  }

  private long longestCall(Flow flow) {
    List<String> names = roles.stream().map(Role::name).toList();
    return Sizes.longestCall(flow, agent -> names.contains(agent.role()));
  }

  /**
   * @param latency of the call that brought the endpoint's time, in which it may have grown old
   */
  static Finding clock(Duration ahead, Duration latency, String host) {
    if (ahead.abs().minus(latency).compareTo(SKEW) <= 0) {
      return Finding.fine("clock", "agrees with that of " + host);
    }
    return Finding.warning(
        "clock",
        "The clock of this machine is %d s %s that of %s. Waits that an endpoint gives as a date will be wrong; set the clock."
            .formatted(ahead.abs().toSeconds(), ahead.isNegative() ? "behind" : "ahead of", host));
  }

  private void limits(Probe.Heard heard, List<Finding> findings) {
    limit(heard.requestLimit(), role.requestsPerMinute(), "requests", findings);
    limit(heard.tokenLimit(), role.tokensPerMinute(), "tokens", findings);
  }

  private void limit(OptionalLong told, long configured, String what, List<Finding> findings) {
    if (told.isEmpty()) {
      return;
    }
    String setting = what + "-per-minute";
    if (configured > told.getAsLong()) {
      findings.add(
          Finding.warning(
              "limits",
              "%s names a limit of %d %s, and the role %s is set to %d a minute. Set %s to %d or less."
                  .formatted(
                      host,
                      told.getAsLong(),
                      what,
                      role.name(),
                      configured,
                      setting,
                      told.getAsLong())));
    } else {
      findings.add(
          Finding.fine(
              "limits",
              "%s names a limit of %d %s; %s"
                  .formatted(
                      host,
                      told.getAsLong(),
                      what,
                      configured > 0
                          ? "we keep to " + configured + " a minute"
                          : "if it is one a minute, '"
                              + setting
                              + ": "
                              + told.getAsLong()
                              + "' in the roles file avoids refusals")));
    }
  }
}
