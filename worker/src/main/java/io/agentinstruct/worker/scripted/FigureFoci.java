package io.agentinstruct.worker.scripted;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What can be counted, added or measured in a passage. */
final class FigureFoci {
  private final Passage passage;
  private final Grammar language;

  FigureFoci(Passage passage) {
    this.passage = passage;
    language = passage.language();
  }

  List<Focus> of(FocusKind kind) {
    return switch (kind) {
      case QUANTITY -> quantities();
      case SPAN -> span();
      case FIGURE -> figures();
      case FIGURES -> pairsOfFigures();
      case DATED -> dated();
      default -> List.of();
    };
  }

  private record Found(Quantity quantity, Sentence sentence) {}

  /** Numbers of one and the same unit, at least two of them different. */
  private List<Focus> quantities() {
    Map<String, List<Found>> byUnit = new LinkedHashMap<>();
    for (Sentence s : passage.quotable()) {
      language
          .quantities(s.text())
          .forEach(q ->
              byUnit.computeIfAbsent(q.unit(), unit -> new ArrayList<>()).add(new Found(q, s)));
    }
    return byUnit.entrySet().stream()
        .filter(unit ->
            unit.getValue().stream()
                    .map(f -> f.quantity().value().stripTrailingZeros())
                    .distinct()
                    .count()
                > 1)
        .map(unit -> quantity(unit.getKey(), unit.getValue()))
        .toList();
  }

  private static Focus quantity(String unit, List<Found> found) {
    Found largest = found.stream().max(Comparator.comparing(Found::quantity)).orElseThrow();
    Found smallest = found.stream().min(Comparator.comparing(Found::quantity)).orElseThrow();
    BigDecimal high = largest.quantity().value();
    BigDecimal low = smallest.quantity().value();
    Map<String, String> slots =
        Map.of(
            "unit", unit,
            "largest", largest.quantity().digits(),
            "smallest", smallest.quantity().digits(),
            "difference", Quantity.written(high.subtract(low)),
            "sum", Quantity.written(high.add(low)));
    List<Sentence> bearing =
        Stream.concat(Stream.of(largest, smallest), found.stream())
            .map(Found::sentence)
            .distinct()
            .toList();
    return new Focus(FocusKind.QUANTITY, slots, bearing);
  }

  private List<Sentence> withYear() {
    return passage.quotable().stream().filter(s -> !language.years(s.text()).isEmpty()).toList();
  }

  private List<Focus> span() {
    List<Sentence> dated = withYear();
    List<Integer> years =
        dated.stream().flatMap(s -> language.years(s.text()).stream()).sorted().toList();
    if (years.size() < 2 || years.getFirst().equals(years.getLast())) {
      return List.of();
    }
    int earliest = years.getFirst();
    int latest = years.getLast();
    Map<String, String> slots =
        Map.of("earliest", "" + earliest, "latest", "" + latest, "years", "" + (latest - earliest));
    List<Sentence> ends =
        dated.stream()
            .sorted(
                Comparator.comparing((Sentence s) ->
                    !language.years(s.text()).contains(earliest)
                        && !language.years(s.text()).contains(latest)))
            .toList();
    return List.of(new Focus(FocusKind.SPAN, slots, ends));
  }

  /** Statements with a number of something, the number not being part of the subject. */
  private List<Focus> figures() {
    List<Focus> found = new ArrayList<>();
    for (Sentence s : passage.statements()) {
      List<Quantity> quantities = language.quantities(s.predicate());
      if (!quantities.isEmpty()) {
        Quantity first = quantities.getFirst();
        String number = passage.wording().numberOf(first);
        found.add(
            new Focus(
                FocusKind.FIGURE,
                Map.of(
                    "subject",
                    s.subject(),
                    "number",
                    number,
                    "unit",
                    first.unit(),
                    "sentence",
                    s.text()),
                List.of(s)));
      }
    }
    return found;
  }

  private List<Focus> pairsOfFigures() {
    List<Sentence> single = figures().stream().map(focus -> focus.bearing().getFirst()).toList();
    return neighbours(single)
        .flatMap(pair -> figures(pair.getFirst(), pair.getLast()).stream())
        .toList();
  }

  private Optional<Focus> figures(Sentence one, Sentence other) {
    Quantity a = language.quantities(one.predicate()).getFirst();
    Quantity b = language.quantities(other.predicate()).getFirst();
    Map<String, String> slots =
        Map.of(
            "subject",
            one.subject(),
            "other",
            other.subject(),
            "a",
            a.digits(),
            "b",
            b.digits(),
            "sum",
            Quantity.written(a.value().add(b.value())),
            "max",
            a.compareTo(b) > 0 ? a.digits() : b.digits());
    return a.compareTo(b) == 0
        ? Optional.empty()
        : Optional.of(new Focus(FocusKind.FIGURES, slots, List.of(one, other)));
  }

  /** Two events with a year each. */
  private List<Focus> dated() {
    return neighbours(onceDated())
        .flatMap(pair -> dated(pair.getFirst(), pair.getLast()).stream())
        .toList();
  }

  private List<Sentence> onceDated() {
    return withYear().stream().filter(s -> language.years(s.text()).size() == 1).toList();
  }

  private Optional<Focus> dated(Sentence one, Sentence other) {
    int first = language.years(one.text()).getFirst();
    int second = language.years(other.text()).getFirst();
    Map<String, String> slots =
        Map.of(
            "event", language.undated(one.text(), first),
            "other-event", language.undated(other.text(), second),
            "year", "" + Math.min(first, second),
            "other-year", "" + Math.max(first, second),
            "years", "" + Math.abs(second - first));
    return first == second
        ? Optional.empty()
        : Optional.of(new Focus(FocusKind.DATED, slots, List.of(one, other)));
  }

  private static Stream<List<Sentence>> neighbours(List<Sentence> sentences) {
    return Stream.iterate(0, i -> i + 1 < sentences.size(), i -> i + 1)
        .map(i -> sentences.subList(i, i + 2));
  }

  /** Every pair there is, not only neighbours. */
  Stream<Focus> all(FocusKind kind) {
    List<Sentence> sentences =
        kind == FocusKind.DATED
            ? onceDated()
            : figures().stream().map(focus -> focus.bearing().getFirst()).toList();
    return sentences.stream()
        .flatMap(one ->
            sentences.stream()
                .filter(other -> !other.equals(one))
                .map(other -> List.of(one, other)))
        .flatMap(pair ->
            (kind == FocusKind.DATED
                    ? dated(pair.getFirst(), pair.getLast())
                    : figures(pair.getFirst(), pair.getLast()))
                .stream());
  }
}
