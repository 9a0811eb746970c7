package io.agentinstruct.activities.seed;

import static io.agentinstruct.activities.seed.ReadOut.write;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HtmlReaderTest {
  @TempDir Path folder;

  @Test
  void keepsTheArticleAndDropsItsFrame() {
    ReadOut out =
        ReadOut.of(
            write(
                folder.resolve("tides.html"),
                """
                <!DOCTYPE html><html lang="en-GB"><head>
                <title>Two tides a day | The Shore Notebook</title>
                <link rel="license" href="https://creativecommons.org/publicdomain/zero/1.0/">
                <style>p { color: red }</style><script>track()</script></head>
                <body class="cookie-shown">
                <header><a href="/">The Shore Notebook</a><nav>Home Tides</nav></header>
                <div id="cookie-banner">We use cookies. <button>OK</button></div>
                <article><header><h1>Two tides a day</h1></header>
                <p>The <em>moon</em>
                   pulls&nbsp;the sea.<br>And the earth.</p>
                <ul><li>high tide</li><li><p>low tide</p><ol><li>ebb</li><li>flood</li></ol></li></ul>
                <table><tr><th>port</th><th>range</th></tr>
                <tr><td>Nether Lenn</td><td><p>3 m</p></td></tr></table>
                <pre><code>high
                  <b>low</b></code></pre>
                <aside>Read also</aside><form><input name="q">Search</form></article>
                <footer>Imprint</footer></body></html>
                """));

    assertThat(out.text())
        .isEqualTo(
            """
            Two tides a day

            The moon pulls the sea.
            And the earth.

            - high tide

            - low tide

              1. ebb
              2. flood

            port | range
            Nether Lenn | 3 m

            high
              low\
            """);
    assertThat(out.source().title()).isEqualTo("Two tides a day");
    assertThat(out.source().language()).isEqualTo("en");
    assertThat(out.source().licence())
        .isEqualTo("https://creativecommons.org/publicdomain/zero/1.0/");
    assertThat(out.source().kind()).isEqualTo("text");
  }

  @Test
  void prefersMainToTheRest() {
    assertThat(textOf("<div>menu</div><main><p>The text.</p></main><div>related</div>"))
        .isEqualTo("The text.");
  }

  @Test
  void takesTheWholeBodyWhereNothingIsMarked() {
    assertThat(textOf("<div>One.</div><div>Two.<br><br>Three.</div>"))
        .isEqualTo("One.\n\nTwo.\n\nThree.");
  }

  @Test
  void keepsAnArticleThatLooksLikeFrame() {
    assertThat(
            textOf(
                "<form><h1>Cookies</h1><div class='cookie'>"
                    + "Bake them. ".repeat(200)
                    + "</div></form>"))
        .startsWith("Cookies\n\nBake them.");
  }

  @Test
  void readsJapaneseInTheCharsetThatThePageDeclares() {
    Path file =
        write(
            folder.resolve("a.htm"),
            "<html><head><meta charset=Shift_JIS><title>潮</title></head><body><p>潮は\n一日に<ruby>二度<rt>にど</rt></ruby>満ちる。</p></body></html>",
            Charset.forName("windows-31j"));

    ReadOut out = ReadOut.of(file);

    assertThat(out.text()).isEqualTo("潮は一日に二度満ちる。");
    assertThat(out.source().title()).isEqualTo("潮");
    assertThat(out.source().language()).isEqualTo("ja");
  }

  @Test
  void writesALayoutTableAsText() {
    assertThat(
            textOf(
                "<table><tr><td><h1>Title</h1></td><td><p>One.</p><p>Two.</p></td></tr></table>"))
        .isEqualTo("Title\n\nOne.\n\nTwo.");
  }

  @Test
  void survivesNestingWithoutEnd() {
    assertThat(textOf("<div>".repeat(100_000) + "deep")).isEqualTo("deep");
  }

  @Test
  void skipsAPageWithoutText() {
    write(folder.resolve("a.html"), "<html><body><script>render()</script></body></html>");

    assertThat(ReadOut.of(folder).skips()).containsExactly("a.html blank");
  }

  private String textOf(String body) {
    return ReadOut.of(write(folder.resolve("one.html"), "<body>" + body)).text();
  }
}
