package io.sluice.jobs.promote;

import static org.apache.spark.sql.functions.col;

import io.sluice.jobs.raw.RawRows;
import io.sluice.layout.ColumnNames;
import io.sluice.layout.LakeException;
import io.sluice.layout.TableId;
import io.sluice.layout.intake.Manifest;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;

/** Where rejected rows stand in their raw files, so that they can be read again. */
final class RejectedPlaces {

  private static final String AT_FILE = ColumnNames.CONTROL_PREFIX + "at_file";
  private static final String AT_POSITION = ColumnNames.CONTROL_PREFIX + "at_position";

  private final Dataset<Row> rejected;
  private final Map<String, Long> byFile;

  private RejectedPlaces(Dataset<Row> rejected, Map<String, Long> byFile) {
    this.rejected = rejected;
    this.byFile = byFile;
  }

  /**
   * @param rejected rows of the table of rejected rows
   */
  static RejectedPlaces of(Dataset<Row> rejected) {
    Map<String, Long> byFile = new TreeMap<>();
    for (Row row : rejected.groupBy("file").count().collectAsList()) {
      byFile.put(row.getString(0), row.getLong(1));
    }
    return new RejectedPlaces(rejected, byFile);
  }

  /** The paths of the raw files they are in. */
  Set<String> files() {
    return byFile.keySet();
  }

  long rows() {
    return byFile.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Those of the raw rows that stand at such a place, and what the reader says of whole files. */
  Dataset<Row> of(Dataset<Row> raw, Manifest manifest) {
    return raw.join(places(manifest), isAt(), "left_outer")
        .where(col(RawRows.KIND).geq((int) RawRows.REFUSED).or(col(AT_FILE).isNotNull()))
        .drop(AT_FILE, AT_POSITION);
  }

  /** Those of the raw rows that stand at no such place. */
  Dataset<Row> notAt(Dataset<Row> raw, Manifest manifest) {
    return raw.join(places(manifest), isAt(), "left_anti");
  }

  /** The rejected rows at whose place one of the raw rows stands. */
  Dataset<Row> standingAt(Dataset<Row> raw, Manifest manifest) {
    return rejected
        .withColumn(AT_FILE, file(manifest))
        .withColumn(AT_POSITION, col("position"))
        .join(raw.select(RawRows.FILE, RawRows.POSITION), isAt(), "left_semi")
        .drop(AT_FILE, AT_POSITION);
  }

  private Dataset<Row> places(Manifest manifest) {
    return rejected
        .select(file(manifest).as(AT_FILE), col("position").as(AT_POSITION))
        .dropDuplicates();
  }

  private static Column isAt() {
    return col(RawRows.FILE)
        .equalTo(col(AT_FILE))
        .and(col(RawRows.POSITION).equalTo(col(AT_POSITION)));
  }

  /** The index of a rejected row's raw file. */
  private static Column file(Manifest manifest) {
    HashMap<String, Integer> index = new HashMap<>();
    for (int file = 0; file < manifest.objects().size(); file++) {
      index.put(manifest.objects().get(file).path(), file);
    }
    UDF1<String, Integer> indexOf = index::get;
    return functions.udf(indexOf, DataTypes.IntegerType).apply(col("file"));
  }

  /**
   * @throws LakeException if a rejected row was not read again
   */
  void requireFound(TableId table, Tally.Counts read, Manifest manifest) {
    Map<String, Long> found = new HashMap<>();
    for (int file = 0; file < manifest.objects().size(); file++) {
      found.put(
          manifest.objects().get(file).path(),
          read.of(file, Tally.GOOD) + read.of(file, Tally.REJECTED));
    }
    long missing = 0;
    String first = "";
    for (Map.Entry<String, Long> expected : byFile.entrySet()) {
      long lost = Math.abs(expected.getValue() - found.getOrDefault(expected.getKey(), 0L));
      first = lost > 0 && first.isEmpty() ? expected.getKey() : first;
      missing += lost;
    }
    if (missing > 0) {
      throw new LakeException(
          LakeException.Kind.DATA,
          "Cannot replay "
              + table
              + ": "
              + missing
              + " of "
              + rows()
              + " rejected rows are no longer found at their place, such as in "
              + first
              + ": the settings that cut files into records were changed. Nothing was published."
              + " Run: sluice rebuild "
              + table
              + ".");
    }
  }
}
