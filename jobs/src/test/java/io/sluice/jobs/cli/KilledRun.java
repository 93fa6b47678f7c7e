package io.sluice.jobs.cli;

import io.sluice.jobs.lease.Turn;
import io.sluice.jobs.promote.PromoteJob;
import io.sluice.jobs.report.Progress;
import io.sluice.jobs.store.SparkSessions;
import io.sluice.layout.TableFormat;
import io.sluice.layout.config.LakeConfig;
import io.sluice.layout.config.TableConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;

/**
 * A process that promotes all tables of a lake at once and dies, as by {@code kill -9}, when every
 * one of them has come to the same point.
 */
final class KilledRun {

  /** Where it dies. */
  enum Point {
    MANIFEST_WRITTEN,
    /** A data file of each table was begun, and not all were finished. */
    STAGING,
    STAGED,
    MERGED,
    VERIFIED,
    /** A journal of a Parquet table is there, its files are on their way. */
    JOURNAL,
    PUBLISHED
  }

  static final int EXIT_CODE = 137;

  private final Point point;
  private final LakeConfig lake;
  private final CyclicBarrier all;

  private KilledRun(Point point, LakeConfig lake) {
    this.point = point;
    this.lake = lake;
    this.all = new CyclicBarrier(lake.tables().size(), this::everyTableIsThere);
  }

  /** Runs it in a process of its own; how that ended. */
  static int in(Path home, Point point) throws IOException, InterruptedException {
    return AnotherProcess.exitCode(
        AnotherProcess.of(KilledRun.class, home.toString(), point.name()));
  }

  public static void main(String[] args) {
    LakeConfig lake = TestLake.at(Path.of(args[0])).config();
    KilledRun run = new KilledRun(Point.valueOf(args[1]), lake);
    SparkSession spark =
        SparkSessions.open(
            "killed", Map.of("spark.master", "local[2]", "spark.sql.shuffle.partitions", "2"));
    for (TableConfig table : lake.tables()) {
      new Thread(() -> run.promote(table, spark)).start();
    }
  }

  private void promote(TableConfig table, SparkSession spark) {
    Progress progress = (id, step, detail) -> reached(step, table.format());
    try {
      new PromoteJob(lake.layout(), table, new Configuration(), Turn.alone(), progress)
          .run(false, () -> spark);
    } catch (RuntimeException e) {
      e.printStackTrace();
    }
    // Too late: nobody killed it.
    Runtime.getRuntime().halt(1);
  }

  private void reached(Progress.Step step, TableFormat format) {
    switch (point) {
      case STAGING -> {
        meetAt(Progress.Step.STAGING, step);
        if (step == Progress.Step.STAGED) {
          waitForTheEnd();
        }
      }
      case JOURNAL -> {
        meetAt(Progress.Step.VERIFIED, step);
        if (step == Progress.Step.VERIFIED && format == TableFormat.DELTA) {
          waitForTheEnd();
        }
      }
      default -> meetAt(Progress.Step.valueOf(point.name()), step);
    }
  }

  private void meetAt(Progress.Step place, Progress.Step here) {
    try {
      if (here == place) {
        all.await();
      }
    } catch (InterruptedException | BrokenBarrierException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void waitForTheEnd() {
    try {
      Thread.sleep(TimeUnit.MINUTES.toMillis(5));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void everyTableIsThere() {
    switch (point) {
      case STAGING -> dieWhenEachTableHasANewFile();
      case JOURNAL -> dieWhenAJournalIsThere();
      default -> die();
    }
  }

  private static void die() {
    Runtime.getRuntime().halt(EXIT_CODE);
  }

  private void dieWhenEachTableHasANewFile() {
    Set<Path> old = dataFiles();
    new Thread(
            () -> {
              Set<String> writing = new HashSet<>();
              while (writing.size() < lake.tables().size()) {
                Set<Path> files = dataFiles();
                files.removeAll(old);
                files.forEach(file -> writing.add(tableOf(file)));
              }
              die();
            })
        .start();
  }

  private String tableOf(Path file) {
    return lake.tables().stream()
        .map(table -> table.id().name())
        .filter(name -> file.toString().contains("/" + name + "/"))
        .collect(Collectors.joining());
  }

  private Set<Path> dataFiles() {
    try (Stream<Path> files = Files.walk(TestLake.path(lake.layout().processed()))) {
      return files
          .filter(file -> file.toString().endsWith(".parquet"))
          .collect(Collectors.toCollection(HashSet::new));
    } catch (IOException | UncheckedIOException e) {
      // A folder went away while it was looked into.
      return new HashSet<>();
    }
  }

  private void dieWhenAJournalIsThere() {
    List<Path> journals =
        lake.tables().stream()
            .filter(table -> table.format() == TableFormat.PARQUET)
            .map(table -> TestLake.path(lake.layout().journal(table.id(), 2)))
            .toList();
    new Thread(
            () -> {
              while (journals.stream().noneMatch(Files::exists)) {
                Thread.onSpinWait();
              }
              die();
            })
        .start();
  }
}
