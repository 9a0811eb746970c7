package io.agentinstruct.worker.run;

import io.agentinstruct.activities.teacher.ChatModel;
import io.agentinstruct.activities.teacher.ModelTrouble;
import io.agentinstruct.activities.teacher.OpenAiChatModel;
import io.agentinstruct.activities.teacher.Role;
import io.agentinstruct.contracts.Trouble;
import io.agentinstruct.core.flow.Flow;
import io.agentinstruct.core.stage.Message;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One tiny call to each endpoint and model before a run: a wrong setting costs one call, not ten
 * thousand.
 */
public final class Preflight {
  /** Room for a model that thinks before it says a word. */
  private static final int TOKENS = 16;

  private Preflight() {}

  /**
   * @param flow any flow of the run; its house prompts hold the words of the probe
   * @return the slowest probe's latency
   * @throws ModelTrouble the first endpoint's trouble, explained for people
   */
  public static Duration of(Map<String, Role> roles, Map<String, String> env, Flow flow)
      throws ModelTrouble {
    Duration slowest = Duration.ZERO;
    Set<String> probed = new HashSet<>();
    for (Role role : roles.values()) {
      if (probed.add(role.endpoint() + " " + role.model())) {
        Duration latency = probe(role, env, flow);
        slowest = latency.compareTo(slowest) > 0 ? latency : slowest;
      }
    }
    return slowest;
  }

  private static Duration probe(Role role, Map<String, String> env, Flow flow) throws ModelTrouble {
    String key = env.getOrDefault(role.keyName(), "");
    if (!role.keyName().isEmpty() && key.isBlank()) {
      throw new ModelTrouble(
          Trouble.CREDENTIAL,
          "no-key",
          "The environment variable "
              + role.keyName()
              + " is not set, and "
              + role.endpoint()
              + " needs a key.\n  export "
              + role.keyName()
              + "=... and start again.",
          Optional.empty(),
          new IllegalStateException("no key"));
    }
    try (ChatModel model = new OpenAiChatModel(role, key)) {
      String words = flow.house("probe").user().fill(Map.of());
      long sent = System.nanoTime();
      var _ =
          model.ask(
              new ChatModel.Request(
                  role.model(),
                  List.of(Message.user(words)),
                  0,
                  TOKENS,
                  "probe",
                  new ChatModel.Shape.Text()));
      return Duration.ofNanos(System.nanoTime() - sent);
    }
  }
}
