package io.agentinstruct.activities.seed;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.Set;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.NodeVisitor;
import org.jspecify.annotations.Nullable;

/**
 * Writes what a reader of a page would see as lines of text. Walks without recursion: pages may be
 * nested at will.
 */
final class HtmlText implements NodeVisitor {
  private static final Set<String> LINES = Set.of("dt", "dd", "tr", "figcaption", "caption");
  private static final Set<String> HEADINGS = Set.of("h1", "h2", "h3", "h4", "h5", "h6");
  private static final Set<String> WRITTEN_OR_UNSEEN =
      Set.of("pre", "script", "style", "rt", "rp", "head");

  /** A table that holds any of these lays out a page instead of showing values. */
  private static final String LAYOUT = "table table, h1, h2, h3, h4, ul, ol, dl, pre, p + p";

  private final PlainText plain;
  private final Deque<Integer> numbers = new ArrayDeque<>();
  private final Deque<Boolean> showsValues = new ArrayDeque<>();
  private final Set<Element> leftOut;
  private final @Nullable Controls controls;
  private boolean rowBegins;

  /** Its words stand in the line of the control that it names. */
  private @Nullable Element label;

  /** The last one that was left out, or written as one line. */
  private @Nullable Element notBegun;

  /** Nothing below this one is written. */
  private @Nullable Element passedBy;

  private HtmlText(PlainText plain, Set<Element> leftOut, @Nullable Controls controls) {
    this.plain = plain;
    this.leftOut = leftOut;
    this.controls = controls;
  }

  static void write(Element root, PlainText plain) {
    write(root, Set.of(), plain);
  }

  /** Elements to leave out are passed by, not removed: removing many takes time squared. */
  static void write(Element root, Set<Element> leftOut, PlainText plain) {
    root.traverse(new HtmlText(plain, leftOut, null));
  }

  /** With what can be acted on, each on a line of its own, or in its cell. */
  static void write(Element root, Set<Element> leftOut, Controls controls, PlainText plain) {
    root.traverse(new HtmlText(plain, leftOut, controls));
  }

  @Override
  public void head(Node node, int depth) {
    if (passedBy != null) {
      return;
    }
    if (node instanceof TextNode text) {
      if (label == null) {
        plain.words(text.getWholeText());
      }
    } else if (node instanceof Element element) {
      boolean left = leftOut.contains(element) || writtenAsControl(element);
      if (left) {
        notBegun = element;
      } else {
        begin(element);
      }
      passedBy = left || WRITTEN_OR_UNSEEN.contains(element.normalName()) ? element : null;
    }
  }

  @Override
  public void tail(Node node, int depth) {
    if (passedBy != null && !passedBy.equals(node)) {
      return;
    }
    passedBy = null;
    if (node instanceof Element element && !element.equals(notBegun)) {
      end(element);
    }
  }

  private boolean writtenAsControl(Element element) {
    Optional<String> line = controls == null ? Optional.empty() : controls.line(element);
    if (line.isPresent() && !line.get().isBlank()) {
      control(line.get());
    }
    return line.isPresent();
  }

  private void control(String line) {
    if (inRow()) {
      plain.words(" " + line + " ");
    } else {
      plain.line();
      plain.words(line);
      plain.line();
    }
  }

  private void begin(Element element) {
    String name = element.normalName();
    breakLine(element);
    if (controls != null) {
      beginActing(element, controls);
    }
    switch (name) {
      case "br" -> plain.lineBreak();
      case "pre" -> plain.verbatim(element.wholeText());
      case "ul", "ol" -> {
        numbers.push(name.equals("ul") ? -1 : 1);
        plain.listBegins();
      }
      case "li" -> plain.item(nextBullet());
      case "table" -> showsValues.push(element.select(LAYOUT).isEmpty());
      case "tr" -> rowBegins = true;
      case "td", "th" -> {
        if (inRow() && !rowBegins) {
          plain.words(" | ");
        }
        rowBegins = false;
      }
      default -> {}
    }
  }

  private void beginActing(Element element, Controls acting) {
    if (element.nameIs("form") && !inRow()) {
      plain.words("[form]" + Controls.formName(element));
      plain.line();
      plain.listBegins();
    } else if (HEADINGS.contains(element.normalName())
        && element.selectFirst("a, button") == null) {
      plain.words("[heading] ");
    } else if (acting.isName(element)) {
      label = element;
    }
  }

  private void endActing(Element element) {
    if (element.nameIs("form") && !inRow()) {
      plain.listEnds();
    } else if (element.equals(label)) {
      label = null;
    }
  }

  private void end(Element element) {
    String name = element.normalName();
    if (controls != null) {
      endActing(element);
    }
    switch (name) {
      case "ul", "ol" -> {
        numbers.pop();
        plain.listEnds();
      }
      case "table" -> showsValues.pop();
      default -> {}
    }
    breakLine(element);
  }

  private void breakLine(Element element) {
    String name = element.normalName();
    boolean cell = name.equals("td") || name.equals("th");
    boolean partOfRow = inRow() && !name.equals("tr") && !name.equals("table");
    if (partOfRow && (cell || element.isBlock() || LINES.contains(name))) {
      plain.words(" ");
    } else if (LINES.contains(name) || name.equals("li") || nestedList(element)) {
      plain.line();
    } else if (cell || element.isBlock()) {
      plain.paragraph();
    }
  }

  private static boolean nestedList(Element element) {
    Element parent = element.parent();
    return parent != null
        && (element.nameIs("ul") || element.nameIs("ol"))
        && (parent.nameIs("li") || parent.nameIs("ul") || parent.nameIs("ol"));
  }

  private boolean inRow() {
    return !showsValues.isEmpty() && showsValues.peek();
  }

  private String nextBullet() {
    if (numbers.isEmpty() || numbers.peek() < 0) {
      return "-";
    }
    int number = numbers.pop();
    numbers.push(number + 1);
    return number + ".";
  }
}
