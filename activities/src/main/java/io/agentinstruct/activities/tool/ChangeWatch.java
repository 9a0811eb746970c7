package io.agentinstruct.activities.tool;

import io.modelcontextprotocol.json.TypeRef;
import io.modelcontextprotocol.spec.McpClientTransport;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCMessage;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCNotification;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import reactor.core.publisher.Mono;

/**
 * Keeps a server's word that its tools have changed from the SDK, which would list them at once and
 * without end where the server has no last page; {@link McpConnection} lists them with bounds.
 */
record ChangeWatch(McpClientTransport to, Runnable onChange) implements McpClientTransport {
  @Override
  public Mono<Void> connect(Function<Mono<JSONRPCMessage>, Mono<JSONRPCMessage>> handler) {
    return to.connect(messages ->
        messages.flatMap(message -> {
          if (message instanceof JSONRPCNotification news
              && McpSchema.METHOD_NOTIFICATION_TOOLS_LIST_CHANGED.equals(news.method())) {
            onChange.run();
            return Mono.empty();
          }
          return handler.apply(Mono.just(message));
        }));
  }

  @Override
  public void setExceptionHandler(Consumer<Throwable> handler) {
    to.setExceptionHandler(handler);
  }

  @Override
  public Mono<Void> closeGracefully() {
    return to.closeGracefully();
  }

  @Override
  public Mono<Void> sendMessage(JSONRPCMessage message) {
    return to.sendMessage(message);
  }

  @Override
  public <T> T unmarshalFrom(Object data, TypeRef<T> type) {
    return to.unmarshalFrom(data, type);
  }

  @Override
  public List<String> protocolVersions() {
    return to.protocolVersions();
  }
}
