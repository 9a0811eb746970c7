package io.agentinstruct.worker.engine;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Chooses an engine by name. */
public final class Engines {
  public static final List<String> NAMES = List.of("auto", "embedded", "dev", "server");

  private Engines() {}

  /**
   * @param name one of {@link #NAMES}
   * @param workspace where the dev server keeps its files
   * @param port of the dev server; absent = any
   * @param say one line for a person, where there is something worth saying
   */
  public static Engine named(
      String name,
      Path workspace,
      Optional<Integer> port,
      Map<String, String> env,
      Consumer<String> say) {
    Optional<Path> binary = TemporalBinary.find(env);
    return switch (name) {
      case "embedded" -> new EmbeddedEngine();
      case "server" -> ServerEngine.connect();
      case "dev" ->
          DevEngine.start(
              binary.orElseThrow(() -> new EngineTrouble(noBinary(env))),
              workspace.resolve("dev"),
              port,
              say);
      case "auto" -> {
        if (binary.isPresent()) {
          yield DevEngine.start(binary.get(), workspace.resolve("dev"), port, say);
        }
        say.accept(
            "No Temporal CLI found: running embedded, without the Web UI. To get it, "
                + DevEngine.howToGet(env)
                + ".");
        yield new EmbeddedEngine();
      }
      default ->
          throw new EngineTrouble(
              "There is no engine '" + name + "'; choose one of " + String.join(", ", NAMES) + ".");
    };
  }

  /** For people: there is no dev engine without the Temporal CLI, and how to get it. */
  public static String noBinary(Map<String, String> env) {
    return "There is no Temporal CLI on this machine.\n  To get it, "
        + DevEngine.howToGet(env)
        + "; or run with --engine embedded.";
  }
}
