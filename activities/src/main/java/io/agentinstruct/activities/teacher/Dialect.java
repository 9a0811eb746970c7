package io.agentinstruct.activities.teacher;

import java.util.Optional;

/**
 * Which of two spellings a model takes. Every compatible server knows {@code max_tokens} and {@code
 * temperature}; OpenAI's newer models refuse both, and say so.
 *
 * @param newCap whether {@code max_completion_tokens} is sent for {@code max_tokens}
 * @param temperature whether it is sent at all
 */
record Dialect(boolean newCap, boolean temperature) {
  static final Dialect COMMON = new Dialect(false, true);

  /** The next spelling to try; absent where the refusal is about something else. */
  Optional<Dialect> after(Refused refused) {
    if (refused.status() != 400 && refused.status() != 422) {
      return Optional.empty();
    }
    ErrorBody body = ErrorBody.of(refused.body());
    String words = body.words();
    boolean unsupported =
        words.contains("unsupported")
            || words.contains("not support")
            || words.contains("deprecated")
            || words.contains("only the default")
            || words.contains("not permitted")
            || words.contains("instead");
    if (!unsupported) {
      return Optional.empty();
    }
    if (!newCap && words.contains("max_completion_tokens") && !words.contains("context")) {
      return Optional.of(new Dialect(true, temperature));
    }
    boolean aboutTemperature =
        body.param().equals("temperature") || body.message().contains("temperature");
    return temperature && aboutTemperature
        ? Optional.of(new Dialect(newCap, false))
        : Optional.empty();
  }

  /** What either has learnt. */
  Dialect and(Dialect other) {
    return new Dialect(newCap || other.newCap, temperature && other.temperature);
  }
}
