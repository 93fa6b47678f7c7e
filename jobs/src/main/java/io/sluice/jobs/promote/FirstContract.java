package io.sluice.jobs.promote;

import static org.apache.spark.sql.functions.col;

import io.sluice.jobs.raw.RawInference;
import io.sluice.jobs.raw.RawRead;
import io.sluice.jobs.raw.RawRows;
import io.sluice.jobs.report.Amounts;
import io.sluice.layout.Column;
import io.sluice.layout.ColumnType;
import io.sluice.layout.ColumnType.Primitive;
import io.sluice.layout.Contract;
import io.sluice.layout.LakeException;
import io.sluice.layout.config.BusinessDate.Epoch;
import io.sluice.layout.config.BusinessDate.Text;
import io.sluice.layout.config.RawFormat;
import io.sluice.layout.config.TableConfig;
import io.sluice.layout.intake.Manifest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;

/**
 * The contract of a table that declares no columns: inferred once, from all raw files of its first
 * run, and from then on its promise.
 */
final class FirstContract {

  private final SparkSession spark;
  private final TableConfig table;
  private final Manifest manifest;
  private final RawRead read;

  /**
   * @param read the run's files, with no contract yet
   */
  FirstContract(SparkSession spark, TableConfig table, Manifest manifest, RawRead read) {
    this.spark = spark;
    this.table = table;
    this.manifest = manifest;
    this.read = read;
  }

  Contract infer() {
    List<Column> columns = new ArrayList<>();
    for (Column column : RawInference.infer(spark, read)) {
      if (table.leavesOut(column.name())) {
        continue;
      }
      boolean date = column.name().equals(table.date().from());
      columns.add(date ? Column.of(column.name(), dateType(column.type())) : column);
    }
    return new Contract(List.of()).with(columns, false, manifest.run());
  }

  /**
   * The column of the business date is a time, even if one of its values is none. What counts since
   * 1970 stays what it is. What is read by a pattern stays the text it was, zeros in front and all.
   */
  private ColumnType dateType(ColumnType seen) {
    if (table.date().as() instanceof Epoch) {
      return seen;
    }
    if (table.date().as() instanceof Text) {
      return table.raws() instanceof RawFormat.Parquet ? seen : Primitive.STRING;
    }
    return seen == Primitive.DATE || seen == Primitive.TIMESTAMP ? seen : Primitive.TIMESTAMP;
  }

  /** Why nothing could be inferred: files that cannot be read, and how many lines are no rows. */
  record Unusable(List<Findings.Refused> files, long rejected) {}

  /** Looks at what stands in the way of a contract. */
  Unusable unusable() {
    Set<Tally.Note> notes = new HashSet<>();
    long rejected = 0;
    for (Row row :
        RawRows.read(spark, read)
            .where(col(RawRows.KIND).isin(RawRows.REFUSED, RawRows.REJECTED))
            .groupBy(RawRows.FILE, RawRows.KIND)
            .agg(functions.first(RawRows.REASON), functions.count(functions.lit(1)))
            .collectAsList()) {
      if (row.getByte(1) == RawRows.REFUSED) {
        notes.add(new Tally.Note(row.getInt(0), Tally.REFUSED_FILE, "", "", "", row.getString(2)));
      } else {
        rejected += row.getLong(3);
      }
    }
    return new Unusable(Findings.refused(notes, manifest), rejected);
  }

  void requireNothingRejected(Unusable unusable) {
    if (unusable.rejected() > 0) {
      throw new LakeException(
          LakeException.Kind.DATA,
          "Cannot infer the columns of "
              + table.id()
              + ": none of the "
              + Amounts.count(unusable.rejected(), "row")
              + " in its "
              + Amounts.count(manifest.objects().size(), "raw file")
              + " can be read as "
              + table.raws().word()
              + ". Check format in its source file, and what the loader writes.");
    }
  }
}
