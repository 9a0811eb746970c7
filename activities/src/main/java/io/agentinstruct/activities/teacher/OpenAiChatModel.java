package io.agentinstruct.activities.teacher;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.JsonValue;
import com.openai.core.LogLevel;
import com.openai.core.http.HttpResponseFor;
import com.openai.errors.OpenAIIoException;
import com.openai.models.ResponseFormatJsonObject;
import com.openai.models.ResponseFormatJsonSchema;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.services.blocking.chat.ChatCompletionService;
import io.agentinstruct.core.stage.Message;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import okhttp3.ConnectionPool;
import okhttp3.Headers;
import okhttp3.OkHttpClient;

/**
 * Chat Completions through openai-java, with a client of our own underneath and no retries
 * anywhere. The reply is read from the raw body: the SDK's classes are stricter than the servers.
 */
public final class OpenAiChatModel implements ChatModel {
  private static final int MOST_BYTES = 8 << 20;
  private static final long CONNECT_SECONDS = 10;

  /**
   * Below the five seconds after which common servers drop an idle connection, which would cost us
   * the call.
   */
  private static final long IDLE_SECONDS = 4;

  private final Role role;
  private final boolean sendable;
  private final OkHttpClient http;
  private final OpenAIClient client;
  private final ChatCompletionService.WithRawResponse completions;
  private final ModelTroubles troubles;
  private final Map<String, Dialect> dialects = new ConcurrentHashMap<>();

  /**
   * @param secret the key itself; blank = the endpoint wants none
   */
  public OpenAiChatModel(Role role, String secret) {
    this(role, secret, new Overheard());
  }

  OpenAiChatModel(Role role, String secret, Overheard overheard) {
    this(role, secret, overheard, limits -> {});
  }

  /**
   * @param secret the key itself; blank = the endpoint wants none
   * @param gate hears what the endpoint says of its limits
   */
  public OpenAiChatModel(Role role, String secret, Gate gate) {
    this(role, secret, new Overheard(), gate::told);
  }

  private OpenAiChatModel(
      Role role, String secret, Overheard overheard, Consumer<ToldLimits> limits) {
    String key = secret.strip();
    this.role = role;
    this.sendable = key.chars().allMatch(c -> c > ' ' && c < 127);
    this.troubles = new ModelTroubles(role, key);
    // No timeouts but on connecting: the deadline below covers all, and OkHttp's share one lock.
    this.http =
        new OkHttpClient.Builder()
            .connectionPool(new ConnectionPool(role.inFlight(), IDLE_SECONDS, TimeUnit.SECONDS))
            .retryOnConnectionFailure(false)
            .followRedirects(false)
            .followSslRedirects(false)
            .connectTimeout(CONNECT_SECONDS, TimeUnit.SECONDS)
            .readTimeout(0, TimeUnit.SECONDS)
            .writeTimeout(0, TimeUnit.SECONDS)
            .callTimeout(0, TimeUnit.SECONDS)
            .addInterceptor(
                Wire.interceptor(key.isEmpty(), overheard, headers -> tell(headers, limits)))
            .addNetworkInterceptor(Wire::sending)
            .build();
    this.client =
        OpenAIOkHttpClient.builder()
            .okHttpClient(http)
            .baseUrl(role.endpoint().toString())
            .apiKey(sendable && !key.isEmpty() ? key : "none")
            .maxRetries(0)
            .logLevel(LogLevel.OFF)
            .disableTelemetry(true)
            .checkJacksonVersionCompatibility(false)
            .build();
    this.completions = client.chat().completions().withRawResponse();
  }

  private static void tell(Headers headers, Consumer<ToldLimits> limits) {
    ToldLimits told = ToldLimits.of(headers);
    if (!told.nothing()) {
      limits.accept(told);
    }
  }

  /**
   * Ends by the role's deadline, or when a reply that has begun stands still for too long, whatever
   * the other side does: the call runs on a thread that can be left behind.
   */
  @Override
  public Reply ask(Request request) throws ModelTrouble {
    if (!sendable) {
      throw troubles.unsendableKey();
    }
    Wire wire = new Wire();
    FutureTask<Reply> call =
        new FutureTask<>(() -> ScopedValue.where(Wire.CURRENT, wire).call(() -> converse(request)));
    Thread.ofVirtual().name("model-call").start(call);
    try {
      return reply(call, wire);
    } catch (ModelTrouble trouble) {
      wire.cut(); // first, so that nothing is sent after the question is answered
      throw wire.perhapsBilled() ? trouble.perhapsBilled() : trouble;
    } finally {
      if (!call.isDone()) {
        wire.cut();
        call.cancel(true);
      }
    }
  }

  private Reply reply(FutureTask<Reply> call, Wire wire) throws ModelTrouble {
    try {
      return await(call, wire);
    } catch (ExecutionException e) {
      throw switch (e.getCause()) {
        case ModelTrouble trouble -> trouble;
        case null -> troubles.broken(e);
        case Throwable cause -> troubles.broken(cause);
      };
    } catch (TimeoutException e) {
      throw wire.stillFor() >= role.idle().toNanos()
          ? troubles.still(wire.came(), e)
          : troubles.late(wire.came(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw troubles.interrupted(e);
    }
  }

  private Reply await(FutureTask<Reply> call, Wire wire)
      throws InterruptedException, ExecutionException, TimeoutException {
    long idle = role.idle().toNanos();
    long until = System.nanoTime() + role.deadline().toNanos();
    while (true) {
      long left = Math.min(until - System.nanoTime(), idle - wire.stillFor());
      try {
        return call.get(Math.max(0, left), TimeUnit.NANOSECONDS);
      } catch (TimeoutException e) {
        if (System.nanoTime() - until >= 0 || wire.stillFor() >= idle) {
          throw e;
        }
      }
    }
  }

  /** A refusal of a parameter's spelling is answered with the other spelling; it was not billed. */
  private Reply converse(Request request) throws ModelTrouble {
    while (true) {
      Dialect dialect = dialects.getOrDefault(request.model(), Dialect.COMMON);
      try {
        return send(request, dialect);
      } catch (Refused refused) {
        Dialect other =
            dialect.after(refused).orElseThrow(() -> troubles.refused(refused, request));
        dialects.merge(request.model(), other, Dialect::and);
      }
    }
  }

  private Reply send(Request request, Dialect dialect) throws ModelTrouble, Refused {
    try (HttpResponseFor<ChatCompletion> response = completions.create(params(request, dialect))) {
      byte[] body = Wire.CURRENT.get().drain(response.body(), MOST_BYTES);
      return ReplyReader.read(body, () -> headers(response), request);
    } catch (OpenAIIoException e) {
      if (e.getCause() instanceof Refused refused) {
        throw refused;
      }
      throw troubles.unreachable(e.getCause() instanceof IOException io ? io : new IOException(e));
    } catch (Refused refused) { // within a success
      if (refused.status() < 500) { // what failed after it succeeded may have done its work
        Wire.CURRENT.get().refused(refused.status());
      }
      throw refused;
    } catch (IOException e) {
      throw troubles.garbled("is cut or is no chat completion", e);
    }
  }

  private static Headers headers(HttpResponseFor<ChatCompletion> response) {
    Headers.Builder headers = new Headers.Builder();
    for (String name : response.headers().names()) {
      response.headers().values(name).forEach(value -> headers.addUnsafeNonAscii(name, value));
    }
    return headers.build();
  }

  @SuppressWarnings(
      "deprecation") // max_tokens: deprecated by OpenAI alone, and the only cap that all others
  // know
  private static ChatCompletionCreateParams params(Request request, Dialect dialect) {
    ChatCompletionCreateParams.Builder params =
        ChatCompletionCreateParams.builder().model(request.model());
    for (Message message : request.messages()) {
      add(params, message);
    }
    if (dialect.newCap()) {
      params.maxCompletionTokens(request.maxTokens());
    } else {
      params.maxTokens(request.maxTokens());
    }
    if (dialect.temperature()) {
      params.temperature(request.temperature());
    }
    switch (request.shape()) {
      case Shape.Text text -> {}
      case Shape.JsonObject object ->
          params.responseFormat(ResponseFormatJsonObject.builder().build());
      case Shape.Schema schema -> params.responseFormat(format(request.name(), schema));
    }
    request
        .extra()
        .forEach((field, value) ->
            params.putAdditionalBodyProperty(field, JsonValue.fromJsonNode(value)));
    return params.build();
  }

  private static void add(ChatCompletionCreateParams.Builder params, Message message) {
    String content = wellFormed(message.content());
    switch (message.role()) {
      case "system" -> params.addSystemMessage(content);
      case "user" -> params.addUserMessage(content);
      case "assistant" -> params.addAssistantMessage(content);
      default -> throw new IllegalArgumentException("no prompt speaks as '" + message.role() + "'");
    }
  }

  /**
   * The schema goes in whole: the SDK's own way sorts the properties, and a model must reason
   * before it answers.
   */
  private static ResponseFormatJsonSchema format(String name, Shape.Schema schema) {
    return ResponseFormatJsonSchema.builder()
        .jsonSchema(
            ResponseFormatJsonSchema.JsonSchema.builder()
                .name(name)
                .strict(true)
                .putAdditionalProperty("schema", JsonValue.fromJsonNode(schema.schema()))
                .build())
        .build();
  }

  /** Half a character can't be sent as JSON; it becomes the replacement character. */
  private static String wellFormed(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        return text.codePoints()
            .map(point ->
                Character.MIN_SURROGATE <= point && point <= Character.MAX_SURROGATE
                    ? 0xFFFD
                    : point)
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString();
      }
    }
    return text;
  }

  @Override
  public void close() {
    http.dispatcher().cancelAll();
    client.close();
    http.connectionPool().evictAll();
    http.dispatcher().executorService().shutdown();
  }
}
