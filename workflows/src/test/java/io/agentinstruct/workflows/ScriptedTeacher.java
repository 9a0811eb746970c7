package io.agentinstruct.workflows;

import io.agentinstruct.contracts.Teacher;
import io.temporal.failure.ApplicationFailure;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Answers by agent, or by agent and place. A question without a script fails its journey, and the
 * story that asked it by name.
 */
final class ScriptedTeacher implements Teacher {
  private final Map<String, Function<Question, Answer>> scripts = new ConcurrentHashMap<>();
  private @Nullable volatile Function<Question, Answer> otherwise;
  private final Queue<Question> asked = new ConcurrentLinkedQueue<>();
  private final Queue<String> unscripted = new ConcurrentLinkedQueue<>();

  /** What the agent answers wherever it is asked. */
  ScriptedTeacher says(String agent, Answer answer) {
    return says(agent, question -> answer);
  }

  ScriptedTeacher says(String agent, Function<Question, Answer> answer) {
    scripts.put(agent, answer);
    return this;
  }

  /** What the agent answers at one place, such as {@code debate > strengthen 1 > harder 1}. */
  ScriptedTeacher saysAt(String agent, String within, Answer answer) {
    scripts.put(agent + " at " + within, question -> answer);
    return this;
  }

  /** What everybody answers whom no other script knows. */
  ScriptedTeacher saysOtherwise(Function<Question, Answer> answer) {
    otherwise = answer;
    return this;
  }

  @Override
  public Answer ask(Question question) {
    asked.add(question);
    String place = question.agent() + " at " + question.lineage().within();
    Function<Question, Answer> known = scripts.getOrDefault(place, scripts.get(question.agent()));
    Function<Question, Answer> script = known == null ? otherwise : known;
    if (script == null) {
      unscripted.add(place);
      throw ApplicationFailure.newNonRetryableFailure(
          "nobody wrote what to say to " + place, "UNSCRIPTED");
    }
    return script.apply(question);
  }

  /** Everything that was asked, sorted, since threads of a journey run side by side. */
  List<Question> asked() {
    return asked.stream()
        .sorted(
            Comparator.comparing((Question q) -> q.lineage().path())
                .thenComparingInt(Question::step))
        .toList();
  }

  List<Question> asked(String agent) {
    return asked().stream().filter(question -> question.agent().equals(agent)).toList();
  }

  List<String> unscripted() {
    return List.copyOf(unscripted);
  }

  static Made made(String... digests) {
    return new Made(IntStream.range(0, digests.length).mapToObj(i -> item(digests[i])).toList());
  }

  static Made faulty(String digest, String fault, String detail) {
    return new Made(List.of(new Item(digest, "about " + digest, fault, detail)));
  }

  /** A turn of a dialogue after which somebody else speaks. */
  static Made then(String digest, Speaker next) {
    return new Made(List.of(new Item(digest, "about " + digest, null, null, next)));
  }

  static Item item(String digest) {
    return new Item(digest, "about " + digest, null, null);
  }

  /** Items that are named for where they were made. */
  static Function<Question, Answer> makes(int count) {
    return question ->
        made(
            IntStream.rangeClosed(1, count)
                .mapToObj(number ->
                    "%s at %s #%d".formatted(question.agent(), question.lineage().within(), number))
                .toArray(String[]::new));
  }
}
