package io.sluice.jobs.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.catalog.doctor.Diagnosis;
import io.sluice.catalog.doctor.Finding;
import io.sluice.catalog.doctor.Place;
import io.sluice.catalog.doctor.Severity;
import io.sluice.catalog.engines.Resolution;
import io.sluice.jobs.report.CheckReport.Checked;
import java.util.Optional;

/** What the doctor found, and what was repaired, as one document. */
public final class CheckJson {

  private CheckJson() {}

  /** A check that repairs nothing. */
  public static String of(CheckReport report) {
    return Json.text(tree(report));
  }

  /**
   * What was found, what was done, and what is left.
   *
   * @param repair empty if nothing could be repaired
   */
  public static String of(CheckReport found, Optional<RunReport> repair, CheckReport left) {
    ObjectNode root = tree(left);
    ArrayNode before = root.putArray("found");
    found.checks().forEach(check -> node(before, check));
    ArrayNode results = root.putArray("repaired");
    root.put("repair_id", repair.map(RunReport::id).orElse(null));
    repair.ifPresent(
        done ->
            done.tables()
                .forEach(
                    table -> {
                      ObjectNode result = results.addObject();
                      result.put("table", table.table().toString());
                      result.put("sluice_status", table.status().name());
                      result.put("message", table.message());
                      ObjectNode calls = result.putObject("catalog_calls");
                      table.catalogCalls().forEach(calls::put);
                    }));
    return Json.text(root);
  }

  private static ObjectNode tree(CheckReport report) {
    ObjectNode root = Json.object().put("format_version", ReportJson.FORMAT_VERSION);
    root.put("catalog", report.catalog().orElse(null));
    root.put("exit_code", report.exitCode());
    ObjectNode counts = root.putObject("counts");
    for (Severity severity : Severity.values()) {
      counts.put(severity.word(), report.count(severity));
    }
    ArrayNode checks = root.putArray("checks");
    report.checks().forEach(check -> node(checks, check));
    ObjectNode calls = root.putObject("catalog_calls");
    report.calls().forEach(calls::put);
    return root;
  }

  private static void node(ArrayNode array, Checked check) {
    Diagnosis diagnosis = check.diagnosis();
    ObjectNode node = array.addObject();
    node.put("layer", check.table().map(table -> table.layer().word()).orElse(null));
    node.put("table", check.table().map(Object::toString).orElse(null));
    node.put("entry", diagnosis.entry());
    node.put("worst", diagnosis.worst().map(Severity::word).orElse(null));
    ArrayNode findings = node.putArray("findings");
    diagnosis.findings().forEach(finding -> node(findings, finding));
    ArrayNode readers = node.putArray("readers");
    diagnosis.seen().forEach(seen -> node(readers, seen));
    diagnosis.repair().forEach(node.putArray("repair")::add);
  }

  private static void node(ArrayNode array, Finding finding) {
    ObjectNode node = array.addObject();
    node.put("severity", finding.severity().word());
    node.put("kind", finding.kind().word());
    node.put("thing", finding.thing());
    for (Place place : Place.values()) {
      node.put(place.word(), finding.said().get(place));
    }
    node.put("meaning", finding.meaning());
    node.put("remedy", finding.remedy());
    node.put("repairable", finding.isRepairable());
  }

  private static void node(ArrayNode array, Resolution seen) {
    ObjectNode node = array.addObject();
    node.put("reader", seen.engine().word());
    node.put("reads", seen.isGood());
    node.put("sees", seen.kind().words());
    node.put("location", seen.location().orElse(null));
    ArrayNode verdicts = node.putArray("verdicts");
    seen.verdicts().forEach(verdict -> verdicts.add(verdict.toString()));
  }
}
