package io.sluice.layout.access;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One statement of an AWS policy.
 *
 * @param sid what it is for
 * @param prefixes only lists below these; empty for everything
 */
public record Statement(
    String sid,
    Effect effect,
    List<String> actions,
    List<String> resources,
    List<String> prefixes) {

  /** What it makes of a call it is about. */
  public enum Effect {
    ALLOW("Allow"),
    /** Wins over every statement that allows. */
    DENY("Deny");

    private final String word;

    Effect(String word) {
      this.word = word;
    }
  }

  public Statement {
    actions = List.copyOf(actions);
    resources = List.copyOf(resources);
    prefixes = List.copyOf(prefixes);
  }

  static Statement allow(String sid, List<String> actions, List<String> resources) {
    return new Statement(sid, Effect.ALLOW, actions, resources, List.of());
  }

  static Statement deny(String sid, List<String> actions, List<String> resources) {
    return new Statement(sid, Effect.DENY, actions, resources, List.of());
  }

  /** As a policy document has it. */
  public Map<String, Object> document() {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("Sid", sid);
    document.put("Effect", effect.word);
    document.put("Action", actions);
    document.put("Resource", resources);
    if (!prefixes.isEmpty()) {
      document.put("Condition", Map.of("StringLike", Map.of("s3:prefix", prefixes)));
    }
    return document;
  }
}
