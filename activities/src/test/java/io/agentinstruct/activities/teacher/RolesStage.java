package io.agentinstruct.activities.teacher;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;

/** A folder with a roles file. */
abstract class RolesStage {
  static final String WHOLE =
      """
      teacher:
        base-url: http://localhost:8000/v1/
        model: my-model
        key: MY_KEY
        in-flight: 64
        requests-per-minute: 3000
        tokens-per-minute: 200000
        deadline: 2m
        price: { input: 2.5, cached-input: 1.25, output: 10 }
      """;

  static final Role TEACHER =
      new Role(
          "teacher",
          URI.create("http://localhost:8000/v1"),
          "my-model",
          "MY_KEY",
          64,
          3000,
          200_000,
          Duration.ofMinutes(2),
          Optional.of(new Role.Price(2.5, 1.25, 10)));

  /** Who plays which role. */
  record Cast(Map<String, Role> all) {
    Role get(String name) {
      return requireNonNull(all.get(name), name);
    }
  }

  @TempDir Path folder;

  Cast read(String yaml, Map<String, String> overrides, Map<String, String> env) {
    try {
      Path file = folder.resolve("roles.yaml");
      Files.writeString(file, yaml);
      return new Cast(Roles.from(Optional.of(file), overrides, env));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  Cast read(String yaml) {
    return read(yaml, Map.of(), Map.of());
  }

  static Cast unfiled(Map<String, String> overrides, Map<String, String> env) {
    return new Cast(Roles.from(Optional.empty(), overrides, env));
  }

  void assertFault(String yaml, String message) {
    assertThatIllegalArgumentException().isThrownBy(() -> read(yaml)).withMessage(message);
  }

  static Role named(Role role, String name) {
    return new Role(
        name,
        role.endpoint(),
        role.model(),
        role.keyName(),
        role.inFlight(),
        role.requestsPerMinute(),
        role.tokensPerMinute(),
        role.deadline(),
        role.price(),
        role.inputTokensPerMinute(),
        role.outputTokensPerMinute(),
        role.idle(),
        role.extraBody(),
        role.standbys());
  }
}
