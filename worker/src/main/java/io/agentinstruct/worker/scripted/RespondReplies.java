package io.agentinstruct.worker.scripted;

import io.agentinstruct.core.flow.AnswerFormat;
import io.agentinstruct.worker.scripted.Wording.RespondWords;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Answers the student's prompt from its passage, in the form its task asks for. */
final class RespondReplies {
  private static final int FEW = 4;

  private final StudentPrompt prompt;
  private final Passage passage;
  private final Wording wording;
  private final RespondWords words;

  RespondReplies(StudentPrompt prompt) {
    this.prompt = prompt;
    passage = prompt.passage();
    wording =
        passage.sentences().isEmpty() ? Wording.of(Tongue.of(prompt.task())) : passage.wording();
    words = wording.respond();
  }

  String answer() {
    if (passage.sentences().isEmpty()) {
      return Wording.say(words.unknownAll(), Map.of(), prompt.task());
    }
    return prompt.asked().map(this::known).orElseGet(() -> new UnknownTask(prompt).answer());
  }

  private String known(Asked asked) {
    Optional<Solution> solution =
        Solver.solve(passage, asked, prompt.choices().options(), prompt.choices().matches());
    return solution.map(found -> solved(asked, found)).orElseGet(() -> unsettled(asked));
  }

  private String solved(Asked asked, Solution solution) {
    String answer =
        switch (asked.agent().format()) {
          case SHORT_ANSWER, LABELS, CODE, JSON, DIALOGUE -> brief(solution);
          case LIST -> list(solution.expected().lines().toList());
          case ESSAY, TEXT -> essay(asked);
          case FILL_IN_THE_BLANK -> blank(solution.expected());
          case TRUE_FALSE -> verdicts(asked, solution);
          case ORDERING -> order(solution.expected().lines().toList());
          case MATCHING -> pairs(solution.expected().lines().toList());
          case MULTIPLE_CHOICE -> choice(asked.agent(), solution);
        };
    return Stream.concat(
            Stream.of(answer), solution.additions().stream().filter(more -> !said(answer, more)))
        .reduce(wording::joined)
        .orElseThrow();
  }

  /** A condition that asks for a quotation is met already where the answer is that quotation. */
  private boolean said(String answer, String more) {
    return passage.sentences().stream()
        .anyMatch(s ->
            more.contains(Spelling.bare(s.text())) && answer.contains(Spelling.bare(s.text())));
  }

  private String brief(Solution solution) {
    String quote = solution.decisive().text();
    if (Spelling.same(solution.expected(), quote)) {
      return Wording.say(words.shortQuoted(), Map.of("quote", quote), prompt.task());
    }
    if (solution.expected().contains(Spelling.bare(quote))
        || solution.bearing().size() > 2
        || whole(solution)) {
      return solution.expected();
    }
    return Wording.say(
        words.shortDerived(),
        Map.of("quote", quote, "expected", wording.stopped(solution.expected())),
        prompt.task());
  }

  private static boolean whole(Solution solution) {
    return solution.focus().kind() == FocusKind.WHOLE;
  }

  private String list(List<String> entries) {
    List<String> lines = new ArrayList<>();
    lines.add(Wording.say(words.listOpen(), Map.of(), prompt.task()));
    entries.forEach(entry -> lines.add(Wording.said(words.listEntry(), Map.of("entry", entry))));
    return String.join("\n", lines);
  }

  private String essay(Asked asked) {
    boolean summary = prompt.task().matches("(?is).*(?:" + words.summaryWords() + ").*");
    boolean weighing = asked.slots().containsKey("sentence");
    List<List<String>> plans =
        summary ? words.summaries() : weighing ? words.weighings() : words.essays();
    return String.join("\n\n", paragraphs(Draw.from(plans, prompt.task()), asked));
  }

  private List<String> paragraphs(List<String> plan, Asked asked) {
    List<String> sentences = passage.quotable().stream().map(Sentence::text).distinct().toList();
    List<String> telling = passage.statements().stream().map(Sentence::text).distinct().toList();
    String main = passage.mainClaim().text();
    List<String> middle =
        (telling.size() > FEW ? telling : sentences)
            .stream().skip(1).filter(text -> !text.equals(main)).toList();
    Map<String, String> slots = new HashMap<>(asked.slots());
    slots.put("topic", passage.topic());
    slots.put("first", sentences.getFirst());
    slots.put("main", main.equals(sentences.getFirst()) ? sentences.getLast() : main);
    slots.put("second", middle.isEmpty() ? main : middle.get(middle.size() / 3));
    slots.put("third", middle.isEmpty() ? main : middle.get(middle.size() * 2 / 3));
    return plan.stream().map(stem -> new Stem(stem).fill(slots)).flatMap(Optional::stream).toList();
  }

  private String blank(String word) {
    String task =
        prompt
            .asked()
            .flatMap(asked -> asked.ask().stem().fill(asked.slots()))
            .orElse(prompt.task());
    task = prompt.asked().map(asked -> asked.slots().get("gapped")).orElse(task);
    return Wording.said(
        words.blank(), Map.of("word", word, "whole", task.replace(WordFoci.GAP, word)));
  }

  private String verdicts(Asked asked, Solution solution) {
    List<String> lines = new ArrayList<>();
    for (String statement : prompt.choices().options()) {
      Verdict verdict = Verdict.on(statement, passage, asked.agent()).orElseThrow();
      lines.add(verdictLine(lines.size() + 1, verdict, solution, asked.agent()));
    }
    return String.join("\n", lines);
  }

  private String verdictLine(int n, Verdict verdict, Solution solution, AgentWords agent) {
    boolean ownReason = agent.options() != OptionRule.STATED && verdict.reason().isPresent();
    String quote = verdict.bearing().map(Sentence::text).orElse(solution.decisive().text());
    String stem = verdict.right() ? words.verdictStates() : words.verdictClash();
    String reason = ownReason ? verdict.reason().orElse(stem) : stem;
    return line(
        n,
        verdict.right() ? wording.instruct().trueWord() : wording.instruct().falseWord(),
        Wording.said(reason, Map.of("quote", Spelling.bare(quote))));
  }

  private String line(int n, String verdict, String reason) {
    return Wording.said(words.verdict(), Map.of("n", "" + n, "verdict", verdict, "reason", reason));
  }

  private String order(List<String> entries) {
    List<String> lines = new ArrayList<>();
    entries.forEach(entry -> lines.add((lines.size() + 1) + ". " + entry));
    return String.join("\n", lines)
        + "\n\n"
        + Wording.say(words.orderClose(), Map.of(), prompt.task());
  }

  private String pairs(List<String> pairs) {
    return String.join("\n", pairs)
        + "\n\n"
        + Wording.say(words.pairsClose(), Map.of(), prompt.task());
  }

  private String choice(AgentWords agent, Solution solution) {
    String option = solution.expected();
    String why =
        agent.why().isEmpty()
            ? ""
            : Wording.say(agent.why(), solution.focus().slots(), prompt.task());
    String quote = solution.decisive().text();
    boolean quoted = Spelling.same(option, quote) || prompt.task().contains(Spelling.bare(quote));
    if (!quoted) {
      why =
          wording.joined(why, Wording.say(words.evidence(), Map.of("quote", quote), prompt.task()));
    }
    why = wording.joined(why, tempting(option));
    return Wording.say(
        words.choice(),
        Map.of("label", prompt.choices().label(option), "option", option, "why", why),
        prompt.task());
  }

  /** The one among the others that has most words in common with the task. */
  private String tempting(String option) {
    List<String> others =
        prompt.choices().options().stream().filter(other -> !other.equals(option)).toList();
    String label = prompt.choices().label(Draw.from(others, prompt.task()));
    return Wording.say(words.tempting(), Map.of("label", label), prompt.task() + option);
  }

  private String unsettled(Asked asked) {
    Map<String, String> slots = new HashMap<>();
    Optional.ofNullable(asked.slots().get("subject"))
        .ifPresent(subject -> slots.put("subject", subject));
    boolean choice = asked.agent().format() == AnswerFormat.MULTIPLE_CHOICE;
    List<String> stems =
        choice ? words.unknownChoice() : slots.isEmpty() ? words.unknownAll() : words.unknown();
    String plain = Wording.say(stems, slots, prompt.task());
    return passage
        .closest(prompt.task() + " " + String.join(" ", prompt.choices().options()))
        .map(near ->
            wording.joined(
                plain, Wording.say(words.instead(), Map.of("quote", near.text()), prompt.task())))
        .orElse(plain);
  }
}
