package io.sluice.catalog;

import io.sluice.layout.ColumnNames;
import io.sluice.layout.LakeException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Looks for what a catalog would refuse, cut off or fold, before it is called. */
final class TableLimits {

  private static final Pattern NAME = Pattern.compile("[a-z0-9_]+");

  /** Glue's limit; a metastore's is 256. */
  private static final int PARAMETER_NAME = 255;

  /** Glue's limit; a metastore's depends on its database. */
  private static final int VIEW_TEXT = 409_600;

  private final CatalogRules rules;

  TableLimits(CatalogRules rules) {
    this.rules = rules;
  }

  /** Throws one {@link LakeException} that names the table and every problem found. */
  void check(CatalogTable table) {
    List<String> problems = new ArrayList<>();
    checkName("database", table.database(), problems);
    checkName("table", table.name(), problems);
    checkColumns(table, problems);
    checkLength("the description", table.description(), rules.descriptionLength(), problems);
    table
        .location()
        .ifPresent(uri -> checkLength("the location", uri, rules.locationLength(), problems));
    table
        .parameters()
        .forEach(
            (key, value) -> {
              checkLength("the name of parameter " + key, key, PARAMETER_NAME, problems);
              checkLength("the parameter " + key, value, rules.parameterLength(), problems);
            });
    table
        .view()
        .ifPresent(
            view -> {
              checkLength("the view's text", view.originalText(), VIEW_TEXT, problems);
              checkLength("the view's text for Spark", view.expandedText(), VIEW_TEXT, problems);
            });
    fail(table.qualifiedName(), problems);
  }

  void checkPartitions(String table, List<String> values) {
    List<String> problems = new ArrayList<>();
    for (String value : values) {
      if (value.isEmpty()) {
        problems.add("a partition has an empty value");
      }
      checkLength("the partition value " + value, value, rules.partitionValueLength(), problems);
    }
    fail(table, problems);
  }

  private void checkColumns(CatalogTable table, List<String> problems) {
    if (table.columns().isEmpty()) {
      problems.add("it has no column");
    }
    Set<String> names = new HashSet<>();
    List<CatalogColumn> all = new ArrayList<>(table.columns());
    all.addAll(table.partitionColumns());
    for (CatalogColumn column : all) {
      String what = "column " + column.name();
      if (!ColumnNames.isLegal(column.name())) {
        problems.add(what + " is not of the form [a-z_][a-z0-9_]*");
      }
      if (!names.add(column.name())) {
        problems.add(what + " is there twice");
      }
      checkLength("the name of " + what, column.name(), rules.columnNameLength(), problems);
      checkLength("the type of " + what, column.type(), rules.typeLength(), problems);
      checkLength("the comment of " + what, column.comment(), rules.commentLength(), problems);
      if (column.comment().indexOf('\n') >= 0 || column.comment().indexOf('\r') >= 0) {
        problems.add("the comment of " + what + " has a line break");
      }
    }
  }

  private void checkName(String what, String name, List<String> problems) {
    if (!NAME.matcher(name).matches()) {
      problems.add("the " + what + " name \"" + name + "\" is not of the form [a-z0-9_]+");
    }
    int bytes = name.getBytes(StandardCharsets.UTF_8).length;
    if (bytes > rules.nameLength()) {
      problems.add(
          "the " + what + " name has " + bytes + " bytes (limit " + rules.nameLength() + ")");
    }
  }

  private static void checkLength(String what, String text, int limit, List<String> problems) {
    if (text.length() > limit) {
      problems.add(what + " has " + text.length() + " characters (limit " + limit + ")");
    }
  }

  private static void fail(String table, List<String> problems) {
    if (!problems.isEmpty()) {
      throw new LakeException(
          LakeException.Kind.CONFIGURATION,
          "Cannot register "
              + table
              + ": "
              + String.join("; ", problems)
              + ". Change the table's configuration.");
    }
  }
}
