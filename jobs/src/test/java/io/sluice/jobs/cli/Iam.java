package io.sluice.jobs.cli;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What AWS makes of a policy: an action on a resource is allowed if a statement allows it and none
 * denies it. It knows what Sluice's policies have: wildcards, and conditions on the prefix of a
 * list.
 *
 * @param statements as {@code sluice policy} prints them
 */
record Iam(List<Map<String, Object>> statements) {

  /**
   * One question: may this be done to that.
   *
   * @param prefix of a list; null for what is none
   */
  record Question(String action, String resource, String prefix) {

    @Override
    public String toString() {
      return action + " on " + resource + (prefix == null ? "" : " below " + prefix);
    }
  }

  boolean allows(Question question) {
    return some("Allow", question) && !some("Deny", question);
  }

  private boolean some(String effect, Question question) {
    return statements.stream()
        .anyMatch(each -> each.get("Effect").equals(effect) && isAbout(each, question));
  }

  /** Which actions of which statements none of these questions is about: {@code Sid action}. */
  Set<String> unused(Iterable<Question> questions) {
    Set<String> unused = new LinkedHashSet<>();
    for (Map<String, Object> statement : statements) {
      for (String action : texts(statement.get("Action"))) {
        boolean used = false;
        for (Question question : questions) {
          used |= matches(action, question.action()) && isAbout(statement, question);
        }
        if (!used) {
          unused.add(statement.get("Sid") + " " + action);
        }
      }
    }
    return unused;
  }

  private static boolean isAbout(Map<String, Object> statement, Question question) {
    return anyMatches(texts(statement.get("Action")), question.action())
        && anyMatches(texts(statement.get("Resource")), question.resource())
        && meets(statement.get("Condition"), question.prefix());
  }

  /** A condition on a key that a request does not have is not met. */
  private static boolean meets(Object condition, String prefix) {
    if (condition == null) {
      return true;
    }
    Map<?, ?> like = (Map<?, ?>) ((Map<?, ?>) condition).get("StringLike");
    return prefix != null && anyMatches(texts(like.get("s3:prefix")), prefix);
  }

  private static boolean anyMatches(List<String> patterns, String text) {
    return patterns.stream().anyMatch(pattern -> matches(pattern, text));
  }

  private static boolean matches(String pattern, String text) {
    String regex = Pattern.quote(pattern).replace("*", "\\E.*\\Q").replace("?", "\\E.\\Q");
    return Pattern.compile(regex, Pattern.DOTALL).matcher(text).matches();
  }

  private static List<String> texts(Object value) {
    List<String> texts = new ArrayList<>();
    ((List<?>) value).forEach(text -> texts.add((String) text));
    return texts;
  }
}
