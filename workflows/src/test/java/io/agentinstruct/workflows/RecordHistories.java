package io.agentinstruct.workflows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Writes the histories that {@link ReplayTest} replays. Runs only when asked:
 *
 * <pre>./mvnw -Dquick -pl core,contracts,workflows test -Dtest=RecordHistories -Dhistories=0.2
 *     -Dsurefire.failIfNoSpecifiedTests=false</pre>
 *
 * <p>The value is the release. What is there already stays: a history that was released is never
 * written anew.
 */
@EnabledIfSystemProperty(named = "histories", matches = "\\d.*")
class RecordHistories {
  static List<Stories.Story> stories() {
    return Stories.all();
  }

  @ParameterizedTest
  @MethodSource("stories")
  void writesDown(Stories.Story story) throws IOException {
    Path folder =
        Path.of(System.getProperty("basedir", "."), "src", "test", "resources", "histories");
    Path file = folder.resolve(System.getProperty("histories") + "-" + story.name() + ".json");
    if (!Files.exists(file)) {
      Files.createDirectories(folder);
      Files.writeString(file, story.tell().toJson(true) + "\n");
    }
  }
}
