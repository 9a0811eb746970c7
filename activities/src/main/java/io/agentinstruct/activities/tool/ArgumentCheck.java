package io.agentinstruct.activities.tool;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaException;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.util.List;
import java.util.Optional;

/** Whether arguments are what a tool's schema wants. Schemas are strangers': none leads outside. */
final class ArgumentCheck {
  private static final int MOST_FAULTS = 8;

  private final Schema schema;

  private ArgumentCheck(Schema schema) {
    this.schema = schema;
  }

  /** Absent where the schema is none, or needs what lies elsewhere. */
  static Optional<ArgumentCheck> of(JsonNode parameters) {
    try {
      SchemaRegistry registry =
          SchemaRegistry.withDefaultDialect(
              SpecificationVersion.DRAFT_2020_12,
              builder -> builder.schemaLoader(loader -> loader.fetchRemoteResources(false)));
      Schema schema = registry.getSchema(parameters);
      schema.initializeValidators();
      return Optional.of(new ArgumentCheck(schema));
    } catch (SchemaException e) {
      return Optional.empty();
    }
  }

  /** For the agent; none = in order. */
  List<String> faults(JsonNode arguments) {
    return schema.validate(arguments).stream()
        .limit(MOST_FAULTS)
        .map(error -> Clip.line(error.toString(), 200))
        .toList();
  }
}
