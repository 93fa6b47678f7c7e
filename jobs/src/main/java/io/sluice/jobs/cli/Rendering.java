package io.sluice.jobs.cli;

import static io.sluice.jobs.cli.TextTable.Align.LEFT;
import static io.sluice.jobs.cli.TextTable.Align.RIGHT;

import io.sluice.jobs.report.Amounts;
import io.sluice.jobs.report.QueryResult;
import io.sluice.jobs.report.RunReport;
import io.sluice.jobs.report.Status;
import io.sluice.jobs.report.TablePlan;
import io.sluice.jobs.report.TableReport;
import io.sluice.jobs.report.TableStatus;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Plans, reports and answers as text for a person; every text ends with a line feed. */
final class Rendering {

  private Rendering() {}

  static String report(RunReport report) {
    if (report.tables().isEmpty()) {
      return "Nothing is selected: there is no table to work on.\n";
    }
    TextTable table =
        new TextTable()
            .column("JOB", LEFT)
            .column("TABLE", LEFT)
            .column("STATUS", LEFT)
            .column("READ", RIGHT)
            .column("WRITTEN", RIGHT)
            .column("MERGED", RIGHT)
            .column("REJECTED", RIGHT)
            .column("DATES", LEFT)
            .column("FILES", LEFT)
            .column("TIME", RIGHT);
    StringBuilder notes = new StringBuilder();
    for (TableReport one : report.tables()) {
      TableReport.Rows rows = one.rows();
      boolean isMart = one.job().equals("curate");
      boolean counted = !rows.equals(TableReport.Rows.NONE);
      table.row(
          List.of(
              one.job(),
              one.table().toString(),
              word(one.status()),
              counted && !isMart ? Amounts.count(rows.read()) : "",
              counted ? Amounts.count(rows.written()) : "",
              counted && !isMart ? Amounts.count(rows.merged()) : "",
              counted && !isMart ? Amounts.count(rows.rejected()) : "",
              span(one.dates()),
              Amounts.sizes(one.files()),
              one.millis() == 0 ? "" : Amounts.duration(one.millis())));
      notes.append(notes(one));
    }
    String again = again(report.tables());
    String ending =
        counts(report.tables(), TableReport::status)
            + " in "
            + Amounts.duration(report.millis())
            + " (run "
            + report.id()
            + ")\n"
            + storage(report.storage());
    return table.text() + (notes.isEmpty() ? "" : "\n" + notes) + "\n" + again + ending;
  }

  /** {@code Running again may help: shop.orders (unavailable), sales.daily (skipped).} */
  private static String again(List<TableReport> tables) {
    String helped =
        tables.stream()
            .filter(TableReport::retry)
            .map(table -> table.table() + " (" + word(table.status()) + ")")
            .distinct()
            .collect(Collectors.joining(", "));
    return helped.isEmpty() ? "" : "Running again may help: " + helped + ".\n";
  }

  /** {@code storage: 12 list, 30 head, 9 put}, nothing for disks. */
  private static String storage(Map<String, Long> calls) {
    if (calls.isEmpty()) {
      return "";
    }
    StringJoiner kinds = new StringJoiner(", ", "storage: ", "\n");
    calls.forEach((kind, count) -> kinds.add(Amounts.count(count) + " " + kind));
    return kinds.toString();
  }

  private static String notes(TableReport table) {
    StringBuilder notes = new StringBuilder();
    if (!table.status().isGood() || table.status() == Status.LEFT) {
      notes.append(table.message()).append('\n');
    } else if (table.job().equals("maintain") && table.status() == Status.DONE) {
      notes.append(table.table()).append(": ").append(table.message()).append('\n');
    }
    TableReport.Rows rows = table.rows();
    if (rows.deleted() + rows.removed() > 0) {
      notes
          .append(table.table())
          .append(": ")
          .append(Amounts.count(rows.deleted(), "delete"))
          .append(" read, ")
          .append(Amounts.count(rows.removed(), "row"))
          .append(" removed from the table\n");
    }
    if (!table.reasons().isEmpty()) {
      notes
          .append(table.table())
          .append(": ")
          .append(Amounts.count(table.rows().rejected(), "row"))
          .append(" rejected:\n");
      int width =
          table.reasons().values().stream()
              .mapToInt(n -> Amounts.count(n).length())
              .max()
              .orElse(1);
      table
          .reasons()
          .forEach(
              (reason, count) ->
                  notes.append(
                      String.format("  %" + width + "s  %s\n", Amounts.count(count), reason)));
    }
    notes.append(warnings(table.table().toString(), table.warnings()));
    return notes.toString();
  }

  static String plans(List<TablePlan> plans) {
    if (plans.isEmpty()) {
      return "Nothing to do. Nothing was written.\n";
    }
    TextTable table =
        new TextTable()
            .column("JOB", LEFT)
            .column("TABLE", LEFT)
            .column("STATUS", LEFT)
            .column("RUN", RIGHT)
            .column("RAW FILES", RIGHT)
            .column("RAW BYTES", RIGHT)
            .column("EXTRACTIONS", LEFT)
            .column("DATES", LEFT)
            .column("FILES OUT", RIGHT);
    StringBuilder notes = new StringBuilder();
    for (TablePlan plan : plans) {
      table.row(
          List.of(
              plan.job(),
              plan.table().toString(),
              word(plan.status()),
              plan.run() == 0 ? "" : Amounts.count(plan.run()),
              plan.rawFiles() == 0 ? "" : Amounts.count(plan.rawFiles()),
              plan.rawFiles() == 0 ? "" : Amounts.bytes(plan.rawBytes()),
              span(plan.extractions()),
              span(plan.dates()),
              plan.filesOut() == 0 ? "" : "≥ " + Amounts.count(plan.filesOut())));
      boolean repeats = plan.rawFiles() > 0 || plan.catalogCalls().contains(plan.message());
      if (!plan.message().isEmpty() && plan.status() != Status.NOTHING_TO_DO && !repeats) {
        String prefix = plan.status().isGood() ? plan.table() + ": " : "";
        notes.append(prefix).append(plan.message()).append('\n');
      }
      plan.catalogCalls().forEach(call -> notes.append("catalog: ").append(call).append('\n'));
      notes.append(warnings(plan.table().toString(), plan.warnings()));
    }
    return table.text()
        + (notes.isEmpty() ? "" : "\n" + notes)
        + "\n"
        + counts(plans, TablePlan::status)
        + ". Nothing was written.\n";
  }

  static String statuses(List<TableStatus> statuses) {
    if (statuses.isEmpty()) {
      return "Nothing is selected: there is no table to show.\n";
    }
    TextTable table =
        new TextTable()
            .column("LAYER", LEFT)
            .column("TABLE", LEFT)
            .column("FORMAT", LEFT)
            .column("READY THROUGH", LEFT)
            .column("LAST RUN", LEFT)
            .column("ROWS", RIGHT)
            .column("SIZE", RIGHT)
            .column("FILES", RIGHT)
            .column("IN RANGE", RIGHT)
            .column("TAILS", RIGHT)
            .column("REJECTED", RIGHT)
            .column("COLUMNS", RIGHT);
    StringBuilder notes = new StringBuilder();
    for (TableStatus status : statuses) {
      table.row(
          List.of(
              status.table().layer().word(),
              status.table().toString(),
              status.format(),
              status.readyThrough().orElse("-"),
              status.lastRun().map(Rendering::lastRun).orElse("never"),
              status.rows().isPresent() ? Amounts.count(status.rows().getAsLong()) : "",
              Amounts.bytes(status.bytes()),
              Amounts.count(status.files()),
              Amounts.count(status.filesInRange()),
              Amounts.count(status.tailFiles()),
              Amounts.count(status.rejectedRows()),
              status.columns() == 0 ? "" : Amounts.count(status.columns())));
      notes.append(warnings(status.table().toString(), status.warnings()));
    }
    return table.text() + (notes.isEmpty() ? "" : "\n" + notes);
  }

  /** {@code 7 at 2026-11-19T06:00Z, done}. */
  private static String lastRun(TableStatus.LastRun last) {
    String minute = last.ended().toString().substring(0, "2026-11-19T06:00".length());
    String number = last.number() == 0 ? "" : last.number() + " at ";
    return number + minute + "Z, " + word(last.status());
  }

  static String result(QueryResult result) {
    TextTable table = new TextTable();
    result
        .columns()
        .forEach(column -> table.column(column.name(), column.isNumber() ? RIGHT : LEFT));
    result
        .rows()
        .forEach(row -> table.row(row.stream().map(value -> value.orElse("NULL")).toList()));
    String more = result.complete() ? "" : ", and there are more: raise --max-rows";
    return table.text() + "(" + Amounts.count(result.rows().size(), "row") + more + ")\n";
  }

  private static String warnings(String table, List<String> warnings) {
    return warnings.stream()
        .map(warning -> "warning: " + table + ": " + warning + "\n")
        .collect(Collectors.joining());
  }

  /** {@code 2026-11-17 … 19 (3)} for a sorted list: the last without what it shares. */
  private static String span(List<String> values) {
    if (values.size() < 2) {
      return String.join("", values);
    }
    String first = values.get(0);
    String last = values.get(values.size() - 1);
    String dots = values.size() == 2 ? ", " : " … ";
    String count = values.size() == 2 ? "" : " (" + values.size() + ")";
    return first + dots + last.substring(shared(first, last)) + count;
  }

  /** How long the parts are that both begin with: a part ends with a hyphen or an equals sign. */
  private static int shared(String first, String last) {
    int end = 0;
    for (int i = 0; i < Math.min(first.length(), last.length()); i++) {
      char letter = first.charAt(i);
      if (letter != last.charAt(i)) {
        break;
      }
      end = letter == '-' || letter == '=' ? i + 1 : end;
    }
    return end;
  }

  /** {@code 2 done, 1 refused}. */
  private static <T> String counts(List<T> values, Function<T, Status> statusOf) {
    Map<Status, Long> counts =
        values.stream().collect(Collectors.groupingBy(statusOf, Collectors.counting()));
    StringJoiner text = new StringJoiner(", ");
    for (Status status : Status.values()) {
      if (counts.containsKey(status)) {
        text.add(counts.get(status) + " " + word(status));
      }
    }
    return text.toString();
  }

  static String word(Status status) {
    return status.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
