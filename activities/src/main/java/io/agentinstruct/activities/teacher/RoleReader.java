package io.agentinstruct.activities.teacher;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.agentinstruct.activities.teacher.Roles.Setting;
import io.agentinstruct.core.flow.Nearest;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Makes a role of its settings, noting every fault. What looks like a key is never repeated. */
final class RoleReader {
  static final List<String> KEYS =
      List.of(
          "base-url",
          "model",
          "key",
          "in-flight",
          "requests-per-minute",
          "tokens-per-minute",
          "input-tokens-per-minute",
          "output-tokens-per-minute",
          "deadline",
          "idle",
          "price",
          "extra-body",
          "same-as");

  /** Those that one word can say. */
  static final List<String> WORDS = KEYS.subList(0, KEYS.indexOf("price"));

  private static final List<String> PRICES =
      List.of("input", "cached-input", "output", "batch-factor");

  /** Fields of a request that the program itself says, or lives by. */
  private static final Set<String> OWN =
      Set.of(
          "model",
          "messages",
          "temperature",
          "max_tokens",
          "max_completion_tokens",
          "response_format",
          "n",
          "stream",
          "stream_options",
          "tools",
          "tool_choice");

  private static final String OPENAI = "https://api.openai.com/v1";
  private static final String OPENAI_URL = "OPENAI_BASE_URL";
  private static final String OPENAI_KEY = "OPENAI_API_KEY";
  private static final int IN_FLIGHT = 16;
  private static final long MOST_TOKENS = 100_000_000_000L;
  private static final Duration DEADLINE = Duration.ofMinutes(2);
  private static final Duration SHORTEST = Duration.ofMillis(100);
  private static final Duration LONGEST = Duration.ofHours(1);
  private static final Pattern SPAN = Pattern.compile("([0-9]{1,9})(ms|s|m|h)");
  private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,39}");

  /** Long, with digits and without a single underscore: no one names a variable so. */
  private static final Pattern KEY_LIKE = Pattern.compile("sk-.*|(?=.*[0-9])[^_]{20,}");

  private final String name;
  private final Map<String, Setting> settings;
  private final Map<String, String> env;
  private final Collection<String> faults;

  RoleReader(
      String name,
      Map<String, Setting> settings,
      Map<String, String> env,
      Collection<String> faults) {
    this.name = name;
    this.settings = settings;
    this.env = env;
    this.faults = faults;
  }

  Optional<Role> read() {
    int before = faults.size();
    URI endpoint = endpoint();
    Role role =
        new Role(
            name,
            endpoint,
            model(),
            keyName(endpoint),
            (int) number("in-flight", IN_FLIGHT, 1, 10_000),
            (int) number("requests-per-minute", 0, 0, 10_000_000),
            number("tokens-per-minute", 0, 0, MOST_TOKENS),
            span("deadline", DEADLINE),
            price(),
            number("input-tokens-per-minute", 0, 0, MOST_TOKENS),
            number("output-tokens-per-minute", 0, 0, MOST_TOKENS),
            span("idle", Role.IDLE),
            extraBody(),
            List.of());
    return faults.size() == before ? Optional.of(role) : Optional.empty();
  }

  private URI endpoint() {
    Setting unless = new Setting("environment: " + OPENAI_URL, TextNode.valueOf(defaultUrl(env)));
    Setting setting = settings.getOrDefault("base-url", unless);
    String url = setting.value().asText().strip().replaceAll("/+$", "");
    Optional<URI> uri = uri(url);
    if (uri.isEmpty()) {
      fault(
          setting,
          "'base-url' is no web address without user, query and fragment",
          "write one such as http://localhost:8000/v1");
      return URI.create(OPENAI);
    }
    if (url.endsWith("/chat/completions")) {
      fault(setting, "'base-url' ends in /chat/completions", "leave that away, it is added");
    }
    return uri.get();
  }

  static String defaultUrl(Map<String, String> env) {
    String url = env.getOrDefault(OPENAI_URL, "").strip();
    return url.isEmpty() ? OPENAI : url;
  }

  private static Optional<URI> uri(String url) {
    try {
      URI uri = new URI(url);
      boolean web =
          "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
      boolean bare =
          uri.getRawUserInfo() == null && uri.getRawQuery() == null && uri.getRawFragment() == null;
      return web && bare && uri.getHost() != null ? Optional.of(uri) : Optional.empty();
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }

  /** Scheme, host and port; empty where there is none. */
  static String host(String url) {
    return uri(url.strip())
        .map(uri -> (uri.getScheme() + "://" + uri.getRawAuthority()).toLowerCase(Locale.ROOT))
        .orElse("");
  }

  static boolean loopback(String url) {
    return uri(url.strip())
        .map(uri -> uri.getHost().toLowerCase(Locale.ROOT))
        .filter(host ->
            host.equals("localhost")
                || host.equals("[::1]")
                || host.matches("127(\\.[0-9]{1,3}){3}"))
        .isPresent();
  }

  private String model() {
    Setting setting = settings.get("model");
    String model = setting == null ? "" : setting.value().asText().strip();
    if (setting == null) {
      faults.add(
          name
              + ": no model is named; pass --model NAME, or write 'model: NAME' below '"
              + name
              + ":' in the roles file");
    } else if (model.isEmpty() || model.equals("null") || model.length() > 200) {
      fault(setting, "'model' names no model", "write the name that the endpoint knows it by");
    }
    return model;
  }

  private String keyName(URI endpoint) {
    Setting setting = settings.get("key");
    if (setting == null) {
      boolean set = !env.getOrDefault(OPENAI_KEY, "").isBlank();
      return !set && loopback(endpoint.toString()) ? "" : OPENAI_KEY;
    }
    String key = setting.value().isNull() ? "" : setting.value().asText().strip();
    if (!key.isEmpty() && (KEY_LIKE.matcher(key).matches() || !VARIABLE.matcher(key).matches())) {
      fault(
          setting,
          "the value of 'key' looks like a key itself",
          "keep keys out of files and command lines; write the name of the environment variable that holds it, such as "
              + OPENAI_KEY);
      return "";
    }
    return key;
  }

  private long number(String key, long unless, long least, long most) {
    Setting setting = settings.get(key);
    if (setting == null) {
      return unless;
    }
    String text = setting.value().asText().strip();
    if (text.matches("[0-9]{1,15}")) {
      long number = Long.parseLong(text);
      if (number >= least && number <= most) {
        return number;
      }
    }
    fault(
        setting,
        "'%s' is '%s'".formatted(key, shown(text)),
        "write a whole number from %d to %d".formatted(least, most));
    return unless;
  }

  private Duration span(String key, Duration unless) {
    Setting setting = settings.get(key);
    if (setting == null) {
      return unless;
    }
    String text = setting.value().asText().strip();
    Matcher span = SPAN.matcher(text);
    if (span.matches()) {
      long count = Long.parseLong(span.group(1));
      Duration length =
          switch (span.group(2)) {
            case "ms" -> Duration.ofMillis(count);
            case "s" -> Duration.ofSeconds(count);
            case "m" -> Duration.ofMinutes(count);
            default -> Duration.ofHours(count);
          };
      if (length.compareTo(SHORTEST) >= 0 && length.compareTo(LONGEST) <= 0) {
        return length;
      }
    }
    fault(
        setting,
        "'" + key + "' is '" + shown(text) + "'",
        "write a time with its unit from 100ms to 1h, such as 30s or 2m");
    return unless;
  }

  private Optional<Role.Price> price() {
    Setting setting = settings.get("price");
    if (setting == null) {
      return Optional.empty();
    }
    for (Map.Entry<String, JsonNode> entry : setting.value().properties()) {
      if (!PRICES.contains(entry.getKey())) {
        fault(
            setting,
            "no such key 'price." + shown(entry.getKey()) + "'",
            Nearest.remedy(entry.getKey(), PRICES));
      }
    }
    JsonNode input = setting.value().get("input");
    JsonNode output = setting.value().get("output");
    JsonNode cached =
        setting.value().has("cached-input") ? setting.value().get("cached-input") : input;
    if (!priced(input) || !priced(output) || !priced(cached)) {
      fault(
          setting,
          "'price' is incomplete",
          "write prices per million tokens, such as { input: 2.5, cached-input: 1.25, output: 10 }");
      return Optional.empty();
    }
    return Optional.of(
        new Role.Price(
            input.doubleValue(), cached.doubleValue(), output.doubleValue(), batchFactor(setting)));
  }

  private Map<String, JsonNode> extraBody() {
    Setting setting = settings.get("extra-body");
    if (setting == null) {
      return Map.of();
    }
    if (!setting.value().isObject()) {
      fault(setting, "'extra-body' has no fields", "write some, such as { top_p: 0.9 }");
      return Map.of();
    }
    Map<String, JsonNode> fields = new TreeMap<>();
    setting.value().properties().forEach(field -> fields.put(field.getKey(), field.getValue()));
    fields.keySet().stream()
        .filter(OWN::contains)
        .forEach(field ->
            fault(
                setting,
                "'extra-body." + field + "' is a field that the program sets itself",
                "take it away"));
    return fields;
  }

  private double batchFactor(Setting setting) {
    JsonNode factor = setting.value().get("batch-factor");
    if (factor == null) {
      return 1;
    }
    if (!priced(factor) || factor.doubleValue() > 1) {
      fault(
          setting,
          "'price.batch-factor' is '" + shown(factor.asText()) + "'",
          "write a number from 0 to 1, such as 0.5 for half the price");
      return 1;
    }
    return factor.doubleValue();
  }

  private static boolean priced(@Nullable JsonNode price) {
    return price != null
        && price.isNumber()
        && price.doubleValue() >= 0
        && price.doubleValue() <= 1e6;
  }

  private void fault(Setting setting, String fault, String remedy) {
    faults.add(setting.place() + ": " + fault + "; " + remedy);
  }

  /** What a person wrote, unless it might be a secret or does not bear showing. */
  static String shown(String text) {
    String line = text.replaceAll("[^\\p{L}\\p{N}\\p{P}\\p{S} ]", " ");
    return KEY_LIKE.matcher(line).matches() || line.contains("sk-")
        ? "…"
        : line.length() <= 40 ? line : line.substring(0, 39) + "…";
  }
}
