package io.agentinstruct.activities.seed;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/**
 * What can be clicked, filled in or chosen on a page, each as a line by its role and name: {@code
 * [textbox] City}. Roles are those of WAI-ARIA, names are found as browsers find them, in short.
 */
final class Controls {
  private static final Set<String> ROLES =
      Set.of(
          "button",
          "checkbox",
          "combobox",
          "listbox",
          "menuitem",
          "radio",
          "searchbox",
          "slider",
          "spinbutton",
          "switch",
          "tab",
          "textbox");
  private static final Set<String> TAGS = Set.of("button", "input", "select", "textarea");
  private static final int LONGEST = 200;
  private static final int MOST_OPTIONS = 30;
  private static final Pattern WHITE_SPACE = Pattern.compile("(?U)[\\s\\p{Cc}]+");

  private final Map<String, Element> byId = new HashMap<>();
  private final Map<Element, String> labelled = new HashMap<>();
  private final Set<Element> labels = new HashSet<>();

  Controls(Document page) {
    page.select("[id]").forEach(element -> byId.putIfAbsent(element.id(), element));
    for (Element label : page.select("label")) {
      Optional<Element> control =
          Optional.ofNullable(byId.get(label.attr("for")))
              .or(() -> Optional.ofNullable(label.selectFirst("input, select, textarea")));
      control
          .filter(Controls::isControl)
          .ifPresent(named -> {
            labelled.putIfAbsent(named, oneLine(ownText(label)));
            labels.add(label);
          });
    }
  }

  /** The label's words without those of the control in it, such as a list's options. */
  private static String ownText(Element label) {
    Element copy = label.clone();
    copy.select("select, textarea, button").remove();
    return copy.text();
  }

  static boolean isLink(Element element) {
    return (element.nameIs("a") && element.hasAttr("href")) || element.attr("role").equals("link");
  }

  static boolean isControl(Element element) {
    return (TAGS.contains(element.normalName()) && !element.attr("type").equals("hidden"))
        || ROLES.contains(element.attr("role"));
  }

  /** Whether this label's words stand in its control's line. */
  boolean isName(Element label) {
    return labels.contains(label);
  }

  /**
   * Empty where the element is nothing to act on; a blank line where nobody would know for what.
   */
  Optional<String> line(Element element) {
    if (isLink(element)) {
      String name = name(element);
      return Optional.of(name.isEmpty() ? "" : "[link] " + name);
    }
    if (element.nameIs("input") && element.attr("type").equals("hidden")) {
      return Optional.of("");
    }
    if (!isControl(element)) {
      return element.nameIs("img") && !element.attr("alt").isBlank()
          ? Optional.of("[image] " + oneLine(element.attr("alt")))
          : Optional.empty();
    }
    String name = name(element);
    return Optional.of(
        "[%s]%s%s%s"
            .formatted(
                role(element), name.isEmpty() ? "" : " " + name, value(element), state(element)));
  }

  /** What a form is called, with a space before it; empty if it has no name. */
  static String formName(Element form) {
    String name = oneLine(form.attr("aria-label"));
    return name.isEmpty() ? "" : " " + name;
  }

  private static String role(Element element) {
    if (ROLES.contains(element.attr("role"))) {
      return element.attr("role");
    }
    return switch (element.normalName()) {
      case "button" -> "button";
      case "select" -> element.hasAttr("multiple") ? "listbox" : "combobox";
      case "textarea" -> "textbox";
      default ->
          switch (element.attr("type")) {
            case "submit", "button", "reset", "image" -> "button";
            case "checkbox", "radio", "file" -> element.attr("type");
            case "range" -> "slider";
            case "number" -> "spinbutton";
            case "search" -> "searchbox";
            case "date", "time", "datetime-local", "month", "week" -> element.attr("type");
            default -> "textbox";
          };
    };
  }

  private String name(Element element) {
    boolean byContent = !element.nameIs("select") && !element.nameIs("textarea");
    boolean pressed = role(element).equals("button");
    return Stream.of(
            element.attr("aria-label"),
            Optional.ofNullable(byId.get(element.attr("aria-labelledby")))
                .map(Element::text)
                .orElse(""),
            labelled.getOrDefault(element, ""),
            byContent ? element.text() : "",
            pressed ? element.attr("value") : "",
            element.attr("alt"),
            element.select("img[alt]").attr("alt"),
            element.attr("placeholder"),
            element.attr("title"),
            element.attr("name"))
        .map(Controls::oneLine)
        .filter(name -> !name.isEmpty())
        .findFirst()
        .orElse("");
  }

  private static String value(Element element) {
    if (element.nameIs("select")) {
      String options =
          element.select("option").stream()
              .limit(MOST_OPTIONS)
              .map(option ->
                  oneLine(option.text()) + (option.hasAttr("selected") ? " (selected)" : ""))
              .collect(Collectors.joining(" | "));
      return options.isEmpty() ? "" : ": " + options;
    }
    boolean shows =
        switch (role(element)) {
          case "textbox", "searchbox", "slider", "spinbutton", "date", "time" ->
              !element.attr("type").equals("password");
          default -> false;
        };
    String value = oneLine(element.nameIs("textarea") ? element.text() : element.attr("value"));
    return shows && !value.isEmpty() ? ": " + value : "";
  }

  private static String state(Element element) {
    return Stream.of("checked", "required", "disabled")
        .filter(state -> element.hasAttr(state) || element.attr("aria-" + state).equals("true"))
        .map(state -> " (" + state + ")")
        .collect(Collectors.joining());
  }

  private static String oneLine(String text) {
    String line = WHITE_SPACE.matcher(text).replaceAll(" ").strip();
    return line.length() <= LONGEST
        ? line
        : line.substring(0, line.offsetByCodePoints(0, line.codePointCount(0, LONGEST) - 1)) + "…";
  }
}
