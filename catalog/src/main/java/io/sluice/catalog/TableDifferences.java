package io.sluice.catalog;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;

/** Two states of a table as lines for a person: {@code column amount: int -> bigint}. */
final class TableDifferences {

  private static final int LONGEST = 60;

  private final List<String> lines = new ArrayList<>();

  private TableDifferences() {}

  static List<String> between(CatalogTable there, CatalogTable target) {
    TableDifferences differences = new TableDifferences();
    differences.value("kind", there.kind().toString(), target.kind().toString());
    differences.value("description", there.description(), target.description());
    differences.value("owner", there.owner(), target.owner());
    differences.value("location", there.location().orElse(""), target.location().orElse(""));
    differences.columns(there.columns(), target.columns());
    differences.value(
        "input format", there.storage().inputFormat(), target.storage().inputFormat());
    differences.value(
        "output format", there.storage().outputFormat(), target.storage().outputFormat());
    differences.value("serde", there.storage().serde(), target.storage().serde());
    differences.entries(
        "serde parameter", there.storage().serdeParameters(), target.storage().serdeParameters());
    differences.entries("parameter", there.parameters(), target.parameters());
    differences.views(there.view(), target.view());
    return List.copyOf(differences.lines);
  }

  /** The texts of a view are no reading for a person. */
  private void views(Optional<CatalogView> there, Optional<CatalogView> target) {
    if (!there.map(CatalogView::originalText).equals(target.map(CatalogView::originalText))) {
      lines.add("view: another query for Athena, Presto and Trino");
    }
    if (!there.map(CatalogView::expandedText).equals(target.map(CatalogView::expandedText))) {
      lines.add("view: another query for Spark");
    }
  }

  private void columns(List<CatalogColumn> there, List<CatalogColumn> target) {
    int before = lines.size();
    entries("column", byName(there), byName(target));
    if (lines.size() == before && !there.equals(target)) {
      lines.add("columns: another order");
    }
  }

  private static Map<String, String> byName(List<CatalogColumn> columns) {
    Map<String, String> byName = new LinkedHashMap<>();
    for (CatalogColumn column : columns) {
      byName.put(column.name(), column.toString().substring(column.name().length() + 1));
    }
    return byName;
  }

  private void entries(String what, Map<String, String> there, Map<String, String> target) {
    TreeSet<String> keys = new TreeSet<>(there.keySet());
    keys.addAll(target.keySet());
    for (String key : keys) {
      value(what + " " + key, there.get(key), target.get(key));
    }
  }

  private void value(String what, String there, String target) {
    if (!Objects.equals(there, target)) {
      lines.add(what + ": " + shown(there) + " -> " + shown(target));
    }
  }

  private static String shown(String text) {
    if (text == null || text.isEmpty()) {
      return "(none)";
    }
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
  }
}
