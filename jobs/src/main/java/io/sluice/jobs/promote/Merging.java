package io.sluice.jobs.promote;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.row_number;

import io.sluice.jobs.store.Change;
import io.sluice.jobs.store.Router;
import io.sluice.jobs.store.Staged;
import io.sluice.layout.ColumnNames;
import io.sluice.layout.config.TableConfig;
import io.sluice.layout.config.TableConfig.WriteMode;
import io.sluice.layout.intake.Manifest;
import io.sluice.layout.sizing.BinPlan;
import io.sluice.layout.sizing.DataFile;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF3;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;

/**
 * Where fresh rows meet rows of the table that have the same key. Only the dates that fresh rows
 * touch are read, and only those that hold rows already are written again.
 */
final class Merging {

  private static final String THERE = "_sluice_there";

  private final TableConfig table;
  private final Manifest manifest;
  private final Change change;

  Merging(TableConfig table, Manifest manifest, Change change) {
    this.table = table;
    this.manifest = manifest;
    this.change = change;
  }

  /** The change with fresh and present rows merged; losers are counted in {@code merged}. */
  Staged merge(List<DataFile> fresh, Tally merged) {
    if (table.key().isEmpty()) {
      return new Staged(fresh, List.of());
    }
    Set<String> touched = new TreeSet<>();
    fresh.forEach(file -> touched.add(file.partition()));
    List<DataFile> existing = change.existing(touched);
    Set<String> both = existing.stream().map(DataFile::partition).collect(Collectors.toSet());
    if (both.isEmpty()) {
      return new Staged(fresh, List.of());
    }
    List<DataFile> meeting =
        fresh.stream().filter(file -> both.contains(file.partition())).toList();
    boolean upsert = table.mode() == WriteMode.UPSERT;
    Router router = new Router(bins(meeting, upsert ? existing : List.of()));
    Dataset<Row> winners =
        winners(change.read(meeting), change.read(existing), upsert, router, merged);
    List<DataFile> add = new ArrayList<>(change.stage(winners));
    change.discard(meeting);
    fresh.stream().filter(file -> !both.contains(file.partition())).forEach(add::add);
    return new Staged(add, upsert ? existing : List.of());
  }

  private BinPlan bins(List<DataFile> fresh, List<DataFile> existing) {
    Map<String, Long> bytes = new TreeMap<>();
    fresh.forEach(file -> bytes.merge(file.partition(), file.bytes(), Long::sum));
    existing.forEach(file -> bytes.merge(file.partition(), file.bytes(), Long::sum));
    return BinPlan.of(bytes, table.sizing());
  }

  /**
   * With upsert the latest of all rows of a key wins. With append a row that is there wins, and
   * only its key is read; of the fresh rows of a key one is left by now.
   */
  private Dataset<Row> winners(
      Dataset<Row> fresh, Dataset<Row> existing, boolean upsert, Router router, Tally merged) {
    String date = table.date().column();
    Column[] key = table.key().stream().map(functions::col).toArray(Column[]::new);
    List<Column> group = new ArrayList<>(List.of(key));
    group.addAll(List.of(col(date), col("_sluice_salt")));
    Dataset<Row> there = existing;
    if (!upsert) {
      List<Column> keys = new ArrayList<>(List.of(key));
      keys.add(col(date));
      there = existing.select(keys.toArray(Column[]::new));
    }
    List<Column> order = new ArrayList<>();
    if (upsert) {
      table.order().forEach(name -> order.add(col(name).desc_nulls_last()));
      order.add(KeyedRows.extraction(table).desc_nulls_last());
      order.add(col(ColumnNames.FILE).desc_nulls_last());
    }
    order.add(col(THERE).desc());
    Dataset<Row> all =
        fresh
            .withColumn(THERE, lit(false))
            .unionByName(there.withColumn(THERE, lit(true)), true)
            .withColumn("_sluice_salt", router.salt(col(date), Router.placeByHash(key)))
            .repartition(router.tasks(), col("_sluice_salt"))
            .withColumn(
                "_sluice_rank",
                row_number()
                    .over(
                        Window.partitionBy(group.toArray(Column[]::new))
                            .orderBy(order.toArray(Column[]::new))));
    return all.where(
            functions
                .udf(judge(upsert, merged), DataTypes.BooleanType)
                .asNondeterministic()
                .apply(col("_sluice_rank"), col(THERE), col(ColumnNames.FILE)))
        .drop(THERE, "_sluice_salt", "_sluice_rank", Change.PATH, Change.ROW);
  }

  private UDF3<Integer, Boolean, String, Boolean> judge(boolean upsert, Tally merged) {
    HashMap<String, Integer> index = new HashMap<>();
    for (int i = 0; i < manifest.objects().size(); i++) {
      index.put(manifest.objects().get(i).path(), i);
    }
    return (rank, there, file) -> {
      if (rank == 1) {
        return upsert || !there;
      }
      if (!there) {
        merged.count(index.get(file), Tally.MERGED);
      } else if (upsert) {
        merged.count(Folding.THE_TABLE, Tally.MERGED);
      }
      return false;
    };
  }
}
