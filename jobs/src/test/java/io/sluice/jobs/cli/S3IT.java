package io.sluice.jobs.cli;

import static io.sluice.jobs.cli.Items.item;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sluice.jobs.TestSpark;
import io.sluice.jobs.report.Progress;
import io.sluice.jobs.report.RunReport;
import io.sluice.jobs.s3.S3Request;
import io.sluice.jobs.s3.S3Server;
import io.sluice.layout.TableFormat;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A lake whose three layers are buckets. */
class S3IT {

  @TempDir static Path objects;
  private static S3Server s3;

  @TempDir Path dir;

  @BeforeAll
  static void start() {
    s3 = S3Server.start(objects);
  }

  @AfterAll
  static void stop() {
    s3.close();
  }

  @Test
  void theShopComesOutAsTheGoldenDataSays() {
    TestLake lake = TestLake.with(dir, GoldenShop.CONF).on(s3, "golden");
    lake.set("lake.catalog.home", dir.resolve("metastore").toString());
    GoldenShop.assertComesOut(lake);
    // Raw files are dropped by the test.
    List<S3Request> ofTheJob =
        s3.proxy().requests(request -> !request.bucket().equals("golden-raw") || !writes(request));
    assertEquals(List.of(), PolicyIT.refused(lake, ofTheJob));

    s3.proxy().forget();
    RunReport again = lake.run();
    Map<String, Long> made = new TreeMap<>();
    s3.proxy()
        .counts()
        .forEach((kind, count) -> made.put(kind.name().toLowerCase(Locale.ROOT), (long) count));
    made.remove("put");
    assertEquals(made, new TreeMap<>(again.storage()), "but for the report itself");
    assertEquals(
        List.of(),
        s3.proxy().requests(request -> request.bucket().equals("golden-raw") && writes(request)));
  }

  private static boolean writes(S3Request request) {
    return !Set.of("GET", "HEAD").contains(request.method());
  }

  @Test
  void aVersionedTableIsPublishedWithoutACopyMaintainedAndRolledBack() {
    TestLake lake =
        Items.lake(dir, TableFormat.PARQUET, "mode = upsert, key = [id], order = [updated]")
            .on(s3, "items")
            .set("lake.defaults.publish", "versioned");
    lake.raw("items/extracted_at=2026-11-15/a.json", item(1, 10, 1, "a"), item(2, 11, 1, "a"));
    s3.proxy().forget();
    assertEquals(0, lake.run().exitCode());
    assertEquals(
        List.of(),
        s3.proxy().requests(request -> request.kind() == S3Request.Kind.COPY),
        "every file was written where it stays");
    lake.raw("items/extracted_at=2026-11-16/a.json", item(1, 10, 2, "b"), item(3, 12, 2, "b"));
    assertEquals(0, lake.run().exitCode());
    Items.rows("1,2026-11-10,2,b", "2,2026-11-11,1,a", "3,2026-11-12,2,b")
        .assertSameAs(lake.rows(Items.ID), "after two runs");

    RunReport maintained =
        lake.open(TestSpark::session)
            .run(
                new Request("maintain", Set.of(Request.Job.MAINTAIN), List.of(), false),
                Progress.silent());
    assertEquals(0, maintained.exitCode(), maintained.toString());
    lake.rework(ReworkRequest.rollback("shop.items", 1));
    Items.rows("1,2026-11-10,1,a", "2,2026-11-11,1,a")
        .assertSameAs(lake.rows(Items.ID), "rolled back");
  }
}
