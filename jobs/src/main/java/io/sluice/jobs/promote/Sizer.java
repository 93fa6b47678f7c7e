package io.sluice.jobs.promote;

import static org.apache.spark.sql.functions.col;

import io.sluice.jobs.raw.RawRead;
import io.sluice.jobs.raw.RawRows;
import io.sluice.jobs.raw.Sample;
import io.sluice.jobs.store.Change;
import io.sluice.jobs.store.Router;
import io.sluice.jobs.store.TableState;
import io.sluice.layout.Contract;
import io.sluice.layout.config.RawFormat;
import io.sluice.layout.config.TableConfig;
import io.sluice.layout.intake.Manifest;
import io.sluice.layout.sizing.BinPlan;
import io.sluice.layout.sizing.DataFile;
import io.sluice.layout.sizing.FileSizing;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Predicts what each date will weigh, before anything is written, and cuts it into bins.
 *
 * <p>How many rows a date has comes from a sample of small chunks all over the raw files; how many
 * bytes a row takes comes from the table's own files, or else from a sample of a few long chunks
 * that is written with the real settings. A sample can mislead: what was staged is looked at
 * afterwards and mended.
 */
final class Sizer {

  /** Below this much raw data planning costs more than it gains: tails are topped up later. */
  private static final long WORTH_PLANNING = 300 * FileSizing.MB;

  private static final long BYTES_PER_TASK = 64 * FileSizing.MB;
  private static final long ROWS_TO_TRUST = 100_000;
  private static final Sample DATES = new Sample(192, 128 << 10);
  private static final Sample ROWS = new Sample(4, 12 << 20);

  private final SparkSession spark;
  private final TableConfig table;
  private final Contract contract;
  private final Manifest manifest;
  private final RawRead read;

  Sizer(SparkSession spark, TableConfig table, Contract contract, Manifest manifest, RawRead read) {
    this.spark = spark;
    this.table = table;
    this.contract = contract;
    this.manifest = manifest;
    this.read = read;
  }

  BinPlan plan(TableState before, Change change) {
    if (manifest.bytes() < WORTH_PLANNING) {
      long cores = spark.sparkContext().defaultParallelism();
      long tasks = Math.min(cores, (manifest.bytes() + BYTES_PER_TASK - 1) / BYTES_PER_TASK);
      return new BinPlan((int) Math.max(1, tasks), Map.of());
    }
    Map<String, Long> rows = rowsByDate();
    double bytesPerRow =
        before.rows() >= ROWS_TO_TRUST
            ? (double) before.bytes() / before.rows()
            : encodedBytesPerRow(change);
    Map<String, Long> bytes = new HashMap<>();
    rows.forEach((date, count) -> bytes.put(date, Math.round(count * bytesPerRow)));
    return BinPlan.of(bytes, table.sizing());
  }

  /** Only the column of the business date is read: of Parquet files whole, of text a sample. */
  private Map<String, Long> rowsByDate() {
    String from = table.date().from();
    RawRead dates =
        RawRead.of(
            read.root(),
            read.manifestAt(),
            read.format(),
            contract.column(from).stream().toList(),
            read.zone());
    RawRead some = isParquet() ? dates : dates.sampled(DATES);
    double scale = isParquet() ? 1.0 : RawRows.sampledScale(spark, some);
    String date = table.date().column();
    Map<String, Long> rows = new HashMap<>();
    for (Row row :
        new Judgement(table, contract, manifest.run())
            .dated(RawRows.read(spark, some))
            .where(col(RawRows.KIND).equalTo(Tally.GOOD).and(col(date).isNotNull()))
            .groupBy(col(date))
            .count()
            .collectAsList()) {
      rows.put(row.getString(0), Math.round(row.getLong(1) * scale));
    }
    return rows;
  }

  private boolean isParquet() {
    return table.raws() instanceof RawFormat.Parquet;
  }

  /**
   * The slope between two samples, one twice the other: what a further row costs, without the
   * dictionaries and footers that every file has once.
   */
  private double encodedBytesPerRow(Change change) {
    Written half = write(change, some(1));
    Written whole = write(change, some(2));
    if (whole.rows <= half.rows || whole.bytes <= half.bytes) {
      return whole.rows == 0 ? 1.0 : (double) whole.bytes / whole.rows;
    }
    return (double) (whole.bytes - half.bytes) / (whole.rows - half.rows);
  }

  private record Written(long bytes, long rows) {}

  /**
   * One or two halves of a sample of rows that stand together in the files, as they will in ours:
   * long chunks of text, or the first rows of a few Parquet files, where a chunk is no unit.
   */
  private Dataset<Row> some(int halves) {
    if (!isParquet()) {
      Sample sample = new Sample(ROWS.chunks() / 2 * halves, ROWS.chunkBytes());
      return good(RawRows.read(spark, read.sampled(sample)));
    }
    int files = manifest.objects().size();
    Set<Integer> spread = new TreeSet<>();
    for (int i = 0; i < ROWS.chunks(); i++) {
      spread.add((int) ((long) i * files / ROWS.chunks()));
    }
    return good(RawRows.read(spark, read.onlyFiles(spread)))
        .limit((int) ROWS_TO_TRUST / 2 * halves);
  }

  private Written write(Change change, Dataset<Row> rows) {
    Tally unused = new Tally();
    spark.sparkContext().register(unused);
    FreshRows fresh = new FreshRows(table, contract, manifest);
    Router one = new Router(new BinPlan(1, Map.of()));
    Dataset<Row> sorted = fresh.latest(rows, one, unused);
    List<DataFile> files = change.stage(fresh.asTable(sorted));
    long bytes = files.stream().mapToLong(DataFile::bytes).sum();
    long count = change.read(files).count();
    change.discard(files);
    return new Written(bytes, count);
  }

  private Dataset<Row> good(Dataset<Row> raw) {
    return new Judgement(table, contract, manifest.run())
        .kinds(raw)
        .where(col(RawRows.KIND).equalTo(Tally.GOOD));
  }
}
