package io.agentinstruct.worker.scripted;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Everything in a passage that a task of some kind could be about. */
final class Foci {
  private static final int CLAIMS = 10;
  private static final int POINTS = 4;

  private final Passage passage;
  private final Map<String, String> common;

  private Foci(Passage passage) {
    this.passage = passage;
    List<Sentence> quotable = passage.quotable();
    common = new HashMap<>();
    common.put("topic", passage.topic());
    common.put("first", quotable.getFirst().text());
    common.put("last", quotable.getLast().text());
    common.put("main", passage.mainClaim().text());
    common.put("points", points(quotable));
  }

  /** In the order of the passage, except that claims stand first which sound most like claims. */
  static List<Focus> of(FocusKind kind, Passage passage) {
    if (passage.sentences().isEmpty()) {
      return List.of();
    }
    Foci foci = new Foci(passage);
    return switch (kind) {
      case WHOLE -> List.of(foci.focus(kind, Map.of(), passage.mainClaim()));
      case STATEMENT -> foci.statements(kind);
      case CLAIM -> foci.claims();
      case PAIR -> foci.pairs();
      case NEIGHBOURS -> foci.neighbours();
      case CONTRAST -> foci.starting(kind, passage.wording().grammar().contrasts());
      case LINKED -> foci.starting(kind, passage.wording().grammar().consequences());
      case OPENING -> foci.openings();
      case ROLE -> foci.roles();
      case SPEAKERS -> foci.speakers();
      case CAUSE -> foci.causes();
      case QUANTITY, SPAN, FIGURE, FIGURES, DATED ->
          new FigureFoci(passage).of(kind).stream().map(foci::complete).toList();
      case KEYWORD, GLOSS, GAP, STAND_IN, IMAGE ->
          new WordFoci(passage).of(kind).stream().map(foci::complete).toList();
    };
  }

  /** The one from which these slots were read; after an edit of the passage there may be none. */
  static Optional<Focus> find(FocusKind kind, Passage passage, Map<String, String> read) {
    if (passage.sentences().isEmpty()) {
      return Optional.empty();
    }
    Foci foci = new Foci(passage);
    return switch (kind) {
      case WHOLE -> of(kind, passage).stream().findFirst().map(whole -> whole.with(read));
      case CLAIM -> foci.allClaims().map(foci::claim).filter(focus -> focus.fits(read)).findFirst();
      case PAIR ->
          passage.statements().stream()
              .flatMap(one -> passage.statements().stream().map(other -> pair(one, other)))
              .filter(focus -> focus.fits(read))
              .findFirst()
              .map(foci::complete);
      case FIGURES, DATED ->
          new FigureFoci(passage)
              .all(kind)
              .filter(focus -> focus.fits(read))
              .findFirst()
              .map(foci::complete);
      default -> of(kind, passage).stream().filter(focus -> focus.fits(read)).findFirst();
    };
  }

  private static String points(List<Sentence> sentences) {
    int step = Math.max(1, sentences.size() / POINTS);
    return Stream.iterate(0, i -> i < sentences.size(), i -> i + step)
        .limit(POINTS)
        .map(i -> sentences.get(i).text())
        .reduce((one, other) -> one + "\n" + other)
        .orElseThrow();
  }

  private Focus focus(FocusKind kind, Map<String, String> slots, Sentence... bearing) {
    return complete(new Focus(kind, slots, List.of(bearing)));
  }

  /** With what every task may mention; another subject is needed by many wrong options. */
  private Focus complete(Focus focus) {
    Map<String, String> slots = new HashMap<>(common);
    String own = focus.slots().getOrDefault("subject", passage.topic());
    slots.put("subject", own);
    slots.put("other", otherSubject(own, focus.bearing().getFirst().ordinal()));
    slots.put("quote", focus.bearing().getFirst().text());
    slots.putAll(focus.slots());
    return new Focus(focus.kind(), slots, focus.bearing());
  }

  private String otherSubject(String own, int ordinal) {
    List<String> subjects =
        passage.statements().stream()
            .sorted(Comparator.comparingInt(s -> (s.ordinal() - ordinal + 1000) % 1000))
            .map(Sentence::subject)
            .filter(
                subject -> !subject.toLowerCase(Locale.ROOT).contains(own.toLowerCase(Locale.ROOT)))
            .toList();
    return subjects.isEmpty() ? passage.wording().instruct().nameless() : subjects.getFirst();
  }

  private List<Focus> statements(FocusKind kind) {
    return passage.statements().stream()
        .map(s ->
            focus(
                kind,
                Map.of("subject", s.subject(), "sentence", s.text(), "predicate", s.predicate()),
                s))
        .toList();
  }

  private List<Focus> claims() {
    return allClaims()
        .filter(s ->
            passage.language().alone(s.text())
                && s.text().length() >= passage.wording().tongue().aSentence())
        .sorted(
            Comparator.comparingInt((Sentence s) -> -passage.claimScore(s))
                .thenComparingInt(Sentence::ordinal))
        .limit(CLAIMS)
        .map(this::claim)
        .toList();
  }

  /** A question claims nothing. */
  private Stream<Sentence> allClaims() {
    return passage.quotable().stream()
        .filter(s -> passage.claimScore(s) > 0 || s.hasSubject())
        .filter(s -> !passage.language().asks(s.text()));
  }

  private Focus claim(Sentence claim) {
    Map<String, String> slots = new HashMap<>();
    slots.put("claim", claim.text());
    if (claim.hasSubject()) {
      slots.put("subject", claim.subject());
    }
    Optional<Sentence> reason = passage.before(claim).or(() -> passage.after(claim));
    reason.ifPresent(s -> slots.put("reason", s.text()));
    return focus(FocusKind.CLAIM, slots, claim);
  }

  /** Each statement of the first half with one of the second, so that both are far apart. */
  private List<Focus> pairs() {
    List<Sentence> statements = passage.statements();
    int half = (statements.size() + 1) / 2;
    return Stream.iterate(0, i -> i + half < statements.size(), i -> i + 1)
        .map(i -> complete(pair(statements.get(i), statements.get(i + half))))
        .toList();
  }

  private static Focus pair(Sentence one, Sentence other) {
    Map<String, String> slots =
        Map.of(
            "subject",
            one.subject(),
            "sentence",
            one.text(),
            "other",
            other.subject(),
            "other-sentence",
            other.text());
    return new Focus(FocusKind.PAIR, slots, List.of(one, other));
  }

  private List<Focus> neighbours() {
    List<Sentence> quotable = passage.quotable();
    return quotable.stream()
        .filter(s -> passage.after(s).filter(quotable::contains).isPresent())
        .map(s -> neighbour(FocusKind.NEIGHBOURS, s, passage.after(s).orElseThrow()))
        .toList();
  }

  private Focus neighbour(FocusKind kind, Sentence sentence, Sentence next) {
    return focus(kind, Map.of("sentence", sentence.text(), "next", next.text()), next, sentence);
  }

  private List<Focus> starting(FocusKind kind, List<String> words) {
    return passage.quotable().stream()
        .filter(s -> words.stream().anyMatch(word -> passage.wording().startsWith(s.text(), word)))
        .filter(s -> passage.before(s).isPresent())
        .map(s -> neighbour(kind, passage.before(s).orElseThrow(), s))
        .toList();
  }

  private List<Focus> openings() {
    return passage.quotable().stream()
        .filter(s -> !passage.language().opening(s.text()).equals(Spelling.bare(s.text())))
        .map(s ->
            focus(
                FocusKind.OPENING,
                Map.of("opening", passage.language().opening(s.text()), "sentence", s.text()),
                s))
        .toList();
  }

  private List<Focus> roles() {
    return passage.quotable().stream()
        .map(s ->
            focus(FocusKind.ROLE, Map.of("sentence", s.text(), "role", Roles.of(s, passage)), s))
        .toList();
  }

  /** A chair or an interviewer who speaks least is no party to the dispute. */
  private List<Focus> speakers() {
    Map<String, Long> turns =
        passage.sentences().stream()
            .collect(Collectors.groupingBy(Sentence::speaker, Collectors.counting()));
    List<String> parties =
        passage.speakers().stream()
            .sorted(Comparator.comparingLong(speaker -> -turns.getOrDefault(speaker, 0L)))
            .limit(2)
            .toList();
    return passage.quotable().stream()
        .filter(s -> parties.contains(s.speaker()))
        .flatMap(s -> answer(s, parties).map(a -> dispute(s, a)).stream())
        .toList();
  }

  private Optional<Sentence> answer(Sentence said, List<String> parties) {
    return passage.sentences().stream()
        .filter(a ->
            a.ordinal() > said.ordinal()
                && parties.contains(a.speaker())
                && !a.speaker().equals(said.speaker()))
        .findFirst();
  }

  private Focus dispute(Sentence said, Sentence answered) {
    Map<String, String> slots =
        Map.of(
            "speaker",
            said.speaker(),
            "opponent",
            answered.speaker(),
            "sentence",
            said.text(),
            "other-sentence",
            answered.text());
    return focus(FocusKind.SPEAKERS, slots, said, answered);
  }

  private List<Focus> causes() {
    List<Focus> found = new ArrayList<>();
    for (Sentence s : passage.quotable()) {
      passage
          .language()
          .cause(s.text())
          .filter(cause ->
              cause.cause().length() > 8
                  && cause.effect().length() > 5
                  && !s.text().matches(".*[\"“].*"))
          .ifPresent(cause ->
              found.add(
                  focus(
                      FocusKind.CAUSE,
                      Map.of(
                          "cause", cause.cause(), "effect", cause.effect(), "sentence", s.text()),
                      s)));
    }
    return found;
  }
}
