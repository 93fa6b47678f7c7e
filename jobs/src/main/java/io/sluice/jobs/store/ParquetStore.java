package io.sluice.jobs.store;

import io.sluice.layout.Column;
import io.sluice.layout.LakeException;
import io.sluice.layout.LakeLayout;
import io.sluice.layout.Location;
import io.sluice.layout.Publishing;
import io.sluice.layout.TableId;
import io.sluice.layout.sizing.DataFile;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import org.apache.spark.sql.SparkSession;

/**
 * A table of plain Parquet files in Hive-style folders, {@code date=2026-11-19/part-….parquet}, or
 * with such folders for each version of a date.
 *
 * <p>Its journal is its log: the latest one lists every file of the table, and a publish is the
 * writing of the journal. Where files are replaced in their folders they are moved after that,
 * which is finished by whoever comes next; a version's files are in their place before.
 */
final class ParquetStore implements TableStore {

  private static final int JOURNALS_KEPT = 20;
  private static final Object REPAIRS = new Object();

  private final LakeLayout layout;
  private final TableId id;
  private final Optional<String> partitionColumn;
  private final Publishing publishing;
  private final FileStore files;
  private final Journals journals;
  private final ParquetMoves moves;

  ParquetStore(
      LakeLayout layout,
      TableId id,
      Optional<String> partitionColumn,
      Publishing publishing,
      FileStore files) {
    this.layout = layout;
    this.id = id;
    this.partitionColumn = partitionColumn;
    this.publishing = publishing;
    this.files = files;
    this.journals = new Journals(layout, id, files);
    this.moves = new ParquetMoves(id, layout.table(id), layout.staging(id), files);
  }

  @Override
  public TableState state() {
    return journals.latest().map(ParquetStore::state).orElse(TableState.NOT_THERE);
  }

  private static TableState state(Journal journal) {
    return new TableState(
        journal.run(), journal.run(), journal.at(), journal.columns(), journal.files());
  }

  @Override
  public boolean isHalfDone() {
    return journals.latest().filter(journal -> !journal.done()).isPresent();
  }

  @Override
  public void repair() {
    if (unfinished().isPresent()) {
      // Marts that read the table side by side each find it so; two who move the same files lose
      // some.
      synchronized (REPAIRS) {
        unfinished().ifPresent(this::finish);
      }
    }
  }

  private Optional<Journal> unfinished() {
    return journals.latest().filter(journal -> !journal.done());
  }

  @Override
  public Change beginAnew(SparkSession spark, List<Column> columns) {
    repair();
    return change(spark, columns);
  }

  @Override
  public Change begin(SparkSession spark, List<Column> columns) {
    repair();
    return change(spark, newLast(state().columns(), columns));
  }

  /**
   * Presto takes a column of a Parquet file by its place, and files that stay are as they were: a
   * new column comes after all that they have, those that Sluice adds too.
   */
  static List<Column> newLast(List<Column> there, List<Column> wanted) {
    List<String> places = there.stream().map(Column::name).toList();
    ToIntFunction<Column> place =
        column -> places.contains(column.name()) ? places.indexOf(column.name()) : places.size();
    return wanted.stream().sorted(Comparator.comparingInt(place)).toList();
  }

  private Change change(SparkSession spark, List<Column> columns) {
    TableState now = state();
    ParquetRows rows = new ParquetRows(spark, partitionColumn, columns, files);
    if (publishing == Publishing.REPLACE) {
      return new ParquetChange(this, rows, now.files());
    }
    int attempt = ThreadLocalRandom.current().nextInt();
    return new VersionedChange(this, rows, now, layout.version(id, now.run() + 1, attempt));
  }

  @Override
  public Optional<TableState> after(long run) {
    if (publishing == Publishing.REPLACE) {
      return Optional.empty();
    }
    Optional<Journal> then = journals.upTo(run);
    if (then.isEmpty()) {
      requireNothingBefore(run);
      return Optional.of(TableState.NOT_THERE);
    }
    return isUntouched(then.get()) ? then.map(ParquetStore::state) : Optional.empty();
  }

  private void requireNothingBefore(long run) {
    Optional<Journal> earliest = journals.earliest();
    boolean first =
        earliest
            .map(journal -> journal.keep().isEmpty() && journal.remove().isEmpty())
            .orElse(true);
    if (!first) {
      throw new LakeException(
          LakeException.Kind.DATA,
          "Cannot go back to "
              + id
              + " as run "
              + run
              + " left it: the oldest version that is kept is of run "
              + earliest.get().run()
              + ", and maintain took away what was before (maintain.keep-versions and keep-last)."
              + " Name a later run, or make the table anew from raw: sluice rebuild "
              + id
              + ".");
    }
  }

  /**
   * Whether the folders of then, where they are no longer the table's, hold no files that came
   * later: while the table was not versioned, files were put beside those that were there.
   */
  private boolean isUntouched(Journal then) {
    Map<Location, Set<Location>> now = byFolder(state().files());
    return byFolder(then.files()).entrySet().stream()
        .filter(folder -> !folder.getValue().equals(now.get(folder.getKey())))
        .allMatch(
            folder ->
                files.files(folder.getKey()).stream()
                    .map(file -> folder.getKey().child(file.getPath().getName()))
                    .allMatch(folder.getValue()::contains));
  }

  private static Map<Location, Set<Location>> byFolder(List<DataFile> some) {
    return some.stream()
        .map(DataFile::location)
        .collect(Collectors.groupingBy(Location::parent, Collectors.toSet()));
  }

  @Override
  public GoingBack beginBack(SparkSession spark, TableState then) {
    return new GoingBack(begin(spark, then.columns()), then.files());
  }

  @Override
  public Change beginRewrite(SparkSession spark) {
    repair();
    return begin(spark, state().columns());
  }

  @Override
  public Set<Location> named(Retention retention) {
    Set<Location> named = new HashSet<>();
    journals
        .kept(retention)
        .forEach(journal -> journal.files().forEach(file -> named.add(file.location())));
    return named;
  }

  @Override
  public List<StoredFile> forgotten(Retention retention) {
    return publishing == Publishing.VERSIONED ? journals.outdated(retention) : List.of();
  }

  Location table() {
    return layout.table(id);
  }

  Location staging() {
    return layout.staging(id);
  }

  boolean holdsRejected() {
    return id.isRejected();
  }

  Optional<String> partitionColumn() {
    return partitionColumn;
  }

  FileStore files() {
    return files;
  }

  /** Where the files of a publish wait, in the folders they will have. */
  Location waiting(long run) {
    return moves.waiting(run);
  }

  /** Writes the journal, which is the publish, and moves the files. */
  void publish(Journal journal) {
    requireNewest(journal);
    moves.requireWaiting(journal);
    begin(journal);
    finish(journal);
  }

  /**
   * Writes the journal, which is the publish: its files are in their places.
   *
   * @param version the folder of those that are new, in which nothing else may be seen
   */
  void publish(Journal journal, Location version) {
    requireNewest(journal);
    Map<Location, Long> there = new HashMap<>();
    files.stored(version).forEach(file -> there.put(file.location(), file.bytes()));
    for (DataFile file : journal.add()) {
      if (!file.location().isUnder(version)) {
        moves.require(journal, file.location());
      } else if (!Long.valueOf(file.bytes()).equals(there.remove(file.location()))) {
        throw moves.missing(journal, file.location());
      }
    }
    there.keySet().forEach(files::delete);
    begin(journal);
  }

  private void requireNewest(Journal journal) {
    long published = journals.latest().map(Journal::run).orElse(0L);
    if (published >= journal.run() && !holdsRejected()) {
      throw published(journal, published);
    }
  }

  /** A run's number is published once. Rejected rows are marked with it before it is. */
  private void begin(Journal journal) {
    if (holdsRejected()) {
      journals.put(journal);
    } else if (!journals.putNew(journal)) {
      throw published(journal, journal.run());
    }
  }

  private LakeException published(Journal journal, long published) {
    return new LakeException(
        LakeException.Kind.HELD,
        "Cannot publish run "
            + journal.run()
            + " of "
            + id
            + ": another run has published "
            + published
            + " meanwhile. Nothing was published. Run again.");
  }

  private void finish(Journal journal) {
    moves.finish(journal);
    journals.put(journal.closed());
    if (publishing == Publishing.REPLACE) {
      journals.dropAllBut(JOURNALS_KEPT);
    }
  }
}
