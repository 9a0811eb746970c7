package io.agentinstruct.core.flow;

import io.agentinstruct.core.prompt.Holes;
import io.agentinstruct.core.prompt.PromptFile;
import io.agentinstruct.core.prompt.PromptReader;
import io.agentinstruct.core.stage.ToolSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Reads a flow's folder. All faults at once, each with its remedy; a flow only where there is none.
 */
public final class FlowFolder {
  private static final String RENDER = "render";
  private static final String LANGUAGES = "languages";
  private static final List<String> STAGES =
      Arrays.stream(Stage.values()).map(Stage::folder).sorted().toList();
  private static final String ROUTER = "router";

  /** Of a reply to a house prompt. */
  private static final int MAX_TOKENS = 1024;

  private static final List<String> HOUSE_PROMPTS = List.of("json-reply", "reask", "probe");

  /** Needed only where an agent has tools: flows that were pinned earlier know nothing of them. */
  private static final List<String> TOOL_PROMPTS = List.of("use-tools", "tool-results");

  private final FlowFiles files;
  private final String where;
  private final List<FlowProblem> problems = new ArrayList<>();
  private final PromptReader reader;

  private FlowFolder(FlowFiles files, String where) {
    this.files = files;
    this.where = where;
    this.reader = new PromptReader(files, where, problems);
  }

  /**
   * @param flow absent if there are problems
   * @param hints what is in order and could be better; none if there are problems
   */
  public record Reading(Optional<Flow> flow, List<FlowProblem> problems, List<FlowProblem> hints) {}

  /**
   * @param where what stands before a path in messages, such as {@code flows/satire/}
   */
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
            .map(agentReader::read)
            .sorted(Comparator.comparing(Agent::id))
            .toList();
    List<ToolSpec> tools = new FlowTools(files, reader).read();
    new FlowChecker(settings, agents, layouts, !tools.isEmpty(), reader).check();
    boolean withTools = agents.stream().anyMatch(agent -> !agent.tools().isEmpty());
    Stream.concat(HOUSE_PROMPTS.stream(), withTools ? TOOL_PROMPTS.stream() : Stream.empty())
        .filter(name -> !house.containsKey(name))
        .forEach(name ->
            reader.fault(
                FlowFiles.SHARED + "/" + name + ".md",
                0,
                "is missing",
                "restore it from the project's flows/_shared"));
    if (!problems.isEmpty()) {
      return new Reading(
          Optional.empty(),
          problems.stream()
              .sorted(Comparator.comparing(FlowProblem::file).thenComparingInt(FlowProblem::line))
              .toList(),
          List.of());
    }
    Flow flow =
        new Flow(
            files.name(),
            files.version(),
            settings,
            agents,
            List.copyOf(layouts),
            packs,
            house,
            tools);
    return new Reading(Optional.of(flow), List.of(), hints(flow));
  }

  private List<FlowProblem> hints(Flow flow) {
    return Stream.concat(lateInstructions(flow), brokenLines(flow)).toList();
  }

  private Stream<FlowProblem> brokenLines(Flow flow) {
    return flow.layouts().stream()
        .flatMap(layout ->
            Stream.concat(
                Stream.of(layout),
                flow.packs().values().stream()
                    .flatMap(pack -> Stream.ofNullable(pack.get(layout.path())))))
        .filter(HardWrap::in)
        .map(layout ->
            new FlowProblem(
                where + layout.path(),
                0,
                "breaks a sentence off at a line's end, and so will every row",
                "write each paragraph of a layout in one line"));
  }

  private Stream<FlowProblem> lateInstructions(Flow flow) {
    return flow.agents().stream()
        .filter(agent -> !agent.identity())
        .flatMap(agent -> agent.steps().stream())
        .filter(prompt -> SharedBeginning.share(prompt) < SharedBeginning.ENOUGH)
        .map(prompt ->
            new FlowProblem(
                where + prompt.path(),
                0,
                "says most of what it always says after the first hole whose text differs from call to call",
                "put it before, best into '# system': providers bill a beginning that calls share at a lower price"));
  }

  private void sort(
      String path,
      Map<String, List<String>> chains,
      List<PromptFile> layouts,
      Map<String, Map<String, PromptFile>> packs,
      Map<String, PromptFile> house) {
    String[] parts = path.split("/", -1);
    String file = parts[parts.length - 1];
    boolean prompt = file.endsWith(".md") && !file.startsWith("_");
    boolean shared = parts[0].equals(FlowFiles.SHARED);
    if (path.equals("flow.yaml") || path.equals(FlowTools.FILE) || isFragment(parts)) {
      return; // read elsewhere
    }
    if (parts.length == 2 && STAGES.contains(parts[0]) && prompt) {
      chains
          .computeIfAbsent(parts[0] + "/" + AgentReader.agentName(file), name -> new ArrayList<>())
          .add(path);
    } else if (parts.length == 2 && parts[0].equals(RENDER) && prompt) {
      layouts.add(plain(path, Holes.RENDER.names()));
    } else if (parts.length == 2 && shared && prompt) {
      String name = file.replace(".md", "");
      boolean router = name.equals(ROUTER);
      house.put(name, plain(path, (router ? Holes.ROUTER : Holes.HOUSE).names(), MAX_TOKENS));
    } else if (parts.length == 4 && parts[0].equals(LANGUAGES) && prompt) {
      replacement(path, parts[2], parts[2] + "/" + parts[3])
          .ifPresent(pack ->
              packs
                  .computeIfAbsent(parts[1], code -> new TreeMap<>())
                  .put(parts[2] + "/" + parts[3], pack));
    } else {
      reader.fault(path, 0, "has no place in a flow", place(parts[0], file));
    }
  }

  private static boolean isFragment(String[] parts) {
    String file = parts[parts.length - 1];
    boolean inPlace = parts.length == 1 || (parts.length == 2 && parts[0].equals(FlowFiles.SHARED));
    return inPlace && file.startsWith("_") && file.endsWith(".md");
  }

  private static String place(String folder, String file) {
    if (file.startsWith("_")) {
      return "move the fragment to the flow's folder or to " + FlowFiles.SHARED + "/";
    }
    if (STAGES.contains(folder) || folder.equals(RENDER) || folder.equals(FlowFiles.SHARED)) {
      return "prompts are files such as " + folder + "/name.md";
    }
    if (folder.equals(LANGUAGES)) {
      return "replacements are files such as languages/ja/respond/answer.md";
    }
    List<String> known = new ArrayList<>(STAGES);
    known.addAll(List.of(RENDER, LANGUAGES, "samples", "flow.yaml", FlowTools.FILE));
    return Nearest.remedy(folder, known);
  }

  private PromptFile plain(String path, List<String> holes) {
    return plain(path, holes, 0);
  }

  private PromptFile plain(String path, List<String> holes, int maxTokens) {
    PromptReader.Parts parts = reader.split(path);
    reader.refuseUnknown(path, parts.settings(), List.of("about"));
    if (parts.legible() && !(parts.settings().get("about") instanceof String)) {
      reader.fault(path, 1, "has no 'about:'", "add it to the front matter");
    }
    return reader.read(path, parts, holes, 0, maxTokens);
  }

  private Optional<PromptFile> replacement(String path, String folder, String replaced) {
    if (!files.texts().containsKey(replaced)) {
      reader.fault(
          path,
          0,
          "replaces " + replaced + ", which does not exist",
          "name it as the file it replaces");
      return Optional.empty();
    }
    if (folder.equals(RENDER)) {
      return Optional.of(plain(path, Holes.RENDER.names()));
    }
    if (STAGES.contains(folder)) {
      return Optional.of(
          new AgentReader(reader, Evidence.RECONSTRUCTED)
              .step(path, replaced, files.texts().keySet()));
    }
    reader.fault(path, 0, "replaces a file that is the same in all languages", "delete it");
    return Optional.empty();
  }
}
