package io.sluice.jobs.bench;

import io.sluice.jobs.lease.Turn;
import io.sluice.jobs.promote.PromoteJob;
import io.sluice.jobs.report.Amounts;
import io.sluice.jobs.report.Progress;
import io.sluice.jobs.report.Status;
import io.sluice.jobs.report.TableReport;
import io.sluice.jobs.store.SparkSessions;
import io.sluice.layout.LakeLayout;
import io.sluice.layout.Location;
import io.sluice.layout.TableId;
import io.sluice.layout.config.Deletes;
import io.sluice.layout.config.TableConfig;
import io.sluice.layout.config.TableConfig.WriteMode;
import io.sluice.layout.sizing.FileSizing;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.sql.SparkSession;

/**
 * Whether a run gets through much more data than it has memory, with even data, with nearly all
 * rows on one date and with half of them on one key. Each case is loaded, then a tenth of it
 * arrives once more, in a later extraction, and is merged.
 *
 * <p>Arguments: megabytes of raw data, the shape of the data, {@code upsert} or {@code cdc}, work
 * folder.
 */
final class MemoryBench {

  private static final TableId TABLE = TableId.processed("bench", "orders");

  private final SparkSession spark;
  private final AtomicLong execution = new AtomicLong();
  private final AtomicLong spilled = new AtomicLong();

  private MemoryBench(SparkSession spark) {
    this.spark = spark;
    spark
        .sparkContext()
        .addSparkListener(
            new SparkListener() {
              @Override
              public void onTaskEnd(SparkListenerTaskEnd end) {
                if (end.taskMetrics() != null) {
                  execution.accumulateAndGet(end.taskMetrics().peakExecutionMemory(), Math::max);
                  spilled.addAndGet(end.taskMetrics().diskBytesSpilled());
                }
              }
            });
  }

  public static void main(String[] args) throws IOException {
    long bytes = Long.parseLong(args[0]) * FileSizing.MB;
    BenchData.Shape shape = BenchData.Shape.valueOf(args[1].toUpperCase(Locale.ROOT));
    WriteMode mode = WriteMode.valueOf(args[2].toUpperCase(Locale.ROOT));
    Path work = Path.of(args[3]).toAbsolutePath();
    Path raw = work.resolve("raw-" + shape);
    new BenchData(shape).write(raw.resolve("bench/orders"), bytes);
    SparkSession spark = SparkSessions.open("sluice memory", Map.of());
    MemoryBench bench = new MemoryBench(spark);
    bench.run(shape + " " + mode + ", loaded", work, raw, mode, bytes);
    bench.arriveAgain(raw.resolve("bench/orders"));
    bench.run(shape + " " + mode + ", merged", work, raw, mode, bytes / 10);
    spark.stop();
  }

  /** Every tenth file once more, in a later extraction. */
  private void arriveAgain(Path table) throws IOException {
    Path later = Files.createDirectories(table.resolve("extracted_at=2026-11-20"));
    List<Path> files;
    try (Stream<Path> all = Files.list(table.resolve("extracted_at=2026-11-19"))) {
      files = all.sorted().toList();
    }
    for (int file = 0; file < files.size(); file += 10) {
      Files.copy(files.get(file), later.resolve(files.get(file).getFileName()));
    }
  }

  private void run(String name, Path work, Path raw, WriteMode mode, long bytes) {
    Optional<Deletes> deletes =
        mode == WriteMode.CDC
            ? Optional.of(
                new Deletes(Optional.of("status"), List.of("cancelled"), List.of(), false))
            : Optional.empty();
    TableConfig table = BenchData.table(TABLE, raw, mode, deletes, FileSizing.DEFAULT);
    LakeLayout layout =
        new LakeLayout(
            Location.of(raw.toString()),
            Location.of(work.resolve("processed").toString()),
            Location.of(work.resolve("curated").toString()));
    pools().forEach(MemoryPoolMXBean::resetPeakUsage);
    execution.set(0);
    spilled.set(0);
    long start = System.nanoTime();
    TableReport report =
        new PromoteJob(
                layout,
                table,
                spark.sparkContext().hadoopConfiguration(),
                Turn.alone(),
                Progress.silent())
            .run(false, () -> spark);
    if (report.status() != Status.DONE) {
      throw new IllegalStateException(report.message());
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    long heap = Runtime.getRuntime().maxMemory();
    System.out.printf(
        Locale.ROOT,
        "%-28s raw %s = %.1f × heap of %s; old generation after collections %s; a task at most %s;"
            + " spilled %s; %.0f s; %s%n",
        name,
        Amounts.bytes(bytes),
        (double) bytes / heap,
        Amounts.bytes(heap),
        Amounts.bytes(
            pools().stream()
                .map(MemoryPoolMXBean::getCollectionUsage)
                .filter(usage -> usage != null)
                .mapToLong(MemoryUsage::getUsed)
                .max()
                .orElse(0)),
        Amounts.bytes(execution.get()),
        Amounts.bytes(spilled.get()),
        seconds,
        report.rows());
  }

  private static List<MemoryPoolMXBean> pools() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == MemoryType.HEAP)
        .toList();
  }
}
