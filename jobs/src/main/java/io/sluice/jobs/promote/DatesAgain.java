package io.sluice.jobs.promote;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.not;

import io.sluice.jobs.raw.RawRows;
import io.sluice.jobs.store.TableState;
import io.sluice.layout.Contract;
import io.sluice.layout.LakeException;
import io.sluice.layout.config.TableConfig;
import io.sluice.layout.intake.Manifest;
import io.sluice.layout.sizing.DataFile;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/**
 * The part of a run that makes some dates anew: it reads all raw files, since any of them can have
 * rows of any date, writes the rows of its dates, and leaves those of other dates alone.
 *
 * @param rejected the rejected rows that stood before; empty if there were none
 */
record DatesAgain(Set<String> dates, Optional<RejectedPlaces> rejected) {

  private static final int DATES_SHOWN = 10;

  DatesAgain {
    dates = Set.copyOf(dates);
  }

  /** The good rows that are written. */
  Dataset<Row> written(Dataset<Row> good, TableConfig table) {
    return good.where(ofDates(table));
  }

  private Column ofDates(TableConfig table) {
    return col(table.date().column()).isin(dates.toArray());
  }

  private Dataset<Row> ofOtherDates(
      Dataset<Row> raw, TableConfig table, Contract contract, Manifest manifest) {
    return new Judgement(table, contract, manifest.run())
        .kinds(raw)
        .where(col(RawRows.KIND).equalTo(Tally.GOOD).and(not(ofDates(table))));
  }

  /** Rows that were rejected and would be good on a date that is left alone stay rejected. */
  Optional<Dataset<Row>> stillRejected(
      Dataset<Row> raw, TableConfig table, Contract contract, Manifest manifest) {
    return rejected.map(
        places -> places.standingAt(ofOtherDates(raw, table, contract, manifest), manifest));
  }

  /**
   * Counts the rows that are left alone, by the index of their raw file.
   *
   * @throws LakeException if the table has other rows on the dates that are left alone: a row that
   *     changes its date, or is rejected now, would be lost or doubled
   */
  Map<Integer, Long> leftAlone(
      Dataset<Row> raw,
      TableConfig table,
      Contract contract,
      Manifest manifest,
      TableState before) {
    Dataset<Row> others = ofOtherDates(raw, table, contract, manifest);
    Dataset<Row> left = rejected.map(places -> places.notAt(others, manifest)).orElse(others);
    Map<Integer, Long> byFile = new HashMap<>();
    for (Row row : left.groupBy(col(RawRows.FILE)).count().collectAsList()) {
      byFile.put(row.getInt(0), row.getLong(1));
    }
    requireSame(table, rowsByDate(left, table), rowsByDate(before));
    return byFile;
  }

  private static Map<String, Long> rowsByDate(Dataset<Row> left, TableConfig table) {
    List<String> key = table.key();
    Column rows =
        key.isEmpty()
            ? functions.count(functions.lit(1))
            : functions.countDistinct(
                col(key.get(0)), key.stream().skip(1).map(functions::col).toArray(Column[]::new));
    Map<String, Long> byDate = new TreeMap<>();
    for (Row row : left.groupBy(col(table.date().column())).agg(rows).collectAsList()) {
      byDate.put(row.getString(0), row.getLong(1));
    }
    return byDate;
  }

  private Map<String, Long> rowsByDate(TableState before) {
    Map<String, Long> byDate = new TreeMap<>();
    for (DataFile file : before.files()) {
      if (!dates.contains(file.partition())) {
        byDate.merge(file.partition(), file.rows(), Long::sum);
      }
    }
    return byDate;
  }

  private void requireSame(TableConfig table, Map<String, Long> raw, Map<String, Long> there) {
    Set<String> differ = new TreeSet<>(raw.keySet());
    differ.addAll(there.keySet());
    differ.removeIf(date -> raw.getOrDefault(date, 0L).equals(there.getOrDefault(date, 0L)));
    if (differ.isEmpty()) {
      return;
    }
    String first = differ.iterator().next();
    throw new LakeException(
        LakeException.Kind.DATA,
        "Cannot rebuild "
            + dates.size()
            + (dates.size() == 1 ? " date of " : " dates of ")
            + table.id()
            + ": with the present configuration other dates change too: "
            + differ.stream().limit(DATES_SHOWN).toList()
            + (differ.size() > DATES_SHOWN ? " and more" : "")
            + ". The raw files have "
            + raw.getOrDefault(first, 0L)
            + " rows of "
            + first
            + " and the table "
            + there.getOrDefault(first, 0L)
            + ". Nothing was published. Add these dates, or run: sluice rebuild "
            + table.id()
            + ".");
  }
}
