package io.sluice.jobs.cli;

import static io.sluice.jobs.cli.Items.item;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.layout.TableFormat;
import io.sluice.layout.sizing.DataFile;
import io.sluice.layout.sizing.FileSizing;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FileSizeIT {

  private static final FileSizing SIZING = new FileSizing(40_000, 30_000, 50_000);
  private static final String FILES = "files { target = 40kB, minimum = 30kB, maximum = 50kB }";

  @TempDir Path dir;

  @ParameterizedTest
  @EnumSource
  void aFirstLoadIsMendedIntoFilesInRangeAndATailADate(TableFormat format) {
    TestLake lake = Items.lake(dir, format, "mode = append, " + FILES);
    Random random = new Random(7);
    List<String> lines = new ArrayList<>();
    for (int id = 0; id < 16_000; id++) {
      int day = id % 100 == 0 ? 10 : id % 5 == 0 ? 11 : 12;
      lines.add(item(id, day, id, Long.toHexString(random.nextLong()) + random.nextLong()));
    }
    lake.raw("items/extracted_at=2026-11-15/a.json", lines.toArray(String[]::new));
    lake.promote();

    assertEquals(16_000, lake.read(Items.ID).count());
    Map<String, List<DataFile>> files = lake.state(Items.ID).byPartition();
    files.forEach(FileSizeIT::inRangeButATail);
    assertEquals(1, files.get("2026-11-10").size());
    assertTrue(files.get("2026-11-12").size() > 4, files.toString());
  }

  private static void inRangeButATail(String date, List<DataFile> files) {
    List<Long> sizes = files.stream().map(DataFile::bytes).sorted().toList();
    long out = sizes.stream().filter(size -> !SIZING.accepts(size)).count();
    boolean tail = sizes.get(0) < SIZING.minimum();
    assertEquals(tail ? 1 : 0, out, date + " has files of " + sizes);
  }

  @ParameterizedTest
  @EnumSource
  void manySmallRunsLeaveOneFileADate(TableFormat format) {
    TestLake lake = Items.lake(dir, format, "mode = append");
    for (int run = 1; run <= 4; run++) {
      lake.raw(
          "items/extracted_at=2026-11-15/" + run + ".json",
          item(run, 10, 1, "a"),
          item(run, 11, 1, "a"));
      assertEquals(run, lake.promote().run());
      lake.state(Items.ID)
          .byPartition()
          .forEach((date, files) -> assertEquals(1, files.size(), date + " has " + files));
    }
    assertEquals(8, lake.read(Items.ID).count());
  }
}
