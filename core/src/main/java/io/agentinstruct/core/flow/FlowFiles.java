package io.agentinstruct.core.flow;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.agentinstruct.core.Digest;
import io.agentinstruct.core.Yaml;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A flow's files as texts: what a version is the digest of, and what a run pins. Samples are left
 * out, since they are not said to any model; the shared fragments are in, since they are.
 *
 * @param texts path in the folder to text with Unix line ends; shared files under {@code _shared/}
 */
public record FlowFiles(String name, SortedMap<String, String> texts) {
  public static final String SHARED = "_shared";
  private static final String FLOW = "flow.yaml";
  private static final String SCHEME = "flow 1";

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

  private static void addAll(Path folder, String prefix, Map<String, String> texts)
      throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
        String path = prefix + folder.relativize(file).toString().replace('\\', '/');
        boolean hidden = path.startsWith(".") || path.contains("/.") || path.endsWith("~");
        if (!hidden
            && !path.startsWith("samples/")
            && (path.endsWith(".md") || path.endsWith(".yaml"))) {
          texts.put(path, text(file));
        }
      }
    }
  }

  /** With Unix line ends and without a byte order mark, both of which editors add unasked. */
  private static String text(Path file) throws IOException {
    try {
      String text = Files.readString(file).replace("\r\n", "\n");
      return text.startsWith("\ufeff") ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      throw new IOException(file + " is not UTF-8 text; save it as UTF-8", e);
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
   * The files with numbers of {@code flow.yaml} replaced, such as {@code refine.rounds} by {@code
   * 1}; another version. What is set need not exist yet: the reader checks the result as strictly
   * as a written file.
   */
  public FlowFiles with(Map<String, String> settings) {
    if (settings.isEmpty() || !(yaml(texts.getOrDefault(FLOW, "")) instanceof ObjectNode root)) {
      return this;
    }
    settings.forEach((path, value) -> {
      JsonNode read = yaml(value);
      boolean unread = read.isMissingNode() || read.isNull();
      set(root, path.split("\\.", -1), unread ? TextNode.valueOf(value) : read);
    });
    try {
      SortedMap<String, String> changed = new TreeMap<>(texts);
      changed.put(FLOW, Yaml.MAPPER.writeValueAsString(root));
      return new FlowFiles(name, changed);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException("cannot write " + FLOW + " of " + name, e);
    }
  }

  /** Missing where it is not YAML: the reader of the flow has the words for that. */
  private static JsonNode yaml(String text) {
    try {
      return Yaml.MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      return MissingNode.getInstance();
    }
  }

  private static void set(ObjectNode root, String[] path, JsonNode value) {
    ObjectNode at = root;
    for (int i = 0; i < path.length - 1; i++) {
      at = at.get(path[i]) instanceof ObjectNode inner ? inner : at.putObject(path[i]);
    }
    at.set(path[path.length - 1], value);
  }

  /**
   * Writes the files below {@code flows/<version>/}; what is there already is the same and stays.
   */
  public Path pin(Path flows) throws IOException {
    Path folder = flows.resolve(version());
    if (Files.isDirectory(folder)) {
      return folder;
    }
    Path draft = Files.createTempDirectory(Files.createDirectories(flows), ".draft-");
    write(draft);
    try {
      Files.move(draft, folder);
    } catch (IOException e) {
      if (!Files.isDirectory(folder)) {
        throw e;
      }
      delete(draft); // another process was quicker with the same files
    }
    return folder;
  }

  private void write(Path folder) throws IOException {
    for (Map.Entry<String, String> file : texts.entrySet()) {
      Path target = folder.resolve(file.getKey());
      Path parent = target.getParent();
      if (parent != null) {
        Files.createDirectories(parent);
      }
      Files.writeString(target, file.getValue());
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
