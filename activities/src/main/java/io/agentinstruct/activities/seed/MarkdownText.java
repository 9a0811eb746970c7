package io.agentinstruct.activities.seed;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.commonmark.ext.gfm.tables.TableBlock;
import org.commonmark.ext.gfm.tables.TableCell;
import org.commonmark.ext.gfm.tables.TableRow;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.BulletList;
import org.commonmark.node.Code;
import org.commonmark.node.CustomBlock;
import org.commonmark.node.CustomNode;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.HardLineBreak;
import org.commonmark.node.Heading;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.HtmlInline;
import org.commonmark.node.IndentedCodeBlock;
import org.commonmark.node.ListBlock;
import org.commonmark.node.ListItem;
import org.commonmark.node.Node;
import org.commonmark.node.OrderedList;
import org.commonmark.node.Paragraph;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.Text;
import org.commonmark.parser.Parser;
import org.jsoup.Jsoup;

/** Takes the marks out of Markdown; headings, lists, tables and code stay as lines of text. */
final class MarkdownText extends AbstractVisitor {
  /** Far beyond what people write; what machines write deeper would exhaust the stack. */
  private static final int DEEPEST = 100;

  private static final Parser PARSER =
      Parser.builder()
          .extensions(List.of(TablesExtension.create()))
          .maxOpenBlockParsers(DEEPEST)
          .maxInlineNesting(DEEPEST)
          .build();

  private final PlainText plain = new PlainText();
  private final Deque<Integer> numbers = new ArrayDeque<>();
  private Optional<String> title = Optional.empty();

  static MarkdownText of(String markdown) {
    MarkdownText text = new MarkdownText();
    PARSER.parse(markdown).accept(text);
    return text;
  }

  String text() {
    return plain.toString();
  }

  /** The first heading of the first level. */
  Optional<String> title() {
    return title;
  }

  @Override
  public void visit(Heading heading) {
    plain.paragraph();
    int before = plain.length();
    visitChildren(heading);
    if (heading.getLevel() == 1 && title.isEmpty()) {
      title = Optional.of(plain.since(before).strip());
    }
    plain.paragraph();
  }

  @Override
  public void visit(Paragraph paragraph) {
    boolean tight =
        paragraph.getParent() instanceof ListItem item
            && item.getParent() instanceof ListBlock list
            && list.isTight();
    breakLine(tight);
    visitChildren(paragraph);
    breakLine(tight);
  }

  private void breakLine(boolean tight) {
    if (tight) {
      plain.line();
    } else {
      plain.paragraph();
    }
  }

  @Override
  public void visit(BulletList list) {
    numbers.push(-1);
    visitList(list);
  }

  @Override
  public void visit(OrderedList list) {
    Integer start = list.getMarkerStartNumber();
    numbers.push(start == null ? 1 : start);
    visitList(list);
  }

  private void visitList(ListBlock list) {
    boolean nested = list.getParent() instanceof ListItem;
    breakLine(nested);
    plain.listBegins();
    visitChildren(list);
    plain.listEnds();
    numbers.pop();
    breakLine(nested);
  }

  @Override
  public void visit(ListItem item) {
    int number = numbers.pop();
    plain.item(number < 0 ? "-" : number + ".");
    numbers.push(number < 0 ? number : number + 1);
    visitChildren(item);
  }

  @Override
  public void visit(FencedCodeBlock code) {
    visitCode(code.getLiteral());
  }

  @Override
  public void visit(IndentedCodeBlock code) {
    visitCode(code.getLiteral());
  }

  private void visitCode(String code) {
    plain.paragraph();
    plain.verbatim(code.stripTrailing());
    plain.paragraph();
  }

  @Override
  public void visit(Code code) {
    plain.words(code.getLiteral());
  }

  @Override
  public void visit(Text text) {
    plain.words(text.getLiteral());
  }

  @Override
  public void visit(SoftLineBreak lineBreak) {
    plain.words("\n");
  }

  @Override
  public void visit(HardLineBreak lineBreak) {
    plain.line();
  }

  @Override
  public void visit(HtmlBlock html) {
    plain.paragraph();
    HtmlText.write(Jsoup.parseBodyFragment(html.getLiteral()).body(), plain);
    plain.paragraph();
  }

  @Override
  public void visit(HtmlInline html) {
    if (html.getLiteral().regionMatches(true, 0, "<br", 0, 3)) {
      plain.line();
    }
  }

  @Override
  public void visit(CustomBlock block) {
    boolean table = block instanceof TableBlock;
    breakLine(!table);
    visitChildren(block);
    breakLine(!table);
  }

  @Override
  public void visit(CustomNode node) {
    if (node instanceof TableRow) {
      plain.line();
    } else if (node instanceof TableCell && hasPreviousCell(node)) {
      plain.words(" | ");
    }
    visitChildren(node);
  }

  private static boolean hasPreviousCell(Node cell) {
    return cell.getPrevious() instanceof TableCell;
  }
}
