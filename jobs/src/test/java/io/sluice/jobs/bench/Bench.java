package io.sluice.jobs.bench;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.from_utc_timestamp;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.xxhash64;

import com.sun.management.OperatingSystemMXBean;
import io.delta.tables.DeltaTable;
import io.sluice.jobs.lease.Turn;
import io.sluice.jobs.promote.PromoteJob;
import io.sluice.jobs.report.Progress;
import io.sluice.jobs.report.Status;
import io.sluice.jobs.report.TableReport;
import io.sluice.jobs.store.SparkSessions;
import io.sluice.layout.LakeLayout;
import io.sluice.layout.Location;
import io.sluice.layout.TableId;
import io.sluice.layout.config.TableConfig;
import io.sluice.layout.sizing.FileSizing;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.expressions.Window;

/**
 * Sluice's promote against the script a user would write by hand, interleaved in one process: read
 * with a schema, the latest of each key by a window, partitionBy date, Delta, OPTIMIZE to the same
 * sizes. Prints ratios; times alone mean nothing on a shared machine.
 *
 * <p>Arguments: megabytes of raw data, pairs, {@code random} or {@code sequential}, work folder,
 * and by how much the sizes of files are scaled: 0.2 aims at 35 MB, so that less data shows more
 * files.
 */
final class Bench {

  private static final TableId TABLE = TableId.processed("bench", "orders");

  /** One measured run. */
  private record Measured(double seconds, double cpu, long shuffled, List<Long> sizes) {}

  private final SparkSession spark;
  private final Path work;
  private final FileSizing sizing;
  private final AtomicLong shuffled = new AtomicLong();

  private Bench(SparkSession spark, Path work, FileSizing sizing) {
    this.spark = spark;
    this.work = work;
    this.sizing = sizing;
    spark
        .sparkContext()
        .addSparkListener(
            new SparkListener() {
              @Override
              public void onTaskEnd(SparkListenerTaskEnd end) {
                if (end.taskMetrics() != null) {
                  shuffled.addAndGet(end.taskMetrics().shuffleWriteMetrics().bytesWritten());
                }
              }
            });
  }

  public static void main(String[] args) throws IOException {
    long bytes = Long.parseLong(args[0]) * FileSizing.MB;
    int pairs = Integer.parseInt(args[1]);
    BenchData.Shape shape = BenchData.Shape.valueOf(args[2].toUpperCase(Locale.ROOT));
    Path work = Path.of(args[3]).toAbsolutePath();
    Path raw = raw(work, shape, bytes);
    Path warmUp = raw(work, shape, bytes / 10);
    SparkSession spark =
        SparkSessions.open("sluice bench", Map.of("spark.sql.shuffle.partitions", "200"));
    Bench bench = new Bench(spark, work, scaled(Double.parseDouble(args[4])));
    System.out.println("Warming up on a tenth of the data, not counted:");
    bench.measure("sluice", () -> bench.sluice(warmUp));
    bench.measure("by hand", () -> bench.byHand(warmUp));
    System.out.println("Measured:");
    List<Measured> ours = new ArrayList<>();
    List<Measured> hand = new ArrayList<>();
    for (int pair = 0; pair < pairs; pair++) {
      ours.add(bench.measure("sluice", () -> bench.sluice(raw)));
      hand.add(bench.measure("by hand", () -> bench.byHand(raw)));
    }
    bench.compare();
    print(ours, hand);
    spark.stop();
  }

  private static FileSizing scaled(double by) {
    FileSizing sizes = FileSizing.DEFAULT;
    return new FileSizing(
        Math.round(sizes.target() * by),
        Math.round(sizes.minimum() * by),
        Math.round(sizes.maximum() * by));
  }

  private static Path raw(Path work, BenchData.Shape shape, long bytes) {
    Path raw = work.resolve("raw-" + shape + "-" + bytes / FileSizing.MB);
    if (!Files.exists(raw)) {
      new BenchData(shape).write(raw.resolve("bench/orders"), bytes);
    }
    return raw;
  }

  private Measured measure(String name, Runnable run) throws IOException {
    Path table = table(name);
    delete(table.getParent().getParent());
    System.gc();
    OperatingSystemMXBean os = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    long shuffledBefore = shuffled.get();
    long cpu = os.getProcessCpuTime();
    long start = System.nanoTime();
    run.run();
    double seconds = (System.nanoTime() - start) / 1e9;
    double cpuSeconds = (os.getProcessCpuTime() - cpu) / 1e9;
    Measured measured =
        new Measured(seconds, cpuSeconds, shuffled.get() - shuffledBefore, List.of());
    List<Long> sizes = new ArrayList<>();
    Map<String, List<Long>> byDate = sizes(table);
    byDate.values().forEach(sizes::addAll);
    System.out.printf(
        Locale.ROOT, "%-8s %6.1f s %6.1f CPU s  %s%n", name, seconds, cpuSeconds, byDate);
    return new Measured(seconds, cpuSeconds, measured.shuffled(), encode(byDate));
  }

  /** Bytes in range and bytes of dates of 150 MB or more, as two numbers at the front. */
  private List<Long> encode(Map<String, List<Long>> byDate) {
    long in = 0;
    long all = 0;
    for (List<Long> files : byDate.values()) {
      long date = files.stream().mapToLong(Long::longValue).sum();
      if (date >= sizing.minimum()) {
        all += date;
        in += files.stream().filter(sizing::accepts).mapToLong(Long::longValue).sum();
      }
    }
    return List.of(in, all);
  }

  private Path table(String name) {
    return work.resolve(name.replace(" ", "-")).resolve("bench").resolve("orders");
  }

  private void sluice(Path raw) {
    TableConfig table =
        BenchData.table(TABLE, raw, TableConfig.WriteMode.UPSERT, Optional.empty(), sizing);
    Path processed = work.resolve("sluice");
    LakeLayout layout =
        new LakeLayout(
            Location.of(raw.toString()),
            Location.of(processed.toString()),
            Location.of(work.resolve("curated").toString()));
    Progress progress =
        (id, step, detail) -> System.out.printf(Locale.ROOT, "  %s %s%n", step, detail);
    TableReport report =
        new PromoteJob(
                layout, table, spark.sparkContext().hadoopConfiguration(), Turn.alone(), progress)
            .run(false, () -> spark);
    if (report.status() != Status.DONE) {
      throw new IllegalStateException(report.message());
    }
  }

  private void byHand(Path raw) {
    String schema =
        Arrays.stream(BenchData.COLUMNS)
            .map(column -> column[0] + " " + column[1])
            .collect(Collectors.joining(", "));
    String table = table("by hand").toString();
    spark
        .read()
        .schema(schema)
        .json(raw.resolve("bench/orders/*").toString())
        .withColumn(
            "_rank",
            row_number()
                .over(Window.partitionBy(col("order_id")).orderBy(col("updated_at").desc())))
        .where(col("_rank").equalTo(1))
        .drop("_rank")
        .withColumn(
            "date", from_utc_timestamp(col("created_at"), "UTC").cast("date").cast("string"))
        .write()
        .format("delta")
        .mode(SaveMode.Overwrite)
        .partitionBy("date")
        .save(table);
    spark.conf().set("spark.databricks.delta.optimize.maxFileSize", sizing.target());
    spark.conf().set("spark.databricks.delta.optimize.minFileSize", sizing.minimum());
    DeltaTable.forPath(spark, table).optimize().executeCompaction();
  }

  /** Both tables hold the same rows, or the comparison is worth nothing. */
  private void compare() {
    Map<String, String> ours = fingerprint("sluice");
    Map<String, String> hand = fingerprint("by hand");
    if (!ours.equals(hand)) {
      throw new IllegalStateException("the tables differ: " + ours + " and " + hand);
    }
    System.out.println("Both hold the same rows: " + ours);
  }

  private Map<String, String> fingerprint(String name) {
    org.apache.spark.sql.Column[] columns =
        Arrays.stream(BenchData.COLUMNS)
            .map(c -> col(c[0]))
            .toArray(org.apache.spark.sql.Column[]::new);
    Dataset<Row> table = spark.read().format("delta").load(table(name).toString());
    Map<String, String> result = new TreeMap<>();
    table
        .groupBy("date")
        .agg(
            org.apache.spark.sql.functions.count("*"), sum(xxhash64(columns).cast("decimal(38,0)")))
        .collectAsList()
        .forEach(row -> result.put(row.getString(0), row.get(1) + "/" + row.get(2)));
    return result;
  }

  /** The sizes of the files the table's log names, by date. */
  private Map<String, List<Long>> sizes(Path table) {
    Map<String, List<Long>> sizes = new TreeMap<>();
    for (String file : spark.read().format("delta").load(table.toString()).inputFiles()) {
      Path path = Path.of(java.net.URI.create(file));
      try {
        sizes
            .computeIfAbsent(path.getParent().getFileName().toString(), k -> new ArrayList<>())
            .add(Files.size(path));
      } catch (IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    }
    sizes.values().forEach(Collections::sort);
    return sizes;
  }

  private static void print(List<Measured> ours, List<Measured> hand) {
    System.out.printf(
        Locale.ROOT,
        "%n%-10s %10s %10s %14s %22s%n",
        "",
        "time s",
        "CPU s",
        "shuffled MB",
        "bytes in range, of dates that fill a file");
    line("sluice", ours);
    line("by hand", hand);
    System.out.printf(
        Locale.ROOT,
        "ratio      %10.2f %10.2f %14.2f%n",
        median(ours.stream().map(Measured::seconds)) / median(hand.stream().map(Measured::seconds)),
        median(ours.stream().map(Measured::cpu)) / median(hand.stream().map(Measured::cpu)),
        median(ours.stream().map(m -> (double) m.shuffled()))
            / median(hand.stream().map(m -> (double) m.shuffled())));
  }

  private static void line(String name, List<Measured> runs) {
    Measured last = runs.get(runs.size() - 1);
    System.out.printf(
        Locale.ROOT,
        "%-10s %10.1f %10.1f %14.0f %21.0f %%%n",
        name,
        median(runs.stream().map(Measured::seconds)),
        median(runs.stream().map(Measured::cpu)),
        median(runs.stream().map(m -> (double) m.shuffled())) / FileSizing.MB,
        last.sizes().get(1) == 0 ? 100.0 : 100.0 * last.sizes().get(0) / last.sizes().get(1));
  }

  private static double median(Stream<Double> values) {
    List<Double> sorted = values.sorted().toList();
    int half = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(half)
        : (sorted.get(half - 1) + sorted.get(half)) / 2;
  }

  private static void delete(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> all = Files.walk(folder)) {
        for (Path path : all.sorted(Collections.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
  }
}
