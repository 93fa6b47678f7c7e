package io.sluice.jobs.cli;

import static io.sluice.jobs.cli.TextTable.Align.LEFT;
import static io.sluice.jobs.cli.TextTable.Align.RIGHT;

import io.sluice.jobs.promote.Explanation;
import io.sluice.jobs.promote.Explanation.Fate;
import io.sluice.jobs.promote.FileRows;
import io.sluice.jobs.report.Amounts;
import io.sluice.layout.Location;
import io.sluice.layout.intake.RawObject;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What became of a raw file, as it is told to a person and to a machine.
 *
 * @param rows empty where they were not asked for or there are none
 */
record Explained(Location file, Explanation why, Optional<FileRows> rows) {

  /** Ends with a line feed. */
  String text() {
    StringBuilder text = new StringBuilder();
    text.append(why.fate().name().toLowerCase(Locale.ROOT).replace('_', ' ')).append(": ");
    text.append(why.reason()).append("\n\n");
    text.append("table  ").append(why.table()).append('\n');
    text.append("file   ").append(file).append('\n');
    text.append("now    ").append(why.now().map(Explained::content).orElse("not there"));
    text.append('\n');
    why.taken()
        .ifPresent(
            taken ->
                text.append("taken  ")
                    .append(why.now().equals(why.taken()) ? "the same" : content(taken))
                    .append(", by run ")
                    .append(why.run().getAsLong())
                    .append('\n'));
    why.notes().forEach(note -> text.append("note: ").append(note).append('\n'));
    if (rows.isPresent()) {
      text.append('\n').append(rowsText(rows.get()));
    } else if (why.hasRows()) {
      text.append("\nWhere its rows went: add --rows, which starts Spark.\n");
    }
    return text.toString();
  }

  /** {@code 52.3 kB (52,311 bytes), modified 2026-11-19T06:00:00Z, etag 9f86d081}. */
  private static String content(RawObject object) {
    boolean small = object.bytes() < 1000;
    return Amounts.bytes(object.bytes())
        + (small ? "" : " (" + Amounts.count(object.bytes(), "byte") + ")")
        + ", modified "
        + Instant.ofEpochMilli(object.modified())
        + (object.etag().isEmpty() ? "" : ", etag " + object.etag());
  }

  private String rowsText(FileRows counted) {
    StringBuilder text = new StringBuilder();
    if (!counted.inTable().isEmpty()) {
      TextTable dates = new TextTable().column("DATE", LEFT).column("ROWS IN THE TABLE", RIGHT);
      counted.inTable().forEach((date, count) -> dates.row(List.of(date, Amounts.count(count))));
      text.append(dates.text()).append('\n');
    }
    if (!counted.rejected().isEmpty()) {
      TextTable reasons = new TextTable().column("REJECTED", RIGHT).column("REASON", LEFT);
      counted
          .rejected()
          .forEach((reason, count) -> reasons.row(List.of(Amounts.count(count), reason)));
      text.append(reasons.text()).append('\n');
    }
    return text.append(sum(counted)).toString();
  }

  private String sum(FileRows counted) {
    String read =
        counted.read().isPresent()
            ? Amounts.count(counted.read().getAsLong(), "row") + " read: "
            : "";
    String rejected = Amounts.count(counted.rowsRejected()) + " rejected";
    if (why.taken().isEmpty()) {
      return read + rejected + ", none published.\n";
    }
    String there = Amounts.count(counted.rowsInTable()) + " in the table, ";
    return counted.mergedOrReplaced().isPresent()
        ? read
            + there
            + rejected
            + ", "
            + Amounts.count(counted.mergedOrReplaced().getAsLong())
            + " merged when it was taken or replaced since.\n"
        : there
            + rejected
            + ". How many were merged or replaced is not known: the file is no longer as it was"
            + " read, and reports count per run.\n";
  }

  /** As {@code --json} says it. */
  Map<String, Object> facts() {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("table", why.table().toString());
    facts.put("file", file.uri());
    facts.put("path", why.path());
    facts.put("fate", why.fate().name());
    facts.put("reason", why.reason());
    facts.put("now", why.now().map(Explained::facts).orElse(null));
    facts.put("taken", why.taken().map(Explained::facts).orElse(null));
    facts.put("run", why.run().isPresent() ? why.run().getAsLong() : null);
    facts.put("overwritten", why.fate() == Fate.OVERWRITTEN);
    facts.put("notes", why.notes());
    facts.put("rows", rows.map(this::facts).orElse(null));
    return facts;
  }

  private static Map<String, Object> facts(RawObject object) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("bytes", object.bytes());
    facts.put("modified_at", Instant.ofEpochMilli(object.modified()).toString());
    facts.put("etag", object.etag().isEmpty() ? null : object.etag());
    return facts;
  }

  private Map<String, Object> facts(FileRows counted) {
    Map<String, Object> facts = new LinkedHashMap<>();
    boolean gone = why.taken().isPresent() && counted.mergedOrReplaced().isPresent();
    facts.put("read", counted.read().isPresent() ? counted.read().getAsLong() : null);
    facts.put("in_table", counted.rowsInTable());
    facts.put("rejected", counted.rowsRejected());
    facts.put("merged_or_replaced", gone ? counted.mergedOrReplaced().getAsLong() : null);
    facts.put("dates", counted.inTable());
    facts.put("reasons", counted.rejected());
    return facts;
  }
}
