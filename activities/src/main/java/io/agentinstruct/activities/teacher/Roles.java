package io.agentinstruct.activities.teacher;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.agentinstruct.core.flow.Nearest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/**
 * The roles of models, from the roles file, the command line and the environment. There is always a
 * teacher and a judge. A role that names no endpoint is the same as the teacher but for what it
 * says itself; a price stays with its model, and a key with its host.
 */
public final class Roles {
  private static final String TEACHER = "teacher";
  private static final String JUDGE = "judge";
  private static final String COMMAND_LINE = "command line";

  /** What is said of one model behind one endpoint, and of no other. */
  private static final List<String> OF_A_MODEL = List.of("price", "extra-body");

  private static final int MOST_BYTES = 64 << 10;
  private static final YAMLMapper YAML =
      YAMLMapper.builder().enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION).build();

  private final Map<String, String> env;
  private final Set<String> faults = new LinkedHashSet<>();
  private final SequencedMap<String, SequencedMap<String, Setting>> sections =
      new LinkedHashMap<>();

  /** By role: whose sections are asked in turn. */
  private final SequencedMap<String, List<String>> turns = new LinkedHashMap<>();

  private Roles(Map<String, String> env) {
    this.env = env;
  }

  /** Every fault at once, one a line, each with its place and its remedy. */
  public static final class Faulty extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private Faulty(Collection<String> faults) {
      super(String.join("\n", faults));
    }
  }

  /**
   * @param place such as {@code roles.yaml: teacher}
   */
  record Setting(String place, JsonNode value) {}

  /**
   * Who plays which role, all faults found or none.
   *
   * @param file absent = no file; the defaults and the command line must do
   * @param overridesForTeacher by the file's own keys, such as {@code base-url} and {@code
   *     in-flight}
   * @return by name, the teacher first
   * @throws Faulty for people
   */
  public static SequencedMap<String, Role> from(
      Optional<Path> file, Map<String, String> overridesForTeacher, Map<String, String> env) {
    Roles roles = new Roles(env);
    file.ifPresent(roles::read);
    SequencedMap<String, Setting> overrides = roles.overrides(overridesForTeacher);
    roles.refuseStrangers();
    roles.refuseFaults();
    roles.sections.putIfAbsent(JUDGE, new LinkedHashMap<>());
    SequencedMap<String, Setting> teacher = roles.sections.remove(TEACHER);
    roles.sections.putFirst(TEACHER, teacher == null ? new LinkedHashMap<>() : teacher);
    return roles.resolved(overrides);
  }

  /**
   * What a run with a budget needs: without prices, no cap could be kept.
   *
   * @throws Faulty for people
   */
  public static void mustBePriced(Collection<Role> roles) {
    List<String> unpriced =
        roles.stream().filter(role -> role.price().isEmpty()).map(Roles::unpriced).toList();
    if (!unpriced.isEmpty()) {
      throw new Faulty(unpriced);
    }
  }

  static String unpriced(Role role) {
    return role.name()
        + ": model "
        + role.model()
        + " has no price, and without it no budget can be kept; write 'price: { input: 2.5, output: 10 }'"
        + " (per million tokens; 0 if it is free) below '"
        + role.name()
        + ":' in the roles file, or take the budget away";
  }

  private SequencedMap<String, Role> resolved(SequencedMap<String, Setting> overrides) {
    SequencedMap<String, Role> resolved = new LinkedHashMap<>();
    for (String name : sections.keySet()) {
      RoleReader reader =
          new RoleReader(name, settings(name, overrides, new LinkedHashSet<>()), env, faults);
      reader.read().ifPresent(role -> resolved.put(name, role));
    }
    refuseFaults();
    turns.forEach((name, members) -> relay(resolved, name, members));
    followTheTeacher(resolved);
    return resolved;
  }

  private static void relay(
      SequencedMap<String, Role> resolved, String name, List<String> members) {
    List<Role> others =
        members.stream()
            .skip(1)
            .map(other -> Objects.requireNonNull(resolved.get(other), other)) // faults were refused
            .map(other -> other.playing(name, List.of()))
            .toList();
    resolved.computeIfPresent(name, (n, role) -> role.playing(n, others));
  }

  /** A role that is just the teacher under another name has its standbys, too. */
  private void followTheTeacher(SequencedMap<String, Role> resolved) {
    Role teacher = Objects.requireNonNull(resolved.get(TEACHER), TEACHER);
    resolved.replaceAll((name, role) -> {
      boolean member = turns.values().stream().anyMatch(members -> members.contains(name));
      boolean same =
          role.endpoint().equals(teacher.endpoint()) && role.model().equals(teacher.model());
      return same && !member && role.standbys().isEmpty()
          ? role.playing(
              name,
              teacher.standbys().stream().map(other -> other.playing(name, List.of())).toList())
          : role;
    });
  }

  private void refuseFaults() {
    if (!faults.isEmpty()) {
      throw new Faulty(faults);
    }
  }

  private void read(Path file) {
    String name = String.valueOf(file.getFileName());
    tree(file, name)
        .ifPresent(root ->
            root.properties().forEach(entry -> section(name, entry.getKey(), entry.getValue())));
  }

  private Optional<JsonNode> tree(Path file, String name) {
    try {
      if (Files.size(file) > MOST_BYTES) {
        faults.add(name + ": is larger than a roles file can be; see that it is the right file");
        return Optional.empty();
      }
      JsonNode root = YAML.readTree(Files.readString(file));
      if (root != null && root.isObject()) {
        return Optional.of(root);
      }
      faults.add(name + ": names no role; write 'teacher:' and its settings indented below it");
    } catch (JsonProcessingException e) {
      String what =
          e.getOriginalMessage().startsWith("Duplicate") ? "has a key twice" : "is not YAML";
      faults.add(
          name
              + ":"
              + line(e)
              + ": "
              + what
              + "; check the indentation, and that each key stands once");
    } catch (IOException e) {
      faults.add(
          name + ": can't be read; check that " + file + " is there, readable and UTF-8 text");
    }
    return Optional.empty();
  }

  /** Where the fault is, not where what holds it began. */
  private static int line(JsonProcessingException e) {
    if (e.getCause() instanceof MarkedYAMLException yaml && yaml.getProblemMark() != null) {
      return yaml.getProblemMark().getLine() + 1;
    }
    return e.getLocation() == null ? 1 : e.getLocation().getLineNr();
  }

  private void section(String file, String name, JsonNode settings) {
    String place = file + ": " + name;
    if (!name.matches("[a-z][a-z0-9-]{0,40}")) {
      faults.add(
          file
              + ": a role's name is made of small letters, digits and hyphens; rename '"
              + RoleReader.shown(name)
              + "'");
      return;
    }
    if (settings.isArray() && !settings.isEmpty()) {
      turns(place, name, settings);
      return;
    }
    if (!settings.isObject()) {
      faults.add(place + ": has no settings; indent them below it, such as 'model: NAME'");
      return;
    }
    SequencedMap<String, Setting> known = new LinkedHashMap<>();
    settings
        .properties()
        .forEach(entry -> known.put(entry.getKey(), new Setting(place, entry.getValue())));
    refuseUnknown(known, RoleReader.KEYS);
    sections.put(name, known);
  }

  /** A list of other sections: the first is who plays the role, the others are his standbys. */
  private void turns(String place, String name, JsonNode list) {
    List<String> members = new ArrayList<>();
    list.forEach(member -> members.add(member.asText("")));
    if (members.contains(name) || Set.copyOf(members).size() < members.size()) {
      faults.add(place + ": lists itself, or a section twice; list other sections, each once");
      return;
    }
    turns.put(name, List.copyOf(members));
    SequencedMap<String, Setting> first = new LinkedHashMap<>();
    first.put("same-as", new Setting(place, TextNode.valueOf(members.getFirst())));
    sections.put(name, first);
  }

  /** A list may name only sections that stand in the file. */
  private void refuseStrangers() {
    turns.forEach((name, members) -> {
      for (String member : members) {
        if (!sections.containsKey(member) || turns.containsKey(member)) {
          faults.add(
              "%s: lists '%s', which is no section with settings of its own; %s"
                  .formatted(
                      place(name, sections.getOrDefault(name, new LinkedHashMap<>())),
                      RoleReader.shown(member),
                      Nearest.remedy(member, sections.keySet())));
        }
      }
    });
  }

  private SequencedMap<String, Setting> overrides(Map<String, String> overrides) {
    SequencedMap<String, Setting> settings = new LinkedHashMap<>();
    overrides.forEach(
        (key, value) -> settings.put(key, new Setting(COMMAND_LINE, TextNode.valueOf(value))));
    refuseUnknown(settings, RoleReader.WORDS);
    return settings;
  }

  private void refuseUnknown(Map<String, Setting> settings, List<String> known) {
    settings.forEach((key, setting) -> {
      if (!known.contains(key)) {
        faults.add(
            "%s: no such key '%s'; %s"
                .formatted(setting.place(), RoleReader.shown(key), Nearest.remedy(key, known)));
      }
    });
  }

  /** A role's settings, with those of the role that it is the same as below them. */
  private SequencedMap<String, Setting> settings(
      String name, SequencedMap<String, Setting> overrides, Set<String> trail) {
    SequencedMap<String, Setting> own = sections.getOrDefault(name, new LinkedHashMap<>());
    SequencedMap<String, Setting> settings = new LinkedHashMap<>(own);
    Optional<String> model = sameAs(name, own);
    if (model.isPresent()) {
      if (!trail.add(name)) {
        faults.add(
            place(name, own)
                + ": 'same-as' leads back to itself; give one of "
                + String.join(", ", trail)
                + " a 'base-url' of its own");
        return settings;
      }
      settings = layered(settings(model.get(), overrides, trail), own, name);
    } else if (!name.equals(TEACHER)) {
      settings = layered(new LinkedHashMap<>(), own, name);
    }
    return name.equals(TEACHER) ? layered(settings, overrides, name) : settings;
  }

  private Optional<String> sameAs(String name, SequencedMap<String, Setting> own) {
    Setting same = own.get("same-as");
    if (same == null) {
      boolean ofTheTeacher = turns.getOrDefault(TEACHER, List.of()).contains(name);
      return name.equals(TEACHER) || ofTheTeacher || own.containsKey("base-url")
          ? Optional.empty()
          : Optional.of(TEACHER);
    }
    String other = same.value().asText();
    if (sections.containsKey(other)) {
      return Optional.of(other);
    }
    faults.add(
        "%s: 'same-as' names no role '%s'; %s"
            .formatted(
                same.place(), RoleReader.shown(other), Nearest.remedy(other, sections.keySet())));
    return name.equals(TEACHER) ? Optional.empty() : Optional.of(TEACHER);
  }

  /**
   * Own settings over others: another model has another price and other fields, and another host
   * never gets to see the first one's key.
   */
  private SequencedMap<String, Setting> layered(
      SequencedMap<String, Setting> below, SequencedMap<String, Setting> own, String name) {
    SequencedMap<String, Setting> layered = new LinkedHashMap<>(below);
    layered.putAll(own);
    boolean sameEndpoint = word(below, "base-url").equals(word(layered, "base-url"));
    boolean sameModel = word(below, "model").equals(word(layered, "model"));
    if (!(sameEndpoint && sameModel)) {
      OF_A_MODEL.stream().filter(key -> !own.containsKey(key)).forEach(layered::remove);
    }
    settleKey(below, own, layered, name);
    return layered;
  }

  /** A teacher alone is trusted to mean the default key, wherever it is sent. */
  private void settleKey(
      Map<String, Setting> below,
      Map<String, Setting> own,
      Map<String, Setting> layered,
      String name) {
    Setting url = own.get("base-url");
    if (url == null
        || own.containsKey("key")
        || (name.equals(TEACHER) && !below.containsKey("key"))) {
      return;
    }
    String host = RoleReader.host(url.value().asText());
    String before = word(below, "base-url");
    if (host.isEmpty()
        || host.equals(RoleReader.host(before.isEmpty() ? RoleReader.defaultUrl(env) : before))) {
      return;
    }
    if (RoleReader.loopback(url.value().asText())) {
      layered.put("key", new Setting(url.place(), TextNode.valueOf("")));
    } else {
      faults.add(
          url.place()
              + ": 'base-url' leads to another host, whose key must be named too; add 'key: NAME_OF_ITS_VARIABLE', or 'key: \"\"' if it wants none");
    }
  }

  private static String word(Map<String, Setting> settings, String key) {
    Setting setting = settings.get(key);
    return setting == null ? "" : setting.value().asText();
  }

  private static String place(String name, Map<String, Setting> own) {
    return own.values().stream().findFirst().map(Setting::place).orElse(name);
  }
}
