package io.agentinstruct.proof.chaos;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The program as its user starts it: a process, a workspace, a run. */
final class Program {
  static final String RUN = "r";

  private final House house;
  private final Path folder;
  private final URI endpoint;
  private final Setup setup;

  Program(House house, Path folder, URI endpoint, Setup setup) {
    this.house = house;
    this.folder = folder;
    this.endpoint = endpoint;
    this.setup = setup;
  }

  /**
   * @param options more of the command line, for {@code run} and {@code resume} alike
   * @param first more for {@code run} alone
   * @param environment more variables
   * @param jvm options of the JVM
   */
  record Setup(
      int seeds,
      int inFlight,
      String engine,
      List<String> options,
      List<String> first,
      Map<String, String> environment,
      String jvm,
      String price) {
    static Setup of(int seeds, int inFlight, String engine) {
      return new Setup(seeds, inFlight, engine, List.of(), List.of(), Map.of(), "", "");
    }

    Setup with(String... more) {
      return new Setup(seeds, inFlight, engine, List.of(more), first, environment, jvm, price);
    }

    Setup first(String... more) {
      return new Setup(seeds, inFlight, engine, options, List.of(more), environment, jvm, price);
    }

    /**
     * @param more of the teacher, as in a roles file: {@code { input: 1, output: 2 }}
     */
    Setup price(String more) {
      return new Setup(seeds, inFlight, engine, options, first, environment, jvm, more);
    }

    Setup jvm(String more) {
      return new Setup(seeds, inFlight, engine, options, first, environment, more, price);
    }

    Setup environment(Map<String, String> more) {
      return new Setup(seeds, inFlight, engine, options, first, more, jvm, price);
    }
  }

  /** Of the trial: workspace, ledger and output. */
  Path folder() {
    return folder;
  }

  Path workspace() {
    return folder.resolve("workspace");
  }

  Path output() {
    return folder.resolve("output.txt");
  }

  Path dataset() {
    return workspace().resolve("runs").resolve(RUN).resolve("dataset.jsonl");
  }

  Setup setup() {
    return setup;
  }

  /** Begins the run, or goes on with it. */
  Process start(String jvm) throws IOException {
    List<String> words = new ArrayList<>(List.of(house.launcher().toString()));
    if (known()) {
      words.addAll(List.of("resume", RUN));
    } else {
      words.addAll(List.of("run", "--name", RUN, "--flow", house.flow().toString()));
      words.addAll(List.of("--seeds", house.documents(setup.seeds).toString()));
      words.addAll(List.of("--in-flight", String.valueOf(setup.inFlight)));
      words.addAll(setup.first);
      if (!setup.price.isEmpty()) {
        words.addAll(List.of("--roles", priced().toString()));
      }
    }
    words.addAll(List.of("--base-url", endpoint.toString(), "--model", "fault-mock"));
    words.addAll(List.of("--engine", setup.engine, "--workspace", workspace().toString()));
    words.addAll(setup.options);
    return process(words, jvm).start();
  }

  /** A price is an endpoint's and a model's: a file without them would say nothing of this one. */
  private Path priced() throws IOException {
    return Files.writeString(
        folder.resolve("roles.yaml"),
        "teacher:\n  base-url: %s\n  model: fault-mock\n  price: %s\n"
            .formatted(endpoint, setup.price));
  }

  /** Another command on the same workspace, such as {@code status}. */
  Process command(String... words) throws IOException {
    List<String> all = new ArrayList<>(List.of(house.launcher().toString()));
    all.addAll(List.of(words));
    all.addAll(List.of("--workspace", workspace().toString()));
    return process(all, "").start();
  }

  private ProcessBuilder process(List<String> words, String jvm) {
    ProcessBuilder builder = new ProcessBuilder(words).redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(output().toFile()));
    builder.directory(folder.toFile());
    Map<String, String> environment = builder.environment();
    environment
        .keySet()
        .removeIf(name -> name.startsWith("OPENAI_") || name.startsWith("TEMPORAL_"));
    environment.put("AGENTINSTRUCT_BUILD", "never");
    environment.put("AGENTINSTRUCT_HEAP", "1g");
    environment.put("AGENTINSTRUCT_JAVA_OPTS", (setup.jvm + " " + jvm).strip());
    environment.put("JAVA_HOME", System.getProperty("java.home"));
    String go = System.getProperty("user.home") + "/go/bin";
    environment.merge("PATH", go, (path, more) -> path + File.pathSeparator + more);
    environment.putAll(setup.environment);
    return builder;
  }

  /** Whether the run was begun: one that was killed earlier must be begun again. */
  private boolean known() {
    Path store = workspace().resolve("store.db");
    if (!Files.exists(store)) {
      return false;
    }
    try (var connection = DriverManager.getConnection("jdbc:sqlite:file:" + store + "?mode=ro");
        var statement = connection.createStatement();
        var found = statement.executeQuery("SELECT 1 FROM runs WHERE id = '" + RUN + "'")) {
      return found.next();
    } catch (SQLException noTablesYet) {
      return false;
    }
  }

  /** The last lines that it said, for whoever must find out why. */
  String lastWords() throws IOException {
    List<String> lines = Files.exists(output()) ? Files.readAllLines(output()) : List.of();
    return String.join("\n", lines.subList(Math.max(0, lines.size() - 15), lines.size()));
  }
}
