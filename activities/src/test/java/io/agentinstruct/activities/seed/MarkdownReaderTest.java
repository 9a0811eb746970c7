package io.agentinstruct.activities.seed;

import static io.agentinstruct.activities.seed.ReadOut.write;
import static org.assertj.core.api.Assertions.assertThat;

import io.agentinstruct.core.seed.Source;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MarkdownReaderTest {
  @TempDir Path folder;

  @Test
  void takesTheMarksOutAndKeepsTheStructure() {
    assertThat(
            textOf(
                """
                # How to *mend* a tube

                Take the [tube](https://example.org/tube) out,
                and `pump` it up.<br>Listen.

                1. Find the **hole**.
                2. Dry it:
                   - with a cloth
                   - or in the sun

                ![A picture of a patch](patch.png)

                ```python
                def patch(tube):

                    return tube
                ```

                > Wise words.

                | part | price |
                | --- | --- |
                | glue | 2 |
                | patch |  |

                ---
                <!-- unseen --><div>seen <script>alert(1)</script></div>
                """))
        .isEqualTo(
            """
            How to mend a tube

            Take the tube out, and pump it up.
            Listen.

            1. Find the hole.
            2. Dry it:
              - with a cloth
              - or in the sun

            A picture of a patch

            def patch(tube):

                return tube

            Wise words.

            part | price
            glue | 2
            patch |

            seen\
            """);
  }

  @Test
  void joinsTheLinesOfAJapaneseParagraphWithoutSpaces() {
    assertThat(textOf("昆布は水から\n入れる。\n\nABC と\ndashi です。"))
        .isEqualTo("昆布は水から入れる。\n\nABC と dashi です。");
  }

  @Test
  void takesItsFactsFromTheFrontMatter() {
    Path file =
        write(
            folder.resolve("a.md"),
            """
            ---
            title: "Tubes: a guide"
            licence: CC0-1.0
            lang: en-GB
            url: https://example.org/tubes
            tags: [a, b]
            ---

            # Another heading

            Text.
            """);

    ReadOut out = ReadOut.of(file);

    assertThat(out.text()).isEqualTo("Another heading\n\nText.");
    assertThat(out.source())
        .isEqualTo(
            new Source(
                "https://example.org/tubes",
                "Tubes: a guide",
                "CC0-1.0",
                "en",
                "text",
                1,
                1,
                0,
                22));
  }

  @Test
  void readsFrontMatterThatIsNoSoundYaml() {
    Path file =
        write(folder.resolve("a.md"), "---\ntitle: Tubes: a guide\nsource: my own\n---\nText.\n");

    ReadOut out = ReadOut.of(file);

    assertThat(out.text()).isEqualTo("Text.");
    assertThat(out.source().title()).isEqualTo("Tubes: a guide");
    assertThat(out.source().path()).isEqualTo(file.toString());
  }

  @Test
  void takesTheFirstHeadingForTheTitle() {
    Path file = write(folder.resolve("a.md"), "Preface.\n\nThe tide\n========\n\n# Second\n");

    assertThat(ReadOut.of(file).source().title()).isEqualTo("The tide");
  }

  @Test
  void takesARuleForARule() {
    assertThat(textOf("---\nJust text between rules\n---\nMore."))
        .contains("Just text between rules", "More.");
  }

  @Test
  void survivesNestingWithoutEnd() {
    for (String nested :
        List.of(
            "> ".repeat(50_000) + "deep",
            "*a **b ".repeat(20_000) + "deep" + "** *".repeat(20_000),
            "- ".repeat(50_000) + "deep",
            "[".repeat(50_000) + "deep" + "](x)".repeat(50_000))) {
      Path file = write(folder.resolve("deep.md"), nested);
      assertThat(ReadOut.of(file).seeds())
          .anySatisfy(seed -> assertThat(seed.text()).contains("deep"));
    }
  }

  @Test
  void skipsAFileOfFrontMatterOnly() {
    write(folder.resolve("a.md"), "---\ntitle: Nothing below\n---\n\n");

    assertThat(ReadOut.of(folder).skips()).containsExactly("a.md blank");
  }

  private String textOf(String markdown) {
    return ReadOut.of(write(folder.resolve("one.md"), markdown)).text();
  }

  private String kind(String markdown) {
    return ReadOut.of(write(folder.resolve("kind.md"), markdown)).source().kind();
  }

  @Test
  void aPageOfEndpointsIsAnApi() {
    assertThat(
            kind(
                """
                # Tool shed

                ## `GET /tools`

                Lists all tools.

                ## Borrow a tool

                `POST /tools/{id}/loans`
                """))
        .isEqualTo("api");
    assertThat(kind("| call | what |\n| --- | --- |\n| GET /a | 一覧 |\n| DELETE /a/{id} | 消す |\n"))
        .isEqualTo("api");
    assertThat(kind("- GET /a: lists\n- PUT https://shed.example/a — changes\n")).isEqualTo("api");
  }

  @Test
  void anArticleThatSpeaksOfEndpointsIsNone() {
    assertThat(kind("# Logs\n\nCall `GET /tools` first, then `POST /loans` to borrow.\n"))
        .isEqualTo("text");
    assertThat(kind("```\nGET /a HTTP/1.1\nGET /b HTTP/1.1\n```\n")).isEqualTo("text");
    assertThat(kind("## GET /tools\n\nOnly one.\n\n## GET /tools\n")).isEqualTo("text");
    assertThat(kind("---\nkind: text\n---\n## GET /a\n\n## GET /b\n")).isEqualTo("text");
  }
}
