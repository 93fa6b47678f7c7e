package io.sluice.jobs.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.jobs.report.RunReport;
import io.sluice.jobs.report.Status;
import io.sluice.jobs.report.TableReport;
import io.sluice.layout.config.Dialect;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code init --from} writes for each dialect's sample data runs as it is. */
class NewSourceIT {

  private static final Path DATA = Path.of("..", "src-test-data", "dialects");

  @TempDir Path dir;

  @Test
  void theSourcesItWritesLoadTheirRows() throws IOException {
    Path conf = dir.resolve("conf");
    Files.createDirectories(conf);
    Files.writeString(
        conf.resolve("lake.conf"),
        "lake { raw = raw, processed = processed, curated = curated, catalog { type = none } }\n");
    TestLake lake = TestLake.at(dir);
    for (Dialect dialect : Dialect.values()) {
      String source = dialect.word().replace('-', '_');
      lake.land(DATA.resolve(dialect.word()).resolve("raw/first"), source + "/orders");
      NewSource.of(dir.resolve("raw").resolve(source).toString(), conf).write();
    }
    RunReport report = lake.run();
    assertEquals(Dialect.values().length, report.tables().size());
    for (TableReport table : report.tables()) {
      assertEquals(Status.DONE, table.status(), table.message());
      assertTrue(table.rows().written() > 0, table.toString());
      assertEquals(0, table.rows().rejected(), table.toString());
    }
  }
}
