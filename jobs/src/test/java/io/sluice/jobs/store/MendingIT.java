package io.sluice.jobs.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.jobs.TestSpark;
import io.sluice.layout.Column;
import io.sluice.layout.LakeLayout;
import io.sluice.layout.Location;
import io.sluice.layout.Publishing;
import io.sluice.layout.TableFormat;
import io.sluice.layout.TableId;
import io.sluice.layout.sizing.DataFile;
import io.sluice.layout.sizing.FileSizing;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MendingIT {

  private static final FileSizing SIZING = new FileSizing(40_000, 30_000, 50_000);

  @TempDir Path dir;

  @ParameterizedTest
  @EnumSource
  void oneRewriteIsEnoughAlsoForSeveralDatesOfOneTask(TableFormat format) {
    LakeLayout layout =
        new LakeLayout(
            Location.of(dir + "/raw"),
            Location.of(dir + "/processed"),
            Location.of(dir + "/curated"));
    Counting change =
        new Counting(
            TableStore.of(
                    layout,
                    TableId.processed("shop", "orders"),
                    format,
                    Publishing.REPLACE,
                    Optional.of("date"),
                    new Configuration())
                .begin(
                    TestSpark.session(),
                    List.of(Column.of("id", "bigint"), Column.of("text", "string"))));
    List<DataFile> staged =
        change.stage(
            TestSpark.session()
                .range(0, 16_000, 1, 1)
                .selectExpr(
                    "id",
                    "sha2(string(id), 256) AS text",
                    "if(id % 5 = 0, '2026-11-10', '2026-11-11') AS date"));
    assertEquals(2, staged.size());

    Staged mended = new Mending(change, SIZING, "date").mend(new Staged(staged, List.of()));
    assertEquals(2, change.stages, "the first stage and one rewrite");
    assertTrue(mended.add().size() > 10, mended.toString());
    mended.add().forEach(file -> assertTrue(SIZING.accepts(file.bytes()), file.toString()));
    assertEquals(16_000, change.read(mended.add()).select("id").distinct().count());
  }

  /** Counts how often files were staged. */
  private static final class Counting implements Change {

    private final Change change;
    private int stages;

    private Counting(Change change) {
      this.change = change;
    }

    @Override
    public List<DataFile> stage(Dataset<Row> rows) {
      stages++;
      return change.stage(rows);
    }

    @Override
    public List<DataFile> existing() {
      return change.existing();
    }

    @Override
    public List<DataFile> existing(Set<String> partitions) {
      return change.existing(partitions);
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
}
