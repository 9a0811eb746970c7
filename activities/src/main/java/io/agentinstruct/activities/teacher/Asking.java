package io.agentinstruct.activities.teacher;

import io.agentinstruct.contracts.Teacher.Question;
import io.agentinstruct.core.flow.Agent;
import io.agentinstruct.core.flow.Flow;
import io.agentinstruct.core.prompt.PromptFile;
import io.agentinstruct.core.stage.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Everything that stays the same while one question is asked, however often it takes.
 *
 * @param ordinal of the journey's seed
 * @param sample which answer to the same request is wanted
 */
record Asking(
    Flow flow,
    Agent agent,
    PromptFile prompt,
    Question question,
    int ordinal,
    int sample,
    Relay relay) {
  private static final int URGENCIES = 8;
  private static final int LONGEST_NAME = 64;

  List<Message> messages(Map<String, String> values) {
    List<Message> messages = new ArrayList<>();
    prompt.system().ifPresent(system -> messages.add(Message.system(system.fill(values))));
    messages.add(Message.user(prompt.user().fill(values)));
    return messages;
  }

  ChatModel.Request request(
      Line line, List<Message> messages, int maxTokens, ChatModel.Shape shape) {
    String name = agent.id().replaceAll("[^A-Za-z0-9_-]", "-");
    return new ChatModel.Request(
        line.role().model(),
        messages,
        prompt.temperature(),
        maxTokens,
        name.substring(0, Math.min(LONGEST_NAME, name.length())),
        shape,
        line.role().extraBody());
  }

  /**
   * Older journeys go first, and within one its late stages: a journey is deep before the run is
   * wide.
   */
  Line.Caller caller() {
    int urgency = ordinal * URGENCIES + agent.stage().urgency();
    return new Line.Caller(question.run(), question.seed(), agent.id(), urgency, sample);
  }
}
