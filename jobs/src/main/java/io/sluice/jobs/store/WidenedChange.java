package io.sluice.jobs.store;

import io.sluice.layout.Column;
import io.sluice.layout.ColumnType;
import io.sluice.layout.sizing.DataFile;
import io.sluice.layout.sizing.FileSizing;
import io.sluice.layout.sizing.MendPlan;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;

/**
 * A change of a table whose columns become wider. Plain readers of Parquet fail on a column that
 * has two types, and Delta's own widening is not for every reader; so every file is written again,
 * and those are the files that the change then finds in the table.
 */
public final class WidenedChange implements Change {

  private final Change change;
  private final String partitionColumn;
  private final FileSizing sizing;
  private final Rewriting rewriting;
  private final List<DataFile> old;
  private List<DataFile> rewritten = List.of();
  private boolean begun;

  /**
   * @param change begun with the new columns
   * @param before the columns the files have now, without the partition column
   * @param after the columns they will have; others stay as they are
   * @param zone where the days of a date begin that becomes a timestamp
   */
  public WidenedChange(
      Change change,
      List<Column> before,
      List<Column> after,
      String partitionColumn,
      FileSizing sizing,
      ZoneId zone) {
    this.change = change;
    this.partitionColumn = partitionColumn;
    this.sizing = sizing;
    this.old = change.existing();
    Casts casts = new Casts(before, after, partitionColumn, zone);
    this.rewriting =
        new Rewriting(
            change, sizing, partitionColumn, files -> casts.of(change.read(files, before)));
  }

  /** Written when they are first asked for: a run may begin again before that. */
  private List<DataFile> rewritten() {
    if (!begun) {
      begun = true;
      Map<String, List<DataFile>> all =
          old.stream()
              .collect(
                  Collectors.groupingBy(DataFile::partition, TreeMap::new, Collectors.toList()));
      Staged staged = new Staged(rewriting.rewrite(new MendPlan(all)), List.of());
      // Meanwhile the table has no files for it, so that mending stays among those of here.
      rewritten = new Mending(this, sizing, partitionColumn).mend(staged).add();
    }
    return rewritten;
  }

  /** Rows with the columns they have as rows with those they will have. */
  private record Casts(
      List<Column> before, List<Column> after, String partitionColumn, ZoneId zone) {

    Dataset<Row> of(Dataset<Row> rows) {
      List<org.apache.spark.sql.Column> columns = new ArrayList<>();
      for (Column column : after) {
        Optional<Column> has =
            before.stream().filter(old -> old.name().equals(column.name())).findFirst();
        org.apache.spark.sql.Column value =
            has.map(old -> as(functions.col(old.name()), old.type(), column.type()))
                .orElseGet(() -> functions.lit(null).cast(SparkTypes.spark(column.type())));
        columns.add(value.as(column.name()));
      }
      Set<String> names = after.stream().map(Column::name).collect(Collectors.toSet());
      before.stream()
          .map(Column::name)
          .filter(name -> !names.contains(name))
          .forEach(name -> columns.add(functions.col(name)));
      List.of(partitionColumn, PATH, ROW).forEach(name -> columns.add(functions.col(name)));
      return rows.select(columns.toArray(org.apache.spark.sql.Column[]::new));
    }

    private org.apache.spark.sql.Column as(
        org.apache.spark.sql.Column value, ColumnType from, ColumnType to) {
      if (from.equals(to)) {
        return value;
      }
      if (from instanceof ColumnType.Struct old && to instanceof ColumnType.Struct now) {
        org.apache.spark.sql.Column[] fields =
            now.fields().stream()
                .map(field -> field(value, old, field).as(field.name()))
                .toArray(org.apache.spark.sql.Column[]::new);
        return functions.when(value.isNotNull(), functions.struct(fields));
      }
      if (from instanceof ColumnType.Array old && to instanceof ColumnType.Array now) {
        return functions.transform(value, each -> as(each, old.element(), now.element()));
      }
      if (from instanceof ColumnType.Map old && to instanceof ColumnType.Map now) {
        return functions.transform_values(value, (key, each) -> as(each, old.value(), now.value()));
      }
      if (to == ColumnType.Primitive.TIMESTAMP) {
        return functions.to_utc_timestamp(value.cast(DataTypes.TimestampType), zone.getId());
      }
      return value.cast(SparkTypes.spark(to));
    }

    private org.apache.spark.sql.Column field(
        org.apache.spark.sql.Column value, ColumnType.Struct from, ColumnType.Field to) {
      return from.fields().stream()
          .filter(old -> old.name().equals(to.name()))
          .findFirst()
          .map(old -> as(value.getField(old.name()), old.type(), to.type()))
          .orElseGet(() -> functions.lit(null).cast(SparkTypes.spark(to.type())));
    }
  }

  /** With the files that nothing else touched. */
  @Override
  public Staged whole(Staged staged) {
    Set<DataFile> replaced = new HashSet<>(staged.remove());
    List<DataFile> add = new ArrayList<>(staged.add());
    rewritten().stream().filter(file -> !replaced.contains(file)).forEach(add::add);
    change.discard(replaced);
    return new Staged(add, old);
  }

  @Override
  public List<DataFile> existing() {
    return rewritten();
  }

  @Override
  public List<DataFile> existing(Set<String> partitions) {
    return rewritten().stream().filter(file -> partitions.contains(file.partition())).toList();
  }

  @Override
  public List<DataFile> stage(Dataset<Row> rows) {
    return change.stage(rows);
  }

  @Override
  public Dataset<Row> read(Collection<DataFile> files) {
    return change.read(files);
  }

  @Override
  public Dataset<Row> read(Collection<DataFile> files, List<Column> columns) {
    return change.read(files, columns);
  }

  @Override
  public void discard(Collection<DataFile> staged) {
    change.discard(staged);
  }

  @Override
  public void publish(
      long run, Collection<DataFile> add, Collection<DataFile> remove, String what) {
    change.publish(run, add, remove, what);
  }
}
