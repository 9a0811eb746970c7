package io.agentinstruct.core.flow;

import io.agentinstruct.core.Letters;
import io.agentinstruct.core.seed.Seed;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Whether a seed can be of use to a flow, by what costs nothing: kind, length, language. */
public final class Suitability {
  private Suitability() {}

  /** Why a flow does not take the seed; empty = it does. */
  public static Optional<String> against(FlowSettings settings, Seed seed) {
    if (!settings.kinds().contains(seed.source().kind())) {
      return Optional.of("kind " + seed.source().kind() + " is not one of " + settings.kinds());
    }
    if (Letters.weight(seed.text()) < settings.minCharacters()) {
      return Optional.of("shorter than " + settings.minCharacters() + " characters");
    }
    String language = seed.source().language();
    return speaks(settings.languages(), language)
        ? Optional.empty()
        : Optional.of("language " + language + " is not one of " + settings.languages());
  }

  /** {@code pt} takes {@code pt-BR} as well; what could not be told is given the chance. */
  private static boolean speaks(List<String> languages, String language) {
    return languages.isEmpty()
        || language.equals("und")
        || languages.stream()
            .map(wanted -> wanted.toLowerCase(Locale.ROOT))
            .anyMatch(wanted ->
                (language.toLowerCase(Locale.ROOT) + "-")
                    .replace('_', '-')
                    .startsWith(wanted.replace('_', '-') + "-"));
  }
}
