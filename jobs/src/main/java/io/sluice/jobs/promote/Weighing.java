package io.sluice.jobs.promote;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;

import io.sluice.jobs.store.Change;
import io.sluice.jobs.store.Staged;
import io.sluice.layout.ColumnNames;
import io.sluice.layout.config.BusinessDate;
import io.sluice.layout.config.TableConfig;
import io.sluice.layout.intake.Distances;
import io.sluice.layout.intake.Manifest;
import io.sluice.layout.intake.RawLayout;
import io.sluice.layout.sizing.DataFile;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/** Counts what was staged, and puts it beside what was read: the measured side of a balance. */
final class Weighing {

  private static final String EXTRACTION = ColumnNames.CONTROL_PREFIX + "extraction";

  /** The day in {@code extracted_at=2026-11-19} or {@code 2026-11-19T06}. */
  private static final String EXTRACTION_DAY =
      "substring(substring_index(" + EXTRACTION + ", '=', -1), 1, 10)";

  private static final String MINE = ColumnNames.CONTROL_PREFIX + "mine";
  private static final String APART = ColumnNames.CONTROL_PREFIX + "apart";

  private static final String COUNT = ColumnNames.CONTROL_PREFIX + "count";

  private final Change change;
  private final Manifest manifest;
  private final RawLayout layout;
  private final Staged staged;
  private final List<Row> rows;

  private Weighing(
      Change change, Manifest manifest, RawLayout layout, Staged staged, List<Row> rows) {
    this.change = change;
    this.manifest = manifest;
    this.layout = layout;
    this.staged = staged;
    this.rows = rows;
  }

  /** Reads of what was staged only whose rows they are, and from which file and date. */
  static Weighing of(Change change, Manifest manifest, TableConfig table, Staged staged) {
    List<Row> rows =
        staged.add().isEmpty() ? List.of() : rows(change.read(staged.add()), manifest, table);
    return new Weighing(change, manifest, table.layout(), staged, rows);
  }

  /**
   * Per file, and for rows of this run by how many days their date is from the extraction's. First
   * by date, which costs nothing since it is the partition, so that days are counted for few rows.
   */
  private static List<Row> rows(Dataset<Row> staged, Manifest manifest, TableConfig table) {
    BusinessDate date = table.date();
    String day = "`" + date.column() + "`";
    String given = date.otherwise().map(other -> day + " <> '" + other + "'").orElse("true");
    String apart =
        "datediff(try_cast(" + day + " AS date), try_cast(" + EXTRACTION_DAY + " AS date))";
    String near =
        "greatest(" + Distances.FAR_BEFORE + ", least(" + Distances.FAR_AFTER + ", " + apart + "))";
    return staged
        .groupBy(
            col(ColumnNames.RUN).eqNullSafe(manifest.run()).as(MINE),
            col(ColumnNames.FILE),
            col(date.column()))
        .agg(functions.count(functions.lit(1)).as(COUNT))
        .withColumn(EXTRACTION, KeyedRows.extraction(table))
        .withColumn(
            APART,
            expr(
                "CASE WHEN "
                    + MINE
                    + " AND "
                    + apart
                    + " IS NOT NULL AND "
                    + given
                    + " THEN "
                    + near
                    + " END"))
        .groupBy(col(MINE), col(ColumnNames.FILE), col(APART))
        .agg(functions.sum(COUNT))
        .collectAsList();
  }

  /** How far the dates of this run's rows lie from the days they were extracted. */
  Distances distances() {
    Distances distances = Distances.NONE;
    for (Row row : rows) {
      if (!row.isNullAt(2)) {
        String extraction = layout.extraction(row.getString(1));
        distances = distances.plus(extraction, row.getInt(2), row.getLong(3));
      }
    }
    return distances;
  }

  Balance balance(
      Tally.Counts read,
      Map<Integer, Long> leftAlone,
      Folding folding,
      Map<Integer, Long> rejected) {
    Map<String, Integer> index = new HashMap<>();
    for (int i = 0; i < manifest.objects().size(); i++) {
      index.put(manifest.objects().get(i).path(), i);
    }
    Map<Integer, Long> written = new HashMap<>();
    long old = 0;
    for (Row row : rows) {
      if (row.getBoolean(0)) {
        written.merge(
            index.getOrDefault(row.getString(1), Balance.OF_NO_FILE), row.getLong(3), Long::sum);
      } else {
        old += row.getLong(3);
      }
    }
    Map<Integer, Long> deleted = new HashMap<>();
    folding
        .deleted()
        .forEach((path, count) -> deleted.put(index.getOrDefault(path, Balance.OF_NO_FILE), count));
    return new Balance(
        read,
        leftAlone,
        folding.mergedInRun(),
        folding.mergedInTable(),
        written,
        deleted,
        rejected,
        count(staged.remove()),
        old);
  }

  /** From the table's log; where that does not know, from the files. */
  private long count(List<DataFile> files) {
    long rows = 0;
    List<DataFile> uncounted = new ArrayList<>();
    for (DataFile file : files) {
      if (file.rows() < 0) {
        uncounted.add(file);
      } else {
        rows += file.rows();
      }
    }
    return rows + (uncounted.isEmpty() ? 0 : change.read(uncounted).count());
  }
}
