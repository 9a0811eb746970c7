package io.agentinstruct.activities.seed;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.NodeVisitor;
import org.jspecify.annotations.Nullable;

/**
 * Tells a page to act on (forms, buttons, lists of links) from a page to read, by its structure
 * alone: what it has of either, weighed in characters. Menus, headers, footers and margins are on
 * both kinds of page, and count for nothing.
 */
final class PageShape implements NodeVisitor {
  /** A block of text this long is there to be read; a kanji or a kana counts twice. */
  private static final int RUNNING_TEXT = 200;

  /** Fewer may stand on any page: a search, a comment, a few related pages. */
  private static final int FEWEST_CONTROLS = 3;

  private static final int FEWEST_LINKS = 10;

  private static final int WORTH_OF_A_CONTROL = 150;
  private static final int WORTH_OF_A_LINK = 40;

  private static final class Block {
    int width;
    int widthOfLinks;
    int links;

    boolean isRunningText() {
      return width + widthOfLinks >= RUNNING_TEXT && width >= widthOfLinks;
    }
  }

  private final Set<Element> leftOut;
  private final Deque<Block> blocks = new ArrayDeque<>();
  private int runningText;
  private int links;
  private int controls;
  private @Nullable Element passedBy;

  private PageShape(Set<Element> leftOut) {
    this.leftOut = leftOut;
    blocks.push(new Block());
  }

  /**
   * @param leftOut elements that are on any page
   */
  static boolean isToActOn(Element body, Set<Element> leftOut) {
    PageShape shape = new PageShape(leftOut);
    body.traverse(shape);
    shape.close(shape.blocks.pop());
    return (shape.controls >= FEWEST_CONTROLS || shape.links >= FEWEST_LINKS)
        && shape.runningText < WORTH_OF_A_LINK * shape.links + WORTH_OF_A_CONTROL * shape.controls;
  }

  @Override
  public void head(Node node, int depth) {
    if (passedBy != null) {
      return;
    }
    if (node instanceof TextNode text) {
      blocks.element().width += width(text.text());
    } else if (node instanceof Element element) {
      begin(element);
    }
  }

  private void begin(Element element) {
    if (leftOut.contains(element)) {
      passedBy = element;
    } else if (Controls.isLink(element)) {
      blocks.element().links++;
      blocks.element().widthOfLinks += width(element.text());
      passedBy = element;
    } else if (Controls.isControl(element)) {
      controls++;
      passedBy = element;
    } else if (element.isBlock()) {
      blocks.push(new Block());
    }
  }

  @Override
  public void tail(Node node, int depth) {
    if (node.equals(passedBy)) {
      passedBy = null;
    } else if (passedBy == null && node instanceof Element element && element.isBlock()) {
      close(blocks.pop());
    }
  }

  /** Links within running text are part of it. */
  private void close(Block block) {
    if (block.isRunningText()) {
      runningText += block.width + block.widthOfLinks;
    } else {
      links += block.links;
    }
  }

  private static int width(String text) {
    return text.codePoints().map(character -> Scripts.unspaced(character) ? 2 : 1).sum();
  }
}
