package io.sluice.jobs.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.catalog.glue.GlueStub;
import io.sluice.jobs.cli.TryLake.Result;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A lake whose catalog is Glue, from the command line. */
class GlueIT {

  private static final String ITEM =
      "{\"id\": %d, \"name\": \"n\", \"amount\": 1, \"day\": \"2026-11-%d\"}\n";

  @TempDir Path dir;

  @Test
  void whatWasPublishedWhileGlueWasAwayIsRegisteredByTheNextCommand() {
    try (GlueStub stub = new GlueStub()) {
      TryLake lake = new TryLake(dir).items("good", "json", ", table-format = parquet");
      lake.catalog("type = glue, region = us-east-1, endpoint = \"" + stub.endpoint() + "\"");
      lake.drop("good", "a", ITEM.formatted(1, 10) + ITEM.formatted(2, 11));
      stub.unplug();
      Result run = lake.sluice("run");
      assertEquals(4, run.exitCode(), run.out());
      assertTrue(
          run.out()
              .contains(
                  "The data of bad.good is published up to run 1 and not registered yet. Cannot"
                      + " reach the Glue catalog at "
                      + stub.endpoint()
                      + " to read table processed.bad_good: Connection refused (3 attempts)."),
          run.out());
      assertTrue(run.out().contains("The next run, or sluice register, registers it."), run.out());

      stub.plugIn();
      Result register = lake.sluice("register");
      assertEquals(0, register.exitCode(), register.err());
      assertEquals(2, partitions(stub).size());

      stub.forgetCalls();
      lake.drop("good", "b", ITEM.formatted(3, 12));
      Result next = lake.sluice("run");
      assertEquals(0, next.exitCode(), next.err());
      // One of each to find out, one to write, and one of each to read it back.
      assertEquals(
          Map.of("GetTable", 2, "BatchGetPartition", 2, "BatchCreatePartition", 1), stub.calls());
      assertEquals(3, partitions(stub).size());
    }
  }

  private static List<?> partitions(GlueStub stub) {
    return (List<?>)
        stub.ask("GetPartitions", Map.of("DatabaseName", "processed", "TableName", "bad_good"))
            .get("Partitions");
  }
}
