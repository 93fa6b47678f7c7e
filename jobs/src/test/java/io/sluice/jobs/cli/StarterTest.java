package io.sluice.jobs.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StarterTest {

  @TempDir Path dir;

  @Test
  void writesAProjectWithConfigurationAndRawRows() throws IOException {
    Starter.in(dir).write();

    assertTrue(Files.readString(dir.resolve("conf/lake.conf")).contains("type = embedded"));
    assertEquals(
        4,
        Files.readAllLines(
                dir.resolve("lake/raw/example/orders/extracted_at=2026-11-19/part-0.json"))
            .size());
    assertEquals(List.of(), Starter.in(dir).missing());
  }

  @Test
  void neverOverwritesAFileAndSaysWhich() throws IOException {
    Path lake = dir.resolve("conf/lake.conf");
    Files.createDirectories(lake.getParent());
    Files.writeString(lake, "mine");

    Starter starter = Starter.in(dir);
    starter.write();

    assertEquals("mine", Files.readString(lake));
    assertEquals(List.of("conf/lake.conf"), starter.present());
    assertTrue(starter.text(false).contains("kept " + lake + "\n"), starter.text(false));
  }

  @Test
  void writesNothingWhenItOnlyLooks() throws IOException {
    Starter starter = Starter.in(dir);

    assertEquals(5, starter.missing().size());
    assertTrue(starter.text(true).startsWith("would write "));
    try (var files = Files.list(dir)) {
      assertEquals(0, files.count());
    }
  }
}
