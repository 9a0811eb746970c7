package io.agentinstruct.activities.seed;

import static io.agentinstruct.activities.seed.ReadOut.write;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pages to act on, told from pages to read. */
class WebPageTest {
  private static final String PARAGRAPH =
      "<p>The moon passes overhead once a day, and yet the sea rises twice on most coasts; the"
          + " reason is not the pull as such, but the difference in that pull from one side of the"
          + " earth to the other, as <a href=/n>Newton</a> found.</p>";

  @TempDir Path folder;

  private ReadOut read(String body) {
    return ReadOut.of(
        write(
            folder.resolve("one.html"), "<html><title>T</title><body>" + body + "</body></html>"));
  }

  private String kind(String body) {
    return read(body).source().kind();
  }

  @Test
  void writesWhatCanBeActedOnAsLines() {
    ReadOut out =
        read(
            """
            <header><a href="/">Lenn Ferries</a><nav><a href="/t">Timetable</a></nav></header>
            <main><h1>Find a crossing</h1>
            <p>Boats sail all year.</p>
            <form aria-label="Crossing">
              <label for="from">From</label> <input id="from" value="Nether Lenn" required>
              <label>Day <input type="date" name="day"></label>
              <label>Ticket <select><option>Adult<option selected>Child</select></label>
              <label><input type="checkbox" checked> With a bicycle</label>
              <input type="password" placeholder="Code" value="secret"><input type="hidden" value="x">
              <textarea name="note"></textarea>
              <button>Search</button> <input type="submit" value="Start again" disabled>
            </form>
            <h2><a href="/1">Tallow Reach</a></h2>
            <ul><li><a href="/2"><img src="x" alt="Map"></a></li><li>Pier 3</li></ul>
            <table><tr><th>Boat</th><th>At</th></tr>
            <tr><td>Gull</td><td>06:10</td><td><button>Book</button></td></tr></table>
            <div role="tab" aria-label="Prices"></div>
            <ul role="listbox" aria-label="Piers"><li>1</li></ul><a href="#"></a>
            <div hidden><button>Never</button></div>
            <div id="cookie-banner"><button>OK</button></div></main>
            <footer><a href="/imprint">Imprint</a></footer><script>go()</script>
            """);

    assertThat(out.source().kind()).isEqualTo("web");
    assertThat(out.source().title()).isEqualTo("T");
    assertThat(out.text())
        .isEqualTo(
            """
            [link] Lenn Ferries

            [link] Timetable

            [heading] Find a crossing

            Boats sail all year.

            [form] Crossing
              [textbox] From: Nether Lenn (required)
              [date] Day
              [combobox] Ticket: Adult | Child (selected)
              [checkbox] With a bicycle (checked)
              [textbox] Code
              [textbox] note
              [button] Search
              [button] Start again (disabled)

            [link] Tallow Reach

            - [link] Map
            - Pier 3

            Boat | At
            Gull | 06:10 | [button] Book

            [tab] Prices
            [listbox] Piers

            [link] Imprint\
            """);
  }

  @Test
  void anArticleStaysAnArticleWhateverSurroundsIt() {
    String menu = "<nav>" + "<a href=/x>Somewhere else</a> ".repeat(60) + "</nav>";
    String comment =
        "<form><input name=n><input name=m><textarea></textarea><button>Send</button></form>";
    String related = "<ul>" + "<li><a href=/r>Another page</a></li>".repeat(9) + "</ul>";

    assertThat(kind(menu + "<main>" + PARAGRAPH.repeat(2) + "</main>")).isEqualTo("text");
    assertThat(kind("<main>" + PARAGRAPH.repeat(6) + comment + related + "</main>" + menu))
        .isEqualTo("text");
    assertThat(read(menu + PARAGRAPH).text()).doesNotContain("[link]", "Somewhere");
  }

  @Test
  void linksWithinRunningTextMakeNoListOfLinks() {
    String linked = PARAGRAPH.replace("twice", "<a href=/t>twice</a> <a href=/c>coasts</a>");

    assertThat(kind(linked.repeat(30))).isEqualTo("text");
  }

  @Test
  void aShortTextWithoutMuchToClickIsText() {
    assertThat(kind("<p>Short.</p><a href=/1>1</a><a href=/2>2</a><input><button>Go</button>"))
        .isEqualTo("text");
    assertThat(kind("<table><tr><td>06:10</td><td>Gull</td></tr></table>")).isEqualTo("text");
  }

  @Test
  void listsOfLinksAndFormsArePagesToActOn() {
    String result = "<div><a href=/r>A result</a><p>Some words about the result.</p></div>";

    assertThat(kind("<main>" + result.repeat(10) + "</main>")).isEqualTo("web");
    assertThat(kind("<main>" + PARAGRAPH + result.repeat(20) + "</main>")).isEqualTo("web");
    assertThat(kind("<form><input><select></select><button>Go</button></form>")).isEqualTo("web");
    assertThat(kind("<p>" + "潮の満ち干について。".repeat(60) + "</p>" + result.repeat(10)))
        .as("kanji and kana count twice")
        .isEqualTo("text");
  }

  @Test
  void aPageThatIsNothingButAMenuIsNoLongerBlank() {
    ReadOut out = read("<nav><a href=/1>Opening hours</a><a href=/2>Prices</a></nav>");

    assertThat(out.text()).isEqualTo("[link] Opening hours\n[link] Prices");
    assertThat(out.source().kind()).isEqualTo("web");
  }

  @Test
  void theLanguageIsThatOfTheWordsAndNotOfTheRoles() {
    ReadOut out =
        read("<form><label>お名前<input></label><label>人数<input></label><button>送る</button></form>");

    assertThat(out.source().language()).isEqualTo("ja");
  }

  @Test
  void awkwardNestingIsSurvived() {
    assertThat(kind("<div>".repeat(50_000) + "<button>a</button>".repeat(3))).isEqualTo("web");
    assertThat(
            read("<ul role=listbox><li><ol role=tab><table role=button><tr><td>x</table></ol></ul>"
                    + "<form><form><label><label><input><button>a</button><table><tr><td><form>"
                    + "<input></form></td></tr></table></form>")
                .text())
        .contains("[listbox] x", "[textbox]", "[button] a");
  }
}
