package io.agentinstruct.worker.engine;

import io.agentinstruct.contracts.Attributes;
import io.agentinstruct.contracts.Payloads;
import io.grpc.StatusRuntimeException;
import io.temporal.api.enums.v1.IndexedValueType;
import io.temporal.api.operatorservice.v1.AddSearchAttributesRequest;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.envconfig.ClientConfigProfile;
import io.temporal.serviceclient.OperatorServiceStubs;
import io.temporal.serviceclient.OperatorServiceStubsOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Any Temporal server, as the environment names it (TEMPORAL_ADDRESS, TEMPORAL_NAMESPACE, TLS, API
 * key, profiles).
 */
public final class ServerEngine implements Engine {
  private static final Logger LOG = LoggerFactory.getLogger(ServerEngine.class);
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final WorkflowServiceStubsOptions stubsOptions;
  private final WorkflowClientOptions clientOptions;

  private ServerEngine(
      WorkflowServiceStubsOptions stubsOptions, WorkflowClientOptions clientOptions) {
    this.stubsOptions = stubsOptions;
    this.clientOptions = clientOptions;
  }

  /**
   * Connects, and makes the search attributes that runs need.
   *
   * @throws EngineTrouble if no server answers
   */
  public static ServerEngine connect() {
    ServerEngine engine = reach();
    engine.addSearchAttributes();
    return engine;
  }

  /**
   * Looks whether a server answers, and changes nothing there.
   *
   * @throws EngineTrouble if none does
   */
  public static ServerEngine reach() {
    try {
      ClientConfigProfile profile = ClientConfigProfile.load();
      WorkflowServiceStubsOptions stubs = profile.toWorkflowServiceStubsOptions();
      WorkflowClientOptions client =
          profile.toWorkflowClientOptions().toBuilder()
              .setDataConverter(Payloads.converter())
              .build();
      ServerEngine engine = new ServerEngine(stubs, client);
      WorkflowServiceStubs probe = engine.stubs();
      probe.shutdownNow();
      return engine;
    } catch (IOException e) {
      throw new EngineTrouble(
          "Cannot read the Temporal client configuration: " + e.getMessage(), e);
    }
  }

  private WorkflowServiceStubs stubs() {
    try {
      return WorkflowServiceStubs.newConnectedServiceStubs(stubsOptions, PATIENCE);
    } catch (RuntimeException e) { // gRPC's and the SDK's own kinds for "no answer"
      throw new EngineTrouble(
          "No Temporal server answers at "
              + stubsOptions.getTarget()
              + ".\n  Start one (docker compose up -d), or set TEMPORAL_ADDRESS, or run with --engine embedded.",
          e);
    }
  }

  /**
   * Creates what is missing. A server that forbids it may have them already; if not, the start of a
   * run says so.
   */
  private void addSearchAttributes() {
    WorkflowServiceStubs stubs = stubs();
    OperatorServiceStubs operator =
        OperatorServiceStubs.newServiceStubs(
            OperatorServiceStubsOptions.newBuilder()
                .setChannel(stubs.getRawChannel())
                .setGrpcMetadataProviders(stubsOptions.getGrpcMetadataProviders())
                .validateAndBuildWithDefaults()); // plain build() leaves it without a metrics scope
    try {
      for (var attribute :
          java.util.List.of(
              Attributes.RUN, Attributes.SKILL, Attributes.LANGUAGE, Attributes.OUTCOME)) {
        add(operator, attribute.getName(), IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD);
      }
      add(operator, Attributes.KEPT.getName(), IndexedValueType.INDEXED_VALUE_TYPE_INT);
    } finally {
      stubs.shutdownNow();
    }
  }

  private void add(OperatorServiceStubs operator, String name, IndexedValueType type) {
    try {
      var _ =
          operator
              .blockingStub()
              .withDeadlineAfter(5, java.util.concurrent.TimeUnit.SECONDS)
              .addSearchAttributes(
                  AddSearchAttributesRequest.newBuilder()
                      .setNamespace(clientOptions.getNamespace())
                      .putSearchAttributes(name, type)
                      .build());
    } catch (StatusRuntimeException e) {
      LOG.info("search attribute {} was not added: {}", name, e.getStatus());
    }
  }

  @Override
  public Session open(int window) {
    return Connected.to(stubs(), clientOptions, window);
  }

  @Override
  public String name() {
    return "server";
  }

  @Override
  public String describe() {
    return "Temporal server at "
        + stubsOptions.getTarget()
        + ", namespace "
        + clientOptions.getNamespace();
  }

  @Override
  public Optional<String> ui() {
    return Optional.empty();
  }

  @Override
  public Optional<Integer> seedsPerSession() {
    return Optional.empty();
  }

  @Override
  public boolean remembers() {
    return true;
  }

  @Override
  public void close() {}
}
