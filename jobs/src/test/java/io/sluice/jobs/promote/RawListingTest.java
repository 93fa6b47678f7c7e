package io.sluice.jobs.promote;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.jobs.store.FileStore;
import io.sluice.layout.config.LakeConfigReader;
import io.sluice.layout.config.TableConfig;
import io.sluice.layout.intake.RawObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RawListingTest {

  @TempDir Path dir;

  @Test
  void knowsDatedFoldersWithoutLookingIntoThem() throws IOException {
    raw("2026/11/18/a.csv", "2026/11/19/06/b.csv", "2026/12/_tmp/c.csv", "LOAD1.csv", "tmp/d.csv");
    raw("2026/e.csv");
    RawListing listing = list("[\"LOAD*\", \"{yyyy}/{MM}/{dd}/**\"]");

    assertEquals(List.of("2026/11/18", "2026/11/19"), listing.folders());
    assertEquals(List.of("LOAD1.csv"), paths(listing.objects(List.of())));
    assertEquals(
        List.of("2026/11/19/06/b.csv", "LOAD1.csv"), paths(listing.objects(List.of("2026/11/19"))));
    assertEquals(List.of("2026/e.csv", "tmp/"), listing.misplaced());
  }

  @Test
  void listsEveryFileWhereTheNameTellsTheTime() throws IOException {
    raw("20261119-060000000.csv", "20261118-060000000.csv", "notes.txt", ".hidden", "deep/x.csv");
    RawListing listing = list("\"{yyyy}{MM}{dd}-*\"");

    assertEquals(List.of(), listing.folders());
    assertEquals(
        List.of("20261118-060000000.csv", "20261119-060000000.csv"),
        paths(listing.objects(List.of())));
    assertEquals(List.of("deep/", "notes.txt"), listing.misplaced());
  }

  @Test
  void aFileThatDoesNotFitInADatedFolderIsMisplacedOnceItIsSeen() throws IOException {
    raw("2026-11-19/a.csv", "2026-11-19/a.sql");
    RawListing listing = list("\"{date}/*.csv\"");
    assertEquals(List.of(), listing.misplaced());
    assertEquals(List.of("2026-11-19/a.csv"), paths(listing.objects(listing.folders())));
    assertEquals(List.of("2026-11-19/a.sql"), listing.misplaced());
  }

  @Test
  void aFolderThatIsNotThereIsEmpty() throws IOException {
    assertTrue(list("\"**\"").isEmpty());
  }

  private void raw(String... paths) throws IOException {
    for (String path : paths) {
      Path file = dir.resolve("raw/shop/orders").resolve(path);
      Files.createDirectories(file.getParent());
      Files.writeString(file, "x");
    }
  }

  private RawListing list(String layout) throws IOException {
    Path conf = dir.resolve("conf");
    Files.createDirectories(conf.resolve("sources"));
    Files.writeString(
        conf.resolve("lake.conf"),
        "lake { raw = raw, processed = processed, curated = curated, catalog.type = none }");
    Files.writeString(
        conf.resolve("sources/shop.conf"),
        "source = shop\ntables.orders { format = csv, date { from = at, zone = UTC }, layout = "
            + layout
            + " }");
    TableConfig table = LakeConfigReader.read(conf).tables().get(0);
    return RawListing.of(table, new FileStore(new Configuration()));
  }

  private static List<String> paths(List<RawObject> objects) {
    return objects.stream().map(RawObject::path).sorted().toList();
  }
}
