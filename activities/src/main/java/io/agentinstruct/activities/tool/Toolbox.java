package io.agentinstruct.activities.tool;

import io.agentinstruct.activities.tool.McpConnection.Patience;
import io.agentinstruct.activities.tool.Toolkit.Offer;
import io.agentinstruct.core.Digest;
import io.agentinstruct.core.flow.Nearest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** All tools of the surroundings, from which each prompt is offered those that it lists. */
public final class Toolbox implements AutoCloseable {
  private static final Map<String, String> HOW_TO =
      Map.of(
          WebSearch.NAME, "write 'web-search: { kind: searxng, url: ... }' into the tools file",
          PageFetch.NAME, "write 'fetch: {}' into the tools file");

  private final Map<String, Offer> own = new LinkedHashMap<>();
  private final Map<String, String> absent;
  private final Map<String, McpTools> servers = new LinkedHashMap<>();
  private final List<Runnable> closing = new ArrayList<>();
  private final ToolPins pins;

  /**
   * @param house tools that need no configuration, such as the calculator
   * @param absent why a tool of the house is not among them, and what to do, by its name
   * @param words what a model is told of web search and fetch; read only where they are configured
   * @throws ToolTrouble for people, where those words are missing
   */
  public Toolbox(
      List<Tool> house,
      Map<String, String> absent,
      ToolsFile file,
      ToolWords words,
      ToolPins pins) {
    this(house, absent, file, words, pins, Patience.USUAL);
  }

  Toolbox(
      List<Tool> house,
      Map<String, String> absent,
      ToolsFile file,
      ToolWords words,
      ToolPins pins,
      Patience patience) {
    this.absent = Map.copyOf(absent);
    this.pins = pins;
    house.forEach(this::add);
    file.webSearch()
        .ifPresent(settings -> {
          WebSearch search = new WebSearch(words.spec(WebSearch.NAME), settings);
          closing.add(search::close);
          add(search);
        });
    file.fetchHosts().ifPresent(hosts -> add(new PageFetch(words.spec(PageFetch.NAME), hosts)));
    file.mcp()
        .forEach((name, server) -> {
          McpTools tools = new McpTools(name, server, patience);
          closing.add(tools::close);
          servers.put(name, tools);
        });
  }

  private void add(Tool tool) {
    String name = tool.spec().name();
    String fingerprint =
        Digest.of(tool.spec().description() + "\n" + tool.spec().parameters().toString());
    ArgumentCheck check =
        ArgumentCheck.of(tool.spec().parameters())
            .orElseThrow(() ->
                new ToolTrouble(name + ": its parameters are no JSON schema; mend its words"));
    own.put(name, new Offer(name, tool, fingerprint, check));
  }

  /**
   * The tools of a prompt: those that are there, and what is to be told of those that are not. A
   * server of tools is started when one of its tools is first listed here, which may take a minute.
   *
   * @param names such as {@code calculator}, {@code weather/forecast}, {@code weather/*}
   */
  public Toolkit named(String run, List<String> names) throws InterruptedException {
    Map<String, Offer> offers = new LinkedHashMap<>();
    List<String> missing = new ArrayList<>();
    for (String name : names) {
      int slash = name.indexOf('/');
      if (slash >= 0) {
        ofServer(run, name.substring(0, slash), name.substring(slash + 1), offers, missing);
      } else if (own.containsKey(name)) {
        put(offers, own.get(name));
      } else {
        missing.add(name + ": is not configured; " + remedy(name));
      }
    }
    return new Toolkit(offers, missing);
  }

  /** What of these is not to be had in a run, each with the remedy; none = all are there. */
  public List<String> missing(String run, List<String> names) throws InterruptedException {
    return named(run, names).missing();
  }

  private static void put(Map<String, Offer> offers, Offer offer) {
    offers.putIfAbsent(offer.tool().spec().name(), offer);
  }

  private String remedy(String name) {
    String known = absent.getOrDefault(name, HOW_TO.getOrDefault(name, ""));
    if (!known.isEmpty()) {
      return known;
    }
    Set<String> names = new TreeSet<>(own.keySet());
    names.addAll(absent.keySet());
    names.addAll(HOW_TO.keySet());
    servers.keySet().forEach(server -> names.add(server + "/*"));
    return Nearest.remedy(name, names);
  }

  private void ofServer(
      String run, String server, String tool, Map<String, Offer> offers, List<String> missing)
      throws InterruptedException {
    String name = server + "/" + tool;
    McpTools tools = servers.get(server);
    if (tools == null) {
      missing.add(
          name
              + ": no server '"
              + server
              + "' is configured; add it below 'mcp:' in the tools file");
      return;
    }
    try {
      McpTools.Listing listing = tools.listing();
      List<McpTool> meant =
          listing.tools().stream().filter(t -> tool.equals("*") || t.own().equals(tool)).toList();
      meant.forEach(found -> pinned(run, found, offers, missing));
      listing.faults().stream()
          .filter(fault -> tool.equals("*") || fault.startsWith(name + ":"))
          .forEach(fault -> missing.add(fault + "; ask whoever runs the server"));
      if (meant.isEmpty() && missing.stream().noneMatch(told -> told.startsWith(name + ":"))) {
        List<String> there = listing.tools().stream().map(McpTool::name).toList();
        missing.add(name + ": its server does not offer it; " + Nearest.remedy(name, there));
      }
    } catch (McpTrouble e) {
      missing.add(name + ": " + e.getMessage() + "; see 'mcp: " + server + "' in the tools file");
    }
  }

  private void pinned(String run, McpTool tool, Map<String, Offer> offers, List<String> missing) {
    String now = tool.fingerprint();
    if (pins.pin(run, tool.name(), now).equals(now)) {
      put(offers, new Offer(tool.name(), tool, now, tool.check()));
    } else {
      missing.add(
          tool.name()
              + ": its server changed what it says of it since the run began, so it is no longer offered; see what it says now, and start a new run if that is right");
    }
  }

  @Override
  public void close() {
    closing.forEach(Runnable::run);
  }
}
