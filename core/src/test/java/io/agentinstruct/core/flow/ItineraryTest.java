package io.agentinstruct.core.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentinstruct.core.Json;
import io.agentinstruct.core.flow.Itinerary.Pair;
import io.agentinstruct.core.flow.Itinerary.Transform;
import io.agentinstruct.core.flow.Itinerary.Visit;
import io.agentinstruct.core.seed.Seed;
import io.agentinstruct.core.seed.Source;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where one seed goes in one flow. */
class ItineraryTest {
  private final TinyFlow tiny;

  ItineraryTest(@TempDir Path root) {
    this.tiny = TinyFlow.in(root);
  }

  private static Seed seed(String text, String kind) {
    return Seed.of(text, new Source("a.txt", "", "", "en", kind, 1, 1, 0, text.length()));
  }

  private static String prompt(String settings) {
    return "---\nabout: A.\n" + settings + "---\n# user\nSay something.\n";
  }

  private TinyFlow whole() {
    return tiny.file(
            "flow.yaml",
            """
            title: Whole
            about: Everything.
            seeds: { kinds: [text, web], min-characters: 10 }
            transform: { pick: all }
            instruct: { pick: all, items: 2 }
            refine: { rounds: 2, pick: 1, suggestions: 3, parents: replace }
            judge: { agents: [strict, kind] }
            """)
        .file("transform/apis.1.md", prompt("role: small\n"))
        .file("transform/apis.2.md", prompt("makes: api\nrole: large\n"))
        .file("instruct/all.md", prompt("suits: all\nformat: list\nitems: 5\n"))
        .file("instruct/api.md", prompt("suits: [api]\nformat: list\nrole: small\n"))
        .file("refine/harder.suggest.md", prompt("takes: [answerable]\n"))
        .file("refine/harder.edit.md", prompt("edits: passage\nleaves: changed\n"))
        .file("refine/other.suggest.md", prompt(""))
        .file("refine/other.edit.md", prompt("edits: task\n"))
        .file("judge/strict.md", prompt(""))
        .file("judge/kind.md", prompt("role: student\n"));
  }

  @Test
  void leadsThroughEveryRoom() {
    Itinerary way = Itinerary.of(whole().flow(), seed("Long enough to be taken.", "text"), 42);

    assertThat(way)
        .isEqualTo(
            new Itinerary(
                "",
                List.of(
                    new Transform(
                        new Visit("transform/apis", "large", 2, 1),
                        List.of(
                            new Visit("instruct/all", "teacher", 1, 5),
                            new Visit("instruct/api", "small", 1, 2))),
                    new Transform(
                        new Visit("transform/plain", "teacher", 0, 1),
                        List.of(
                            new Visit("instruct/all", "teacher", 1, 5),
                            new Visit("instruct/question", "teacher", 1, 2)))),
                List.of(
                    new Pair(
                        "harder",
                        new Visit("refine/harder.suggest", "teacher", 1, 3),
                        new Visit("refine/harder.edit", "teacher", 1, 1),
                        List.of(Answerability.ANSWERABLE),
                        Answerability.CHANGED),
                    new Pair(
                        "other",
                        new Visit("refine/other.suggest", "teacher", 1, 3),
                        new Visit("refine/other.edit", "teacher", 1, 1),
                        List.of(),
                        null)),
                2,
                1,
                3,
                false,
                new Visit("respond/answer", "teacher", 1, 1),
                List.of(
                    new Visit("judge/strict", "judge", 1, 1),
                    new Visit("judge/kind", "student", 1, 1))));
    assertThat(way.transforms().getFirst().visit().name()).isEqualTo("apis");
  }

  @Test
  void aPairWorksOnWhatItTakesAndLeavesWhatItSays() {
    Itinerary way = Itinerary.of(whole().flow(), seed("Long enough to be taken.", "text"), 42);
    Pair harder = way.pairs().getFirst();
    Pair other = way.pairs().getLast();

    assertThat(harder.worksOn(Answerability.ANSWERABLE)).isTrue();
    assertThat(harder.worksOn(Answerability.UNANSWERABLE)).isFalse();
    assertThat(harder.after(Answerability.ANSWERABLE)).isEqualTo(Answerability.CHANGED);
    assertThat(other.worksOn(Answerability.UNANSWERABLE)).isTrue();
    assertThat(other.after(Answerability.UNANSWERABLE)).isEqualTo(Answerability.UNANSWERABLE);
  }

  @Test
  void aSeedThatDoesNotSuitIsDeclinedByName() {
    Flow flow = whole().flow();

    assertThat(Itinerary.of(flow, seed("int main() { return 0; }", "code"), 42).declined())
        .isEqualTo("kind code is not one of [text, web]");
    assertThat(Itinerary.of(flow, seed("Short.", "text"), 42).declined())
        .isEqualTo("shorter than 10 characters");
    assertThat(Itinerary.of(flow, seed("Long enough", "web"), 42).declined()).isEmpty();
  }

  @Test
  void isAFunctionOfFlowSeedAndRandomSeed() {
    tiny.file("flow.yaml", "title: T\nabout: T.\ninstruct: { pick: 1 }\n");
    for (char name = 'a'; name < 'k'; name++) {
      tiny.file("instruct/" + name + ".md", prompt("suits: all\nformat: list\n"));
    }
    Flow flow = tiny.flow();
    Set<String> bySeed = new HashSet<>();
    Set<String> byRandomSeed = new HashSet<>();
    for (int i = 0; i < 100; i++) {
      Seed one = seed("text " + i, "text");
      assertThat(Itinerary.of(flow, one, i)).isEqualTo(Itinerary.of(flow, one, i));
      bySeed.add(asked(Itinerary.of(flow, one, 42)));
      byRandomSeed.add(asked(Itinerary.of(flow, seed("text", "text"), i)));
    }

    assertThat(bySeed).hasSizeGreaterThan(8);
    assertThat(byRandomSeed).hasSizeGreaterThan(8);
  }

  private static String asked(Itinerary way) {
    return way.transforms().getFirst().instructs().getFirst().name();
  }

  @Test
  void travelsThroughAHistoryUnchanged() {
    Itinerary way = Itinerary.of(whole().flow(), seed("Long enough to be taken.", "text"), 42);

    assertThat(Json.read(Json.write(way), Itinerary.class)).isEqualTo(way);
  }

  @Test
  void forgivesWhatOldHistoriesLackAndNewOnesHave() {
    Itinerary way =
        Json.read(
            """
            {"transforms": [{"visit": {"agent": "transform/plain", "role": "teacher"}}],
             "pairs": [{"name": "harder"}], "rounds": 1,
             "respond": {"agent": "respond/answer", "role": "teacher", "steps": 1, "count": 1, "mood": "new"}}
            """,
            Itinerary.class);

    assertThat(way.declined()).isEmpty();
    assertThat(way.judges()).isEmpty();
    assertThat(way.transforms().getFirst().instructs()).isEmpty();
    assertThat(way.pairs().getFirst().takes()).isEmpty();
    assertThat(way.pairs().getFirst().leaves()).isNull();
    assertThat(way.respond().steps()).isEqualTo(1);
  }

  @Test
  void lateStagesAreMoreUrgent() {
    assertThat(List.of(Stage.values()).stream().map(Stage::urgency)).containsExactly(5, 4, 3, 2, 1);
    assertThat(Stage.REFINE.folder()).isEqualTo("refine");
  }
}
