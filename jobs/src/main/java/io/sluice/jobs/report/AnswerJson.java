package io.sluice.jobs.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.jobs.look.Look;
import io.sluice.jobs.look.TableFinding;
import io.sluice.jobs.report.QueryResult.ResultColumn;
import io.sluice.layout.LakeException;
import io.sluice.layout.config.InvalidConfigException;
import io.sluice.layout.config.LakeConfig;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the verbs that move no data answer to a machine: one document each. */
public final class AnswerJson {

  private AnswerJson() {}

  public static String plans(List<TablePlan> plans, Map<String, Object> args) {
    ObjectNode root = document();
    root.set("args", Json.tree(args));
    ArrayNode array = root.putArray("plans");
    for (TablePlan plan : plans) {
      ObjectNode node = array.addObject();
      node.put("unique_id", plan.job() + "." + plan.table());
      node.put("job", plan.job());
      node.put("layer", plan.table().layer().word());
      node.put("table", plan.table().toString());
      node.put("sluice_status", plan.status().name());
      node.put("message", plan.message());
      node.put("run", plan.run());
      node.put("raw_files", plan.rawFiles());
      node.put("raw_bytes", plan.rawBytes());
      plan.extractions().forEach(node.putArray("extractions")::add);
      plan.dates().forEach(node.putArray("dates")::add);
      node.put("files_out", plan.filesOut());
      plan.warnings().forEach(node.putArray("warnings")::add);
      plan.catalogCalls().forEach(node.putArray("catalog_calls")::add);
    }
    return Json.text(root);
  }

  public static String statuses(List<TableStatus> statuses) {
    ObjectNode root = document();
    ArrayNode array = root.putArray("tables");
    for (TableStatus status : statuses) {
      ObjectNode node = array.addObject();
      node.put("layer", status.table().layer().word());
      node.put("table", status.table().toString());
      node.put("format", status.format());
      node.put("ready_through", status.readyThrough().orElse(null));
      node.putNull("last_run");
      status
          .lastRun()
          .ifPresent(
              last ->
                  node.putObject("last_run")
                      .put("run", last.number())
                      .put("ended_at", last.ended().toString())
                      .put("sluice_status", last.status().name()));
      node.putNull("rows");
      status.rows().ifPresent(rows -> node.put("rows", rows));
      node.put("files", status.files());
      node.put("bytes", status.bytes());
      node.put("files_in_range", status.filesInRange());
      node.put("tail_files", status.tailFiles());
      node.put("rejected_rows", status.rejectedRows());
      node.put("columns", status.columns());
      status.warnings().forEach(node.putArray("warnings")::add);
    }
    return Json.text(root);
  }

  public static String schemas(List<TableSchema> schemas) {
    ObjectNode root = document();
    ArrayNode array = root.putArray("tables");
    for (TableSchema schema : schemas) {
      ObjectNode node = array.addObject();
      node.put("layer", schema.table().layer().word());
      node.put("table", schema.table().toString());
      node.put("format", schema.format());
      node.put("run", schema.run());
      ArrayNode columns = node.putArray("columns");
      for (TableSchema.SchemaColumn one : schema.columns()) {
        ObjectNode column = columns.addObject();
        column.put("name", one.column().name());
        column.put("type", one.column().type().toString());
        column.put("from", one.origin().name());
        column.putNull("since");
        one.since().ifPresent(run -> column.put("since", run));
        column.put("in_table", one.inTable());
        column.put("comment", one.column().comment());
      }
      schema.drift().forEach(node.putArray("drift")::add);
      schema.warnings().forEach(node.putArray("warnings")::add);
    }
    return Json.text(root);
  }

  /** An answer that is a few named facts: texts, numbers, lists and maps of those. */
  public static String facts(Map<String, Object> facts) {
    ObjectNode root = document();
    root.setAll(Json.tree(facts));
    return Json.text(root);
  }

  /** Maps, lists and texts as they are, with nothing said about the answer itself. */
  public static String bare(Object value) {
    return Json.text(Json.any(value));
  }

  public static String result(QueryResult result) {
    ObjectNode root = document();
    ArrayNode columns = root.putArray("columns");
    result
        .columns()
        .forEach(
            column -> columns.addObject().put("name", column.name()).put("type", column.type()));
    ArrayNode rows = root.putArray("rows");
    for (List<Optional<String>> row : result.rows()) {
      ArrayNode values = rows.addArray();
      for (int i = 0; i < row.size(); i++) {
        addValue(values, result.columns().get(i), row.get(i));
      }
    }
    root.put("complete", result.complete());
    return Json.text(root);
  }

  private static void addValue(ArrayNode row, ResultColumn column, Optional<String> value) {
    if (value.isEmpty()) {
      row.addNull();
    } else if (column.isBoolean()) {
      row.add(Boolean.parseBoolean(value.get()));
    } else if (column.isNumber() && isFinite(value.get())) {
      row.add(new BigDecimal(value.get()));
    } else {
      row.add(value.get());
    }
  }

  /** JSON has no number for these three of a double's values. */
  private static boolean isFinite(String number) {
    return !List.of("NaN", "Infinity", "-Infinity").contains(number);
  }

  public static String valid(LakeConfig config) {
    ObjectNode root = document();
    root.put("lake", config.name());
    root.put("tables", config.tables().size());
    root.put("marts", config.marts().size());
    root.putArray("problems");
    return Json.text(root);
  }

  /** The files a starter project was made of, and those that were there already. */
  public static String starter(List<String> written, List<String> kept) {
    ObjectNode root = document();
    written.forEach(root.putArray("written")::add);
    kept.forEach(root.putArray("kept")::add);
    return Json.text(root);
  }

  /** What was found in raw files, and the source file made of it. */
  public static String source(Look look, Path file, boolean written) {
    ObjectNode root = document();
    root.put("source", look.source());
    root.put("from", look.from().uri());
    root.put("file", file.toString());
    root.put("written", written);
    ArrayNode tables = root.putArray("tables");
    for (TableFinding found : look.tables()) {
      ObjectNode table = tables.addObject();
      table.put("table", look.source() + "." + found.name());
      table.put("folder", found.folder());
      table.put("dialect", found.dialect().word());
      table.put("format", found.format().orElse(null));
      found.layout().forEach(table.putArray("layout")::add);
      found.key().forEach(table.putArray("key")::add);
      found.order().forEach(table.putArray("order")::add);
      table.put("date", found.date().orElse(null));
      found.reasons().forEach(table.putArray("reasons")::add);
      table.put("obstacle", found.obstacle().orElse(null));
    }
    root.put("text", look.text());
    return Json.text(root);
  }

  /** Instead of an answer. */
  public static String error(String kind, String message, int exitCode) {
    return Json.text(errorTree(kind, message, exitCode, false));
  }

  public static String error(LakeException e) {
    Status status = Status.of(e.kind());
    ObjectNode root =
        errorTree(e.kind().name(), e.getMessage(), status.exitCode(), status.retryHelps());
    if (e instanceof InvalidConfigException invalid) {
      ArrayNode problems = root.putArray("problems");
      invalid
          .problems()
          .forEach(
              problem ->
                  problems
                      .addObject()
                      .put("origin", problem.origin())
                      .put("key", problem.key())
                      .put("text", problem.text()));
    }
    return Json.text(root);
  }

  private static ObjectNode errorTree(String kind, String message, int exitCode, boolean retry) {
    ObjectNode root = document();
    root.putObject("error")
        .put("kind", kind)
        .put("message", message)
        .put("exit_code", exitCode)
        .put("retry", retry);
    return root;
  }

  private static ObjectNode document() {
    return Json.object().put("format_version", ReportJson.FORMAT_VERSION);
  }
}
