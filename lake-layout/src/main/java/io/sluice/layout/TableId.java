package io.sluice.layout;

import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One named set of rows in a layer: {@code shop.orders} (source and table) or {@code
 * sales.daily_revenue} (mart and name).
 *
 * <p>Names are what every catalog accepts: lower case, digits and single underscores. Two
 * underscores in a row are kept for tables Sluice makes itself, such as {@code orders__rejected}.
 */
public record TableId(Layer layer, String group, String name) implements Comparable<TableId> {

  private static final Pattern LEGAL = Pattern.compile("[a-z][a-z0-9]*(_[a-z0-9]+)*");
  private static final String REJECTED = "__rejected";
  private static final int MAX_CATALOG_NAME = 127;

  public TableId {
    Objects.requireNonNull(layer, "layer is null");
    problem(group, name)
        .ifPresent(
            problem -> {
              throw new IllegalArgumentException(problem);
            });
  }

  /**
   * What is wrong with these two names, for a person; empty when a {@link TableId} can be made of
   * them.
   */
  public static Optional<String> problem(String group, String name) {
    String plain =
        name.endsWith(REJECTED) ? name.substring(0, name.length() - REJECTED.length()) : name;
    for (String part : new String[] {group, plain}) {
      if (!LEGAL.matcher(part).matches()) {
        return Optional.of(
            "\""
                + part
                + "\" is not a legal name; use lower-case letters, digits and single underscores,"
                + " starting with a letter, such as shop or daily_revenue");
      }
    }
    if (group.length() + 1 + plain.length() > MAX_CATALOG_NAME - REJECTED.length()) {
      return Optional.of(
          group
              + "_"
              + plain
              + " is longer than "
              + (MAX_CATALOG_NAME - REJECTED.length())
              + " characters, which leaves no room for "
              + REJECTED
              + "; shorten it");
    }
    return Optional.empty();
  }

  public static TableId processed(String source, String table) {
    return new TableId(Layer.PROCESSED, source, table);
  }

  public static TableId curated(String mart, String name) {
    return new TableId(Layer.CURATED, mart, name);
  }

  /** The table that keeps this table's rejected rows. */
  public TableId rejected() {
    return new TableId(layer, group, name + REJECTED);
  }

  public boolean isRejected() {
    return name.endsWith(REJECTED);
  }

  /** The table's name in a catalog's database, and in SQL: {@code shop_orders}. */
  public String catalogName() {
    return group + "_" + name;
  }

  /** How SQL names it: {@code processed.shop_orders}. */
  public String sqlName() {
    return layer.word() + "." + catalogName();
  }

  @Override
  public int compareTo(TableId other) {
    int byLayer = layer.compareTo(other.layer);
    return byLayer != 0 ? byLayer : toString().compareTo(other.toString());
  }

  /** {@code shop.orders}: the form the command line and the reports use. */
  @Override
  public String toString() {
    return group + "." + name;
  }
}
