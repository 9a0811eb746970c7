package io.agentinstruct.core.flow;

import io.agentinstruct.core.prompt.Holes;
import io.agentinstruct.core.prompt.PromptFile;
import io.agentinstruct.core.prompt.PromptReader;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Reads a flow's folder. All faults at once, each with its remedy; a flow only where there is none. */
public final class FlowFolder {
  private static final String RENDER = "render";
  private static final String LANGUAGES = "languages";
  private static final List<String> HOUSE_PROMPTS = List.of("json-reply", "reask", "probe");

  private final FlowFiles files;
  private final List<FlowProblem> problems = new ArrayList<>();
  private final PromptReader reader;

  private FlowFolder(FlowFiles files, String where) {
    this.files = files;
    this.reader = new PromptReader(files, where, problems);
  }

  /** @param flow absent if there are problems */
  public record Reading(Optional<Flow> flow, List<FlowProblem> problems) {}

  /** @param where what stands before a path in messages, such as {@code flows/satire/} */
  public static Reading read(FlowFiles files, String where) {
    return new FlowFolder(files, where).read();
  }

  private Reading read() {
    FlowSettings settings = new FlowYaml(files, reader).read();
    AgentReader agentReader = new AgentReader(reader, settings.evidence());
    Map<String, List<String>> chains = new TreeMap<>();
    List<PromptFile> layouts = new ArrayList<>();
    Map<String, Map<String, PromptFile>> packs = new TreeMap<>();
    Map<String, PromptFile> house = new LinkedHashMap<>();
    for (String path : files.texts().keySet()) {
      sort(path, chains, layouts, packs, house);
    }
    List<Agent> agents =
        chains.values().stream()
            .flatMap(paths -> agentReader.read(paths).stream())
            .sorted(Comparator.comparing(Agent::id))
            .toList();
    new FlowChecker(settings, agents, layouts, reader).check();
    HOUSE_PROMPTS.stream()
        .filter(name -> !house.containsKey(name))
        .forEach(name -> reader.fault(FlowFiles.SHARED + "/" + name + ".md", 0, "is missing", "restore it from the project's flows/_shared"));
    if (!problems.isEmpty()) {
      return new Reading(Optional.empty(), problems.stream().sorted(Comparator.comparing(FlowProblem::file).thenComparing(FlowProblem::line)).toList());
    }
    Flow flow = new Flow(files.name(), files.version(), settings, agents, List.copyOf(layouts), packs, house);
    return new Reading(Optional.of(flow), List.of());
  }

  private void sort(
      String path,
      Map<String, List<String>> chains,
      List<PromptFile> layouts,
      Map<String, Map<String, PromptFile>> packs,
      Map<String, PromptFile> house) {
    String[] parts = path.split("/");
    String file = parts[parts.length - 1];
    Set<String> stages =
        List.of(Stage.values()).stream().map(Stage::folder).collect(Collectors.toCollection(TreeSet::new));
    if (path.equals("flow.yaml") || (file.startsWith("_") && file.endsWith(".md"))) {
      return; // read elsewhere
    }
    if (parts.length == 2 && stages.contains(parts[0]) && file.endsWith(".md")) {
      chains.computeIfAbsent(parts[0] + "/" + AgentReader.agentName(file), name -> new ArrayList<>()).add(path);
    } else if (parts.length == 2 && parts[0].equals(RENDER) && file.endsWith(".md")) {
      plain(path, Holes.RENDER.names()).ifPresent(layouts::add);
    } else if (parts[0].equals(FlowFiles.SHARED) && parts.length == 2 && file.endsWith(".md")) {
      plain(path, Holes.HOUSE.names()).ifPresent(prompt -> house.put(file.replace(".md", ""), prompt));
    } else if (parts[0].equals(LANGUAGES) && parts.length == 4) {
      replacement(path, parts[1], parts[2] + "/" + parts[3], packs);
    } else {
      String folder = parts.length == 1 ? file : parts[0];
      List<String> known = new ArrayList<>(stages);
      known.addAll(List.of(RENDER, LANGUAGES, "samples", "flow.yaml"));
      reader.fault(path, 0, "has no place in a flow", Nearest.remedy(folder, known));
    }
  }

  private Optional<PromptFile> plain(String path, List<String> holes) {
    PromptReader.Parts parts = reader.split(path);
    reader.refuseUnknown(path, parts.settings(), List.of("about"));
    return reader.read(path, parts, holes, 0, 0);
  }

  private void replacement(
      String path, String language, String replaced, Map<String, Map<String, PromptFile>> packs) {
    if (!files.texts().containsKey(replaced)) {
      reader.fault(path, 0, "replaces " + replaced + ", which does not exist", "name it as the file it replaces");
      return;
    }
    PromptReader.Parts parts = reader.split(path);
    Optional<PromptFile> prompt =
        replaced.startsWith(RENDER)
            ? reader.read(path, parts, Holes.RENDER.names(), 0, 0)
            : new AgentReader(reader, Evidence.RECONSTRUCTED).step(path, replaced, parts);
    prompt.ifPresent(file -> packs.computeIfAbsent(language, code -> new TreeMap<>()).put(replaced, file));
  }
}
