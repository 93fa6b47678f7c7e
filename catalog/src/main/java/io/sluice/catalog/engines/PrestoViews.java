package io.sluice.catalog.engines;

import io.sluice.catalog.CatalogColumn;
import io.sluice.catalog.CatalogTable;
import io.sluice.catalog.CatalogView;
import io.sluice.layout.readers.Engine;
import java.util.regex.Pattern;

/** Views as Athena, Presto and Trino keep them, with what each of the three minds. */
final class PrestoViews {

  private static final String MARK = "Presto View";
  private static final Pattern NOT_PORTABLE = Pattern.compile("timestamp\\(\\d+\\)|\"");
  private static final String REMEDY = "Register the view again.";

  private PrestoViews() {}

  static Resolution resolve(Reading reading) {
    Entry entry = reading.entry();
    if (!entry.isPrestoView()) {
      return reading.unreadable(
          "the view", "is none of its own: the parameter presto_view=true is missing", REMEDY);
    }
    if (reading.engine() == Engine.TRINO && !comment(entry).equals(MARK)) {
      return reading.unreadable(
          "the view's comment",
          "is \"" + comment(entry) + "\", and only \"" + MARK + "\" tells a view from a Hive view",
          "Take the entry's description away.");
    }
    PrestoView view;
    try {
      view = PrestoView.parse(entry.table().view().map(CatalogView::originalText).orElse(""));
    } catch (IllegalArgumentException e) {
      return reading.unreadable("the view's text", e.getMessage(), REMEDY);
    }
    judge(reading, view);
    return reading.view(view.columns());
  }

  /** A description stands before the parameter. */
  private static String comment(Entry entry) {
    return entry.table().description().isEmpty()
        ? entry.parameter("comment").orElse("")
        : entry.table().description();
  }

  private static void judge(Reading reading, PrestoView view) {
    if (view.columns().isEmpty()) {
      reading.problem("the view", "has no columns", REMEDY);
    }
    if (!view.has("originalSql")) {
      reading.problem("the view", "has no originalSql", REMEDY);
    }
    switch (reading.engine()) {
      case ATHENA -> {
        if (!view.has("runAsInvoker") || !view.has("path")) {
          reading.problem("the view's JSON", "lacks runAsInvoker or path", REMEDY);
        }
      }
      case PRESTO -> {
        for (CatalogColumn column : view.columns()) {
          if (NOT_PORTABLE.matcher(column.type()).find()) {
            reading.problem(
                "column " + column.name(),
                "has a type " + column.type() + ", which it cannot parse",
                "Cast it to timestamp, or to a row of plain names.");
          }
        }
      }
      case TRINO -> trino(reading, view);
      case REDSHIFT, BIGQUERY, SPARK -> {}
    }
  }

  private static void trino(Reading reading, PrestoView view) {
    if (view.has("schema") && !view.has("catalog")) {
      reading.problem("the view's JSON", "has a schema without a catalog", REMEDY);
    }
    CatalogTable table = reading.entry().table();
    if (view.isTrue("runAsInvoker")) {
      if (view.has("owner")) {
        reading.problem("the view's JSON", "has an owner, though it runs as its invoker", REMEDY);
      }
    } else if (!view.has("owner") && table.owner().isEmpty()) {
      reading.problem(
          "the view", "runs as its owner, and nobody owns it", "Give the entry an owner.");
    }
  }
}
