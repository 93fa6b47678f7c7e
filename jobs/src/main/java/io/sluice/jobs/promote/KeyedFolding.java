package io.sluice.jobs.promote;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import io.sluice.jobs.raw.RawRows;
import io.sluice.jobs.report.Amounts;
import io.sluice.jobs.store.Change;
import io.sluice.jobs.store.Router;
import io.sluice.jobs.store.Staged;
import io.sluice.jobs.store.TableState;
import io.sluice.layout.ColumnNames;
import io.sluice.layout.config.TableConfig;
import io.sluice.layout.config.TableConfig.WriteMode;
import io.sluice.layout.intake.Intake;
import io.sluice.layout.intake.Manifest;
import io.sluice.layout.sizing.BinPlan;
import io.sluice.layout.sizing.DataFile;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/**
 * A key is one row wherever its date is. Fresh rows are first written aside, since they are needed
 * twice: to find the dates their keys stand in, and to meet the rows that stand there. If they meet
 * nothing they are staged at once, in one pass.
 */
final class KeyedFolding implements Folding {

  private static final String SALT = "_sluice_salt";

  private final TableConfig table;
  private final Manifest manifest;
  private final Intake intake;
  private final TableState before;
  private final KeyedRows rows;
  private final DeletedKeys deletedKeys;
  private final Optional<PartialMerge> partial;
  private final Change change;
  private final BinPlan bins;
  private final Scratch scratch;
  private final Tally mergedInRun;
  private final Tally mergedInTable;
  private final Resolution resolution;
  private Optional<List<DataFile>> direct = Optional.empty();
  private Map<String, Long> deleted = Map.of();
  private long removed;
  private long replacedWhole;

  /**
   * @param bins what the fresh rows would fill by themselves
   * @param mergedInRun registered with Spark, as {@code mergedInTable} is
   */
  KeyedFolding(
      TableConfig table,
      Manifest manifest,
      Work work,
      FreshRows fresh,
      DeletedKeys deletedKeys,
      Optional<PartialMerge> partial,
      Scratch scratch,
      Change change,
      BinPlan bins,
      Tally mergedInRun,
      Tally mergedInTable) {
    this.table = table;
    this.manifest = manifest;
    this.intake = work.taken();
    this.before = work.before();
    this.rows = new KeyedRows(table, manifest, fresh);
    this.deletedKeys = deletedKeys;
    this.partial = partial;
    this.change = change;
    this.bins = bins;
    this.scratch = scratch;
    this.mergedInRun = mergedInRun;
    this.mergedInTable = mergedInTable;
    this.resolution = new Resolution(table, manifest, newest(), mergedInTable);
  }

  @Override
  public List<DataFile> stage(Dataset<Row> good) {
    if (partial.isPresent()) {
      return scratch.write(partial.get().latest(good, bins.tasks(), mergedInRun));
    }
    Dataset<Row> fresh = rows.latest(good, bins.tasks(), mergedInRun);
    if (meetsNothing()) {
      Dataset<Row> left = resolution.of(fresh.withColumn(Resolution.THERE, lit(false)));
      direct = Optional.of(change.stage(placed(left, bins)));
      return direct.get();
    }
    return scratch.write(fresh);
  }

  /** A snapshot replaces the table, whatever that holds; others may find it empty. */
  private boolean meetsNothing() {
    if (table.mode() == WriteMode.SNAPSHOT && !table.marksDeleted()) {
      return newestOf(manifest).compareTo(newestBefore()) > 0;
    }
    return before.files().isEmpty()
        && table.deletes().flatMap(deletes -> deletes.column()).isEmpty();
  }

  @Override
  public Staged fold() {
    if (direct.isPresent()) {
      List<DataFile> replaced = change.existing(before.byPartition().keySet());
      removed = removedKeys(direct.get(), replaced);
      replacedWhole = rows(replaced) - removed;
      return new Staged(direct.get(), replaced);
    }
    Dataset<Row> fresh = scratch.read();
    if (table.deletes().flatMap(deletes -> deletes.column()).isPresent()) {
      deleted = deletedKeys.keep(manifest.run(), fresh);
    }
    Map<String, Long> freshByDate = byDate(fresh);
    List<DataFile> existing = change.existing(datesToRead(fresh, freshByDate.keySet()));
    Optional<Dataset<Row>> there =
        existing.isEmpty() ? Optional.empty() : Optional.of(there(existing));
    List<Dataset<Row>> aside = new ArrayList<>();
    deletedKeys
        .of(intake)
        .ifPresent(
            tombstones ->
                aside.add(ofFreshKeys(tombstones, fresh).withColumn(Resolution.THERE, lit(true))));
    Dataset<Row> left;
    if (partial.isPresent()) {
      PartialMerge merge = partial.get();
      merge.pieces(intake).ifPresent(pieces -> aside.add(ofFreshKeys(pieces, fresh)));
      merge.keep(meeting(fresh, there.map(rows -> ofFreshKeys(rows, fresh)), aside));
      left = merge.left(meeting(fresh, there, aside));
    } else {
      left = resolution.of(meeting(fresh, there, aside));
    }
    List<DataFile> add = change.stage(placed(left, bins(freshByDate, existing)));
    return new Staged(add, existing);
  }

  private static Dataset<Row> meeting(
      Dataset<Row> fresh, Optional<Dataset<Row>> there, List<Dataset<Row>> aside) {
    Dataset<Row> all = fresh.withColumn(Resolution.THERE, lit(false));
    if (there.isPresent()) {
      all = all.unionByName(there.get(), true);
    }
    for (Dataset<Row> more : aside) {
      all = all.unionByName(more, true);
    }
    return all;
  }

  private Dataset<Row> there(List<DataFile> existing) {
    Dataset<Row> rows =
        change.read(existing).drop(Change.PATH, Change.ROW).withColumn(Resolution.THERE, lit(true));
    return table.mode() == WriteMode.HISTORY
        ? rows.withColumn(RawRows.POSITION, col(ColumnNames.POSITION))
        : rows;
  }

  /** The dates whose rows can meet the fresh ones. */
  private Set<String> datesToRead(Dataset<Row> fresh, Set<String> freshDates) {
    Set<String> all = before.byPartition().keySet();
    if (table.mode() == WriteMode.SNAPSHOT) {
      int age = newestOf(manifest).compareTo(newestBefore());
      if (age > 0) {
        return all;
      }
      if (table.key().isEmpty() || age < 0 && !table.marksDeleted()) {
        return Set.of();
      }
    }
    Set<String> dates = new TreeSet<>(freshDates);
    dates.retainAll(all);
    Set<String> others = new TreeSet<>(all);
    others.removeAll(dates);
    List<DataFile> elsewhere = change.existing(others);
    if (!elsewhere.isEmpty()) {
      Column[] keyAndDate =
          Stream.concat(table.key().stream(), Stream.of(table.date().column()))
              .map(functions::col)
              .toArray(Column[]::new);
      ofFreshKeys(change.read(elsewhere).select(keyAndDate), fresh)
          .select(col(table.date().column()))
          .distinct()
          .collectAsList()
          .forEach(row -> dates.add(row.getString(0)));
    }
    return dates;
  }

  private Dataset<Row> ofFreshKeys(Dataset<Row> some, Dataset<Row> fresh) {
    Dataset<Row> keys = fresh.select(KeyedRows.columns(table.key()));
    Column same = lit(true);
    for (String key : table.key()) {
      same = same.and(some.col(key).equalTo(keys.col(key)));
    }
    return some.join(keys, same, "left_semi");
  }

  private Map<String, Long> byDate(Dataset<Row> fresh) {
    Map<String, Long> rowsByDate = new HashMap<>();
    String date = table.date().column();
    for (Row row : fresh.where(col(date).isNotNull()).groupBy(col(date)).count().collectAsList()) {
      rowsByDate.put(row.getString(0), row.getLong(1));
    }
    return rowsByDate;
  }

  /**
   * The fresh rows weigh what they weigh aside; what they replace is looked at when it is mended.
   */
  private BinPlan bins(Map<String, Long> freshByDate, List<DataFile> existing) {
    long bytes = scratch.bytes();
    long rowsAside = freshByDate.values().stream().mapToLong(Long::longValue).sum();
    Map<String, Long> byDate = new HashMap<>();
    freshByDate.forEach(
        (date, count) ->
            byDate.put(date, Math.max(1, Math.round((double) bytes * count / rowsAside))));
    existing.forEach(file -> byDate.merge(file.partition(), file.bytes(), Long::sum));
    return byDate.isEmpty() ? new BinPlan(1, Map.of()) : BinPlan.of(byDate, table.sizing());
  }

  /** The rows on the tasks that write their dates, sorted by key, which compresses well. */
  private Dataset<Row> placed(Dataset<Row> left, BinPlan plan) {
    Router router = new Router(plan);
    Column[] key = KeyedRows.columns(table.key());
    Column[] place =
        key.length > 0 ? key : KeyedRows.columns(List.of(ColumnNames.FILE, RawRows.POSITION));
    Dataset<Row> routed =
        left.withColumn(SALT, router.salt(col(table.date().column()), Router.placeByHash(place)))
            .repartition(router.tasks(), col(SALT))
            .drop(SALT, RawRows.POSITION);
    return key.length > 0 ? routed.sortWithinPartitions(key) : routed;
  }

  /** How many rows of a table are gone after another has taken its place. */
  private long removedKeys(List<DataFile> now, List<DataFile> old) {
    if (table.key().isEmpty() || now.isEmpty() || old.isEmpty()) {
      return Math.max(0, rows(old) - rows(now));
    }
    Dataset<Row> oldKeys = change.read(old).select(KeyedRows.columns(table.key()));
    Dataset<Row> newKeys = change.read(now).select(KeyedRows.columns(table.key()));
    Column same = lit(true);
    for (String key : table.key()) {
      same = same.and(oldKeys.col(key).eqNullSafe(newKeys.col(key)));
    }
    return oldKeys.join(newKeys, same, "left_anti").count();
  }

  private long rows(List<DataFile> some) {
    boolean counted = some.stream().allMatch(file -> file.rows() >= 0);
    if (some.isEmpty() || counted) {
      return some.stream().mapToLong(DataFile::rows).sum();
    }
    return change.read(some).count();
  }

  private String newest() {
    String now = newestOf(manifest);
    String then = newestBefore();
    return now.compareTo(then) > 0 ? now : then;
  }

  private String newestBefore() {
    return intake.inForce().stream().map(this::newestOf).max(String::compareTo).orElse("");
  }

  private String newestOf(Manifest some) {
    return some.objects().stream()
        .map(object -> table.layout().extraction(object.path()))
        .max(String::compareTo)
        .orElse("");
  }

  @Override
  public void discard() {
    direct.ifPresent(change::discard);
    scratch.delete();
  }

  @Override
  public Tally.Counts mergedInRun() {
    return mergedInRun.value();
  }

  @Override
  public Tally.Counts mergedInTable() {
    return mergedInTable
        .value()
        .with(THE_TABLE, Tally.REMOVED, removed)
        .with(THE_TABLE, Tally.MERGED, replacedWhole);
  }

  @Override
  public List<String> warnings() {
    long waiting = mergedInTable.value().total(Tally.WAITING);
    return waiting == 0
        ? List.of()
        : List.of(
            Amounts.count(waiting, "partial update")
                + " changed a row that has not come yet, and of which no "
                + table.date().from()
                + " is known: kept until it comes");
  }

  @Override
  public Map<String, Long> deleted() {
    return deleted;
  }
}
