package io.sluice.jobs.promote;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import io.sluice.jobs.raw.RawRead;
import io.sluice.jobs.raw.RawRows;
import io.sluice.jobs.store.Change;
import io.sluice.jobs.store.TableStore;
import io.sluice.layout.Column;
import io.sluice.layout.Contract;
import io.sluice.layout.config.TableConfig;
import io.sluice.layout.intake.Manifest;
import io.sluice.layout.intake.RawObject;
import io.sluice.layout.sizing.DataFile;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;

/**
 * The rejected rows of a run, in their own table beside the data: one partition a run, replaced
 * when the run is tried again.
 *
 * <p>They are read in a second scan, of only those raw files that have some: so the first scan need
 * not carry the raw text of every record through its shuffle.
 */
final class RejectedRows {

  static final String RUN = "run";

  static final List<Column> COLUMNS =
      List.of(
          Column.of("file", "string"),
          Column.of("extraction", "string"),
          Column.of("position", "bigint"),
          Column.of("column_name", "string"),
          Column.of("expected", "string"),
          Column.of("value", "string"),
          Column.of("reason", "string"),
          Column.of("raw_text", "string"),
          Column.of("line", "bigint"));

  private static final long ROWS_PER_FILE = 1_000_000;
  private static final int REASONS_SHOWN = 10;

  /**
   * @param byFile how many rows were kept, by file index
   * @param reasons how often each reason was given, most frequent first
   */
  record Kept(Map<Integer, Long> byFile, Map<String, Long> reasons) {
    static final Kept NONE = new Kept(Map.of(), Map.of());
  }

  private final TableConfig table;
  private final TableStore store;

  RejectedRows(TableConfig table, TableStore store) {
    this.table = table;
    this.store = store;
  }

  /**
   * Publishes the rejected rows of a run in place of those an earlier try of it left.
   *
   * @param part those of the raw rows that the run reads
   * @param others rejected rows of before that are now among those of the run
   */
  Kept publish(
      SparkSession spark,
      RawRead read,
      UnaryOperator<Dataset<Row>> part,
      Optional<Dataset<Row>> others,
      Contract contract,
      Manifest manifest,
      Tally.Counts counts) {
    store.repair();
    String run = String.valueOf(manifest.run());
    Set<Integer> files =
        counts.files().stream()
            .filter(file -> counts.of(file, Tally.REJECTED) > 0)
            .collect(Collectors.toSet());
    boolean left = store.state().files().stream().anyMatch(file -> file.partition().equals(run));
    if (files.isEmpty() && others.isEmpty() && !left) {
      return Kept.NONE;
    }
    Change change = store.begin(spark, COLUMNS);
    List<DataFile> old = change.existing(Set.of(run));
    List<DataFile> staged = List.of();
    Kept kept = Kept.NONE;
    Optional<Dataset<Row>> fresh =
        files.isEmpty()
            ? Optional.empty()
            : Optional.of(
                asTable(
                    new Judgement(table, contract, manifest.run())
                        .rejected(
                            part.apply(RawRows.read(spark, read.onlyFiles(files).keepingText()))),
                    manifest));
    Optional<Dataset<Row>> all =
        Stream.concat(fresh.stream(), others.map(rows -> ofRun(rows, manifest.run())).stream())
            .reduce(Dataset::unionByName);
    if (all.isPresent()) {
      int tasks = (int) (1 + counts.total(Tally.REJECTED) / ROWS_PER_FILE);
      staged = change.stage(all.get().repartition(tasks));
      kept = staged.isEmpty() ? Kept.NONE : look(change, staged, manifest);
    }
    change.publish(manifest.run(), staged, old, "rejected rows");
    return kept;
  }

  private static Dataset<Row> ofRun(Dataset<Row> rows, long run) {
    return rows.select(
            COLUMNS.stream()
                .map(column -> col(column.name()))
                .toArray(org.apache.spark.sql.Column[]::new))
        .withColumn(RUN, lit(String.valueOf(run)));
  }

  private Dataset<Row> asTable(Dataset<Row> rows, Manifest manifest) {
    String[] paths = manifest.objects().stream().map(RawObject::path).toArray(String[]::new);
    String[] extractions = Stream.of(paths).map(table.layout()::extraction).toArray(String[]::new);
    UDF1<Integer, String> path = file -> paths[file];
    UDF1<Integer, String> extraction = file -> extractions[file];
    return rows.select(
        functions.udf(path, DataTypes.StringType).apply(col(RawRows.FILE)).as("file"),
        functions.udf(extraction, DataTypes.StringType).apply(col(RawRows.FILE)).as("extraction"),
        col(RawRows.POSITION).as("position"),
        functions.coalesce(col(RawRows.COLUMN), lit("")).as("column_name"),
        col(RawRows.EXPECTED).as("expected"),
        col(RawRows.VALUE).as("value"),
        col(RawRows.REASON).as("reason"),
        col(RawRows.TEXT).as("raw_text"),
        col(RawRows.LINE).as("line"),
        lit(String.valueOf(manifest.run())).as(RUN));
  }

  private static Kept look(Change change, List<DataFile> staged, Manifest manifest) {
    Map<String, Integer> index =
        IntStream.range(0, manifest.objects().size())
            .boxed()
            .collect(Collectors.toMap(i -> manifest.objects().get(i).path(), i -> i));
    Map<Integer, Long> byFile = new HashMap<>();
    Map<String, Long> reasons = new LinkedHashMap<>();
    Dataset<Row> rows = change.read(staged);
    for (Row row : rows.groupBy("file").count().collectAsList()) {
      byFile.put(index.get(row.getString(0)), row.getLong(1));
    }
    Dataset<Row> kinds =
        rows.groupBy(why().as("why"))
            .count()
            .orderBy(col("count").desc(), col("why"))
            .limit(REASONS_SHOWN);
    for (Row row : kinds.collectAsList()) {
      reasons.put(row.getString(0), row.getLong(1));
    }
    return new Kept(byFile, reasons);
  }

  /** The reason of a rejected row without its value, so that rows can be counted by it. */
  static org.apache.spark.sql.Column why() {
    org.apache.spark.sql.Column column = functions.coalesce(col("column_name"), lit(""));
    org.apache.spark.sql.Column expected = col("expected");
    org.apache.spark.sql.Column article =
        functions
            .when(expected.rlike("^(an? |null)"), lit(""))
            .otherwise(functions.when(expected.rlike("^[aeiou]"), lit("an ")).otherwise(lit("a ")));
    return functions
        .when(col("expected").equalTo("not null"), functions.concat(column, lit(" is null")))
        .when(
            col("reason").startsWith(functions.concat(column, lit(Judgement.IS_MISSING))),
            functions.concat(column, lit(Judgement.IS_MISSING)))
        .when(expected.isNull(), functions.concat(column, lit(" is named by two fields")))
        .when(column.notEqual(""), functions.concat(column, lit(" is not "), article, expected))
        .when(col("reason").startsWith("it is not "), functions.concat(lit("not "), expected))
        .otherwise(functions.concat(lit("breaks the check "), expected));
  }
}
