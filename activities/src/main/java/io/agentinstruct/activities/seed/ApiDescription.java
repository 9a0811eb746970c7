package io.agentinstruct.activities.seed;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What describes an API beyond doubt: an OpenAPI or Swagger document (OpenAPI Specification 3.1,
 * "OpenAPI Object"), a list of tools as an MCP server gives it (Model Context Protocol, "Listing
 * Tools"), or a page on which endpoints stand by themselves.
 *
 * @param title as it calls itself; empty if it does not
 * @param prose its words for people; they tell its language
 */
record ApiDescription(String title, String prose) {
  /** One endpoint may stand in any article. */
  private static final int FEWEST_ENDPOINTS = 2;

  /**
   * A line that is an endpoint, or an endpoint and what it is for. What follows the path in a log
   * of requests is neither.
   */
  private static final Pattern ENDPOINT =
      Pattern.compile(
          "^\\s*(?:[-*]\\s+|\\d+\\.\\s+)?((?:GET|POST|PUT|PATCH|DELETE)\\s+(?:https?://\\S+|/[^\\s|:]*))"
              + "\\s*(?:[|:：—–-].*)?$",
          Pattern.MULTILINE);

  static Optional<ApiDescription> of(JsonNode document) {
    JsonNode tools =
        document.path("tools").isMissingNode()
            ? document.path("result").path("tools")
            : document.path("tools");
    if (isTools(tools)) {
      return Optional.of(
          new ApiDescription(document.path("serverInfo").path("name").asText(""), words(tools)));
    }
    return isOpenApi(document)
        ? Optional.of(
            new ApiDescription(document.path("info").path("title").asText(""), words(document)))
        : Optional.empty();
  }

  private static boolean isOpenApi(JsonNode document) {
    return (document.path("openapi").isValueNode() || document.path("swagger").isValueNode())
        && document.path("paths").isObject()
        && !document.path("paths").isEmpty();
  }

  private static boolean isTools(JsonNode tools) {
    return tools.isArray()
        && !tools.isEmpty()
        && tools
            .valueStream()
            .allMatch(tool -> tool.path("name").isTextual() && tool.path("inputSchema").isObject());
  }

  private static String words(JsonNode document) {
    return Stream.of("description", "summary", "title")
        .map(document::findValuesAsText)
        .flatMap(List::stream)
        .reduce("", (all, one) -> all + one + "\n");
  }

  /** Whether a page of documentation, as plain text, is about an API. */
  static boolean isPage(String plain) {
    return ENDPOINT.matcher(plain).results().map(found -> found.group(1)).distinct().count()
        >= FEWEST_ENDPOINTS;
  }
}
