package io.sluice.jobs.promote;

import static org.apache.spark.sql.functions.col;

import io.sluice.jobs.promote.Explanation.LastRun;
import io.sluice.jobs.raw.RawRead;
import io.sluice.jobs.raw.RawRows;
import io.sluice.jobs.store.FileStore;
import io.sluice.jobs.store.LakeViews;
import io.sluice.jobs.store.TableState;
import io.sluice.jobs.store.TableStore;
import io.sluice.layout.ColumnNames;
import io.sluice.layout.LakeException;
import io.sluice.layout.LakeLayout;
import io.sluice.layout.Location;
import io.sluice.layout.TableId;
import io.sluice.layout.config.TableConfig;
import io.sluice.layout.intake.Intake;
import io.sluice.layout.intake.Manifest;
import io.sluice.layout.intake.RawObject;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Finds out what became of one raw file of a table. Changes nothing. */
public final class Explainer {

  private final LakeLayout layout;
  private final TableConfig table;
  private final FileStore files;
  private final Manifests manifests;
  private final Configuration hadoop;

  public Explainer(LakeLayout layout, TableConfig table, Configuration hadoop) {
    this.layout = layout;
    this.table = table;
    this.files = new FileStore(hadoop);
    this.manifests = new Manifests(layout, table.id(), files);
    this.hadoop = hadoop;
  }

  /**
   * Needs no Spark.
   *
   * @param path relative to the table's raw folder
   * @param lastRun the table's last run that did something, if a report tells of one
   */
  public Explanation explain(String path, Optional<LastRun> lastRun) {
    Location raw = table.raw();
    Optional<RawObject> now = files.rawObject(raw, path);
    if (now.isEmpty() && files.exists(raw.child(path))) {
      throw new LakeException(
          LakeException.Kind.CONFIGURATION,
          "Cannot explain " + raw.child(path) + ": it is a folder. Name one of the files in it.");
    }
    return Explanation.of(
        table,
        new Explanation.Facts(
            path,
            now,
            RawListing.of(table, files).folders(),
            state(table.id()).run(),
            manifests.all(),
            lastRun,
            Instant.now()));
  }

  /** Counts the rows of a file that {@linkplain Explanation#hasRows has been read}. */
  public FileRows rows(Explanation explained, SparkSession spark) {
    LakeViews views = new LakeViews(spark, layout);
    Map<String, Long> inTable = new TreeMap<>();
    if (explained.taken().isPresent()) {
      String date = table.date().column();
      Column ofFile = col(ColumnNames.FILE).equalTo(explained.path());
      shown(views, spark, table.id(), date)
          .ifPresent(rows -> count(rows.where(ofFile), col(date), inTable));
    }
    Map<String, Long> rejected = new LinkedHashMap<>();
    Column ofFile =
        col("file")
            .equalTo(explained.path())
            .and(col(RejectedRows.RUN).isin(rejectedBy(explained).toArray()));
    shown(views, spark, table.id().rejected(), RejectedRows.RUN)
        .ifPresent(rows -> count(rows.where(ofFile), RejectedRows.why(), rejected));
    return new FileRows(new TreeMap<>(inTable), rejected, read(explained, spark));
  }

  /** The runs among whose rejected rows its own are: replayed ones are with a later run. */
  private List<String> rejectedBy(Explanation explained) {
    if (explained.taken().isEmpty()) {
      return List.of(String.valueOf(explained.run().orElseThrow()));
    }
    Intake intake = new Intake(state(table.id()).run(), manifests.all());
    return intake.standing().stream().map(String::valueOf).toList();
  }

  private Optional<Dataset<Row>> shown(
      LakeViews views, SparkSession spark, TableId id, String partitionColumn) {
    TableState state = store(id, partitionColumn).state();
    if (!state.exists()) {
      return Optional.empty();
    }
    views.show(id, table.format(), Optional.of(partitionColumn), state);
    return Optional.of(spark.table(id.sqlName()));
  }

  private static void count(Dataset<Row> rows, Column by, Map<String, Long> counts) {
    Dataset<Row> grouped =
        rows.groupBy(by.as("by")).count().orderBy(col("count").desc(), col("by"));
    for (Row row : grouped.collectAsList()) {
      counts.put(row.getString(0), row.getLong(1));
    }
  }

  /** Reports count per run, so the file itself is counted, if it still is what was read. */
  private OptionalLong read(Explanation explained, SparkSession spark) {
    long run = explained.run().orElseThrow();
    Location manifestAt = layout.manifest(table.id(), run);
    Optional<Manifest> manifest =
        files.read(manifestAt).map(text -> Manifest.parse(text, manifestAt.uri()));
    List<RawObject> objects = manifest.map(Manifest::objects).orElse(List.of());
    for (int file = 0; file < objects.size(); file++) {
      RawObject then = objects.get(file);
      if (then.path().equals(explained.path())
          && explained.now().map(then::sameContent).orElse(false)) {
        RawRead read =
            RawRead.of(table.raw(), manifestAt, table.raws(), List.of(), table.date().zone())
                .onlyFiles(Set.of(file));
        return OptionalLong.of(
            RawRows.read(spark, read).where(col(RawRows.KIND).leq((int) RawRows.REJECTED)).count());
      }
    }
    return OptionalLong.empty();
  }

  private TableState state(TableId id) {
    return store(id, table.date().column()).state();
  }

  private TableStore store(TableId id, String partitionColumn) {
    return TableStore.of(
        layout, id, table.format(), table.publishing(), Optional.of(partitionColumn), hadoop);
  }
}
