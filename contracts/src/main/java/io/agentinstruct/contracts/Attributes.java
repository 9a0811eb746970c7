package io.agentinstruct.contracts;

import io.temporal.common.SearchAttributeKey;

/** Search attributes: few, since SQL visibility has ten keyword columns a namespace. */
public final class Attributes {
  public static final SearchAttributeKey<String> RUN = SearchAttributeKey.forKeyword("AiRun");
  public static final SearchAttributeKey<String> SKILL = SearchAttributeKey.forKeyword("AiSkill");
  public static final SearchAttributeKey<String> LANGUAGE =
      SearchAttributeKey.forKeyword("AiLanguage");
  public static final SearchAttributeKey<String> OUTCOME =
      SearchAttributeKey.forKeyword("AiOutcome");
  public static final SearchAttributeKey<Long> KEPT = SearchAttributeKey.forLong("AiKept");

  private Attributes() {}
}
