package io.sluice.layout.config;

/**
 * One thing that is wrong with the configuration: {@code conf/sources/shop.conf:14:
 * tables.orders.key: must name at least one column. Add key = [order_id].}
 *
 * @param origin file and line, {@code conf/lake.conf:3}, or the file alone
 * @param key the path of the setting; empty if the problem is the file's
 * @param text what is wrong and what to do
 */
public record ConfigProblem(String origin, String key, String text) {

  @Override
  public String toString() {
    return key.isEmpty() ? origin + ": " + text : origin + ": " + key + ": " + text;
  }
}
