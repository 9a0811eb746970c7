package io.agentinstruct.activities.seed;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.agentinstruct.core.Yaml;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A JSON or YAML file: the description of an API, or (JSON) records or a table. Most such files are
 * settings and data of programs, and nothing to learn from.
 *
 * @param byName whether a person named this very file, which is read whatever it is
 */
record DataReader(Records records, boolean yaml, boolean byName) implements SeedReader {
  @Override
  public void read(SeedFile file, Intake intake) throws IOException {
    Optional<String> text = file.text(intake, Optional.empty());
    if (text.isEmpty()) {
      return;
    }
    if (text.get().isBlank()) {
      intake.skip(file.name(), SkipReason.BLANK, "");
      return;
    }
    try {
      JsonNode data =
          yaml ? Yaml.MAPPER.readTree(text.get()) : JsonlReader.JSON.readValue(text.get());
      take(file, text.get(), data, intake);
    } catch (JsonProcessingException e) {
      if (yaml || byName) {
        takeAsText(file, text.get(), intake);
      } else {
        intake.skip(file.name(), SkipReason.BROKEN_LINE, JsonlReader.troubleOf(e));
      }
    }
  }

  private void take(SeedFile file, String text, JsonNode data, Intake intake) {
    Optional<ApiDescription> api = ApiDescription.of(data);
    if (api.isPresent()) {
      Facts facts = new Facts(api.get().title(), "", "", "", "api");
      intake.take(Document.of(file.name(), text, facts, api.get().prose()));
    } else if (!yaml && hasText(data)) {
      records.take(file.name(), JsonlReader.fieldsOf(data), intake);
    } else if (!yaml && isListOfObjects(data)) {
      takeList(file, text, data, intake);
    } else {
      takeAsText(file, text, intake);
    }
  }

  private boolean hasText(JsonNode data) {
    return data.isObject() && records.hasText(JsonlReader.fieldsOf(data).keySet());
  }

  private static boolean isListOfObjects(JsonNode data) {
    return data.isArray() && !data.isEmpty() && data.valueStream().allMatch(JsonNode::isObject);
  }

  private void takeList(SeedFile file, String text, JsonNode list, Intake intake) {
    if (list.valueStream().anyMatch(this::hasText)) {
      for (int at = 0; at < list.size() && !intake.full(); at++) {
        String name = file.name() + "#" + (at + 1);
        records.take(name, JsonlReader.fieldsOf(list.get(at)), intake);
      }
      return;
    }
    boolean flat =
        list.valueStream().flatMap(JsonNode::valueStream).allMatch(JsonNode::isValueNode);
    TableText table = flat && records.usual() ? tableOf(list) : new TableText(List.of(), 0);
    if (table.isEmpty() || table.holdsTexts()) {
      takeAsText(file, text, intake);
    } else {
      intake.take(Document.table(file.name(), table.toString()));
    }
  }

  /** A column for each name, in the order in which they first come. */
  private static TableText tableOf(JsonNode list) {
    Set<String> names = new LinkedHashSet<>();
    list.forEach(row -> row.fieldNames().forEachRemaining(names::add));
    TableText table = new TableText(List.copyOf(names), Integer.MAX_VALUE);
    for (JsonNode row : list) {
      List<String> cells = new ArrayList<>();
      names.forEach(name -> cells.add(row.path(name).isNull() ? "" : row.path(name).asText()));
      table.add(cells);
    }
    return table;
  }

  private void takeAsText(SeedFile file, String text, Intake intake) {
    if (byName) {
      intake.take(new Document(file.name(), text, new Facts("", "", "", "", "")));
    } else {
      String lacks =
          yaml
              ? "describes no API"
              : "describes no API and holds no list of records (%s)".formatted(records.wanted());
      intake.skip(
          file.name(), SkipReason.UNKNOWN_TYPE, lacks + "; name it by itself to read it as text");
    }
  }
}
