package io.agentinstruct.core.flow;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.agentinstruct.core.Digest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A flow's files as texts: what a version is the digest of, and what a run pins. Samples are left out, since they are
 * not said to any model; the shared fragments are in, since they are.
 *
 * @param texts path in the folder to text with Unix line ends; shared files under {@code _shared/}
 */
public record FlowFiles(String name, SortedMap<String, String> texts) {
  public static final String SHARED = "_shared";
  private static final String SCHEME = "flow 1";
  private static final YAMLMapper YAML = new YAMLMapper();

  /**
   * @param folder of the flow
   * @param shared folder of the fragments that all flows may use
   */
  public static FlowFiles read(Path folder, Path shared) throws IOException {
    SortedMap<String, String> texts = new TreeMap<>();
    addAll(folder, "", texts);
    if (!Files.isDirectory(folder.resolve(SHARED)) && Files.isDirectory(shared)) {
      addAll(shared, SHARED + "/", texts);
    }
    Path name = folder.toAbsolutePath().normalize().getFileName();
    return new FlowFiles(name == null ? "flow" : name.toString(), texts);
  }

  private static void addAll(Path folder, String prefix, Map<String, String> texts) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
        String path = prefix + folder.relativize(file).toString().replace('\\', '/');
        boolean hidden = path.startsWith(".") || path.contains("/.") || path.endsWith("~");
        if (!hidden && !path.startsWith("samples/") && (path.endsWith(".md") || path.endsWith(".yaml"))) {
          texts.put(path, Files.readString(file).replace("\r\n", "\n"));
        }
      }
    }
  }

  /** The same flow under another name: a pinned folder is named by its version. */
  public FlowFiles named(String newName) {
    return new FlowFiles(newName, texts);
  }

  /** Digest of the canonical text. */
  public String version() {
    StringBuilder canonical = new StringBuilder(SCHEME).append('\n');
    texts.forEach(
        (path, text) -> canonical.append(path).append(' ').append(Digest.of(text)).append('\n'));
    return Digest.of(canonical.toString());
  }

  /**
   * The files with numbers of {@code flow.yaml} replaced, such as {@code refine.rounds} by {@code 1}; another version.
   * What is set need not exist yet: the reader checks the result as strictly as a written file.
   */
  public FlowFiles with(Map<String, String> settings) {
    if (settings.isEmpty() || !texts.containsKey("flow.yaml")) {
      return this;
    }
    try {
      ObjectNode root = (ObjectNode) YAML.readTree(texts.get("flow.yaml"));
      for (Map.Entry<String, String> setting : settings.entrySet()) {
        set(root, setting.getKey().split("\\."), YAML.readTree(setting.getValue()));
      }
      SortedMap<String, String> changed = new TreeMap<>(texts);
      changed.put("flow.yaml", YAML.writeValueAsString(root));
      return new FlowFiles(name, changed);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException("flow.yaml of " + name + " or a setting for it is not YAML", e);
    }
  }

  private static void set(ObjectNode root, String[] path, JsonNode value) {
    ObjectNode at = root;
    for (int i = 0; i < path.length - 1; i++) {
      at = at.get(path[i]) instanceof ObjectNode inner ? inner : at.putObject(path[i]);
    }
    at.set(path[path.length - 1], value);
  }

  /** Writes the files below {@code flows/<version>/}; what is there already is the same and stays. */
  public Path pin(Path flows) throws IOException {
    Path folder = flows.resolve(version());
    if (Files.isDirectory(folder)) {
      return folder;
    }
    Path draft = Files.createTempDirectory(Files.createDirectories(flows), ".draft-");
    for (Map.Entry<String, String> file : texts.entrySet()) {
      Path target = draft.resolve(file.getKey());
      Path parent = target.getParent();
      if (parent != null) {
        Files.createDirectories(parent);
      }
      Files.writeString(target, file.getValue());
    }
    try {
      Files.move(draft, folder);
    } catch (IOException e) {
      if (!Files.isDirectory(folder)) { // else another process was quicker with the same files
        throw e;
      }
    }
    return folder;
  }
}
