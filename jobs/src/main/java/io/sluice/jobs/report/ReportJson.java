package io.sluice.jobs.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.layout.LakeException;
import io.sluice.layout.Layer;
import io.sluice.layout.TableId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A run's report as JSON. The outer names are those of dbt's {@code run_results.json}, so that
 * tools read it: {@code metadata, args, elapsed_time, results[].unique_id, status, message,
 * execution_time}; the rest says more.
 */
public final class ReportJson {

  static final int FORMAT_VERSION = 1;

  private ReportJson() {}

  /**
   * @param args the call, for a reader: names and texts, numbers, booleans or lists
   */
  public static String write(RunReport report, Map<String, Object> args) {
    ObjectNode root = Json.object();
    root.put("format_version", FORMAT_VERSION);
    ObjectNode metadata = root.putObject("metadata");
    metadata.put("sluice_version", Version.ofThisBuild().sluice());
    metadata.put("invocation_id", report.id());
    metadata.put("generated_at", report.started().plusMillis(report.millis()).toString());
    metadata.put("started_at", report.started().toString());
    metadata.put("exit_code", report.exitCode());
    metadata.put("retry", report.retry());
    root.set("args", Json.tree(args).put("verb", report.verb()));
    root.put("elapsed_time", seconds(report.millis()));
    ObjectNode storage = root.putObject("storage_calls");
    report.storage().forEach(storage::put);
    ArrayNode results = root.putArray("results");
    report.tables().forEach(table -> results.add(result(table)));
    return Json.text(root);
  }

  private static ObjectNode result(TableReport table) {
    ObjectNode result = Json.object();
    result.put("unique_id", table.job() + "." + table.table());
    result.put("job", table.job());
    result.put("layer", table.table().layer().word());
    result.put("table", table.table().toString());
    result.put("status", dbtWord(table.status()));
    result.put("sluice_status", table.status().name());
    result.put("message", table.message());
    result.put("execution_time", seconds(table.millis()));
    result.put("run", table.run());
    TableReport.Rows rows = table.rows();
    result
        .putObject("rows")
        .put("read", rows.read())
        .put("written", rows.written())
        .put("merged", rows.merged())
        .put("deleted", rows.deleted())
        .put("rejected", rows.rejected())
        .put("replaced", rows.replaced())
        .put("removed", rows.removed());
    TableReport.Files files = table.files();
    ObjectNode counts =
        result
            .putObject("files")
            .put("raw", files.rawFiles())
            .put("raw_bytes", files.rawBytes())
            .put("written", files.sizes().size())
            .put("bytes", files.bytes())
            .put("in_range", files.inRange());
    files.sizes().forEach(counts.putArray("sizes")::add);
    table.dates().forEach(result.putArray("dates")::add);
    ObjectNode reasons = result.putObject("rejected_reasons");
    table.reasons().forEach(reasons::put);
    table.warnings().forEach(result.putArray("warnings")::add);
    ObjectNode calls = result.putObject("catalog_calls");
    table.catalogCalls().forEach(calls::put);
    result.put("ready_through", table.readyThrough().orElse(null));
    result.put("retry", table.retry());
    return result;
  }

  /** The word dbt has for it. */
  static String dbtWord(Status status) {
    return switch (status) {
      case DONE, NOTHING_TO_DO -> "success";
      case PLANNED -> "no-op";
      case REFUSED -> "fail";
      case FAILED, MISCONFIGURED, UNAVAILABLE, HELD -> "error";
      case LEFT, SKIPPED -> "skipped";
    };
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @param name what to call the text in a message, such as its location
   */
  public static RunReport read(String json, String name) {
    try {
      JsonNode root = Json.parse(json);
      int version = root.path("format_version").asInt();
      if (version != FORMAT_VERSION) {
        throw unreadable(
            name,
            "its format_version is " + version + " and this Sluice knows " + FORMAT_VERSION,
            null);
      }
      List<TableReport> tables = new ArrayList<>();
      root.required("results").forEach(result -> tables.add(table(result)));
      Map<String, Long> storage = new LinkedHashMap<>();
      root.path("storage_calls")
          .properties()
          .forEach(call -> storage.put(call.getKey(), call.getValue().asLong()));
      JsonNode metadata = root.required("metadata");
      return new RunReport(
          metadata.required("invocation_id").asText(),
          root.required("args").required("verb").asText(),
          Instant.parse(metadata.required("started_at").asText()),
          millis(root.required("elapsed_time")),
          tables,
          storage);
    } catch (JsonProcessingException | IllegalArgumentException | java.time.DateTimeException e) {
      throw unreadable(name, e.getMessage(), e);
    }
  }

  private static TableReport table(JsonNode result) {
    String[] name = result.required("table").asText().split("\\.", 2);
    Layer layer = Layer.valueOf(result.required("layer").asText().toUpperCase(Locale.ROOT));
    JsonNode rows = result.required("rows");
    JsonNode files = result.required("files");
    List<Long> sizes = new ArrayList<>();
    files.required("sizes").forEach(size -> sizes.add(size.asLong()));
    Map<String, Long> reasons = new LinkedHashMap<>();
    result
        .required("rejected_reasons")
        .properties()
        .forEach(reason -> reasons.put(reason.getKey(), reason.getValue().asLong()));
    Map<String, Integer> calls = new LinkedHashMap<>();
    result
        .required("catalog_calls")
        .properties()
        .forEach(call -> calls.put(call.getKey(), call.getValue().asInt()));
    return new TableReport(
        result.required("job").asText(),
        new TableId(layer, name[0], name[1]),
        Status.valueOf(result.required("sluice_status").asText()),
        result.required("message").asText(),
        millis(result.required("execution_time")),
        result.required("run").asLong(),
        new TableReport.Rows(
            rows.required("read").asLong(),
            rows.required("written").asLong(),
            rows.required("merged").asLong(),
            rows.path("deleted").asLong(),
            rows.required("rejected").asLong(),
            rows.required("replaced").asLong(),
            rows.path("removed").asLong()),
        new TableReport.Files(
            files.required("raw").asInt(),
            files.required("raw_bytes").asLong(),
            sizes,
            files.required("in_range").asInt()),
        texts(result.required("dates")),
        reasons,
        texts(result.required("warnings")),
        calls,
        Optional.ofNullable(result.path("ready_through").textValue()),
        result.path("retry").asBoolean());
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(text -> texts.add(text.asText()));
    return texts;
  }

  private static double seconds(long millis) {
    return millis / 1000.0;
  }

  private static long millis(JsonNode seconds) {
    return Math.round(seconds.asDouble() * 1000);
  }

  private static LakeException unreadable(String name, String reason, Exception cause) {
    return new LakeException(
        LakeException.Kind.FAILED,
        "Cannot read the report "
            + name
            + ": "
            + reason
            + ". Move the file away; reports are a record and nothing depends on them.",
        cause);
  }
}
