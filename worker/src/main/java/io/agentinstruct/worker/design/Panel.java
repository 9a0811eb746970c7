package io.agentinstruct.worker.design;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.agentinstruct.activities.teacher.Interview;
import io.agentinstruct.activities.teacher.ModelTrouble;
import io.agentinstruct.core.design.DraftText;
import io.agentinstruct.core.design.Kit;
import io.agentinstruct.core.design.OutlineReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** Asks designing agents, several at once. How many are on the wire, the gate decides. */
final class Panel {
  private final Kit kit;
  private final Interview interview;
  private final AtomicInteger asked = new AtomicInteger();

  Panel(Kit kit, Interview interview) {
    this.kit = kit;
    this.interview = interview;
  }

  /** One question to one of the kit's agents. */
  record Question(String agent, Map<String, String> values) {}

  /**
   * A reply, or why there is none that can be used.
   *
   * @param words that were asked
   */
  record Reply(Optional<ObjectNode> said, String why, String words) {
    OutlineReader.Said heard() {
      return new OutlineReader.Said(said, words);
    }

    /** The field as guidelines, or empty with the reason added to the faults. */
    String guide(String field, String id, Map<String, String> faults) {
      if (said.isEmpty()) {
        faults.put(id, why);
        return "";
      }
      String text = DraftText.lines(said.get().path(field).asText(""));
      Optional<String> fault = DraftText.fault(text, words);
      fault.ifPresent(it -> faults.put(id, it));
      return fault.isPresent() ? "" : text;
    }
  }

  Reply ask(Question question) throws ModelTrouble, InterruptedException {
    Kit.DesignAgent agent = kit.agent(question.agent());
    Interview.Ask ask =
        new Interview.Ask(
            "design/" + agent.name(),
            agent.prompt(),
            agent.envelope(),
            question.values(),
            asked.incrementAndGet());
    return switch (interview.ask(ask)) {
      case Interview.Heard.Said said -> new Reply(Optional.of(said.reply()), "", ask.words());
      case Interview.Heard.Unusable unusable ->
          new Reply(Optional.empty(), unusable.why().lines().findFirst().orElse(""), ask.words());
    };
  }

  /**
   * All of them at once. Where one meets trouble the others are let end, since they are paid for.
   *
   * @param each told whenever one has ended
   */
  Map<String, Reply> askAll(Map<String, Question> questions, Runnable each)
      throws ModelTrouble, InterruptedException {
    Map<String, Future<Reply>> asking = new LinkedHashMap<>();
    Map<String, Reply> replies = new LinkedHashMap<>();
    List<ModelTrouble> troubles = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      questions.forEach((id, question) -> {
        Callable<Reply> call =
            () -> {
              try {
                return ask(question);
              } finally {
                each.run();
              }
            };
        asking.put(id, threads.submit(call));
      });
      for (Map.Entry<String, Future<Reply>> one : asking.entrySet()) {
        try {
          replies.put(one.getKey(), one.getValue().get());
        } catch (ExecutionException e) {
          switch (e.getCause()) {
            case ModelTrouble trouble -> troubles.add(trouble);
            case RuntimeException broken -> throw broken;
            case null, default -> throw new IllegalStateException("asking an agent failed", e);
          }
        }
      }
    }
    if (!troubles.isEmpty()) {
      throw troubles.getFirst();
    }
    return replies;
  }
}
