package io.agentinstruct.activities.teacher;

class OpenAiChatModelOutageTest extends ChatModelOutageContract {
  @Override
  ChatModel model(Role role, String key) {
    return new OpenAiChatModel(role, key);
  }
}
