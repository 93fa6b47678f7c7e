package io.sluice.jobs.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sluice.jobs.promote.Explanation.Fate;
import io.sluice.layout.LakeException;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExplanationsTest {

  private static final String FILE = "items/extracted_at=2026-11-15/a.json";

  @TempDir Path dir;
  private TestLake lake;

  @BeforeEach
  void oneFile() {
    lake =
        TestLake.of(
            dir,
            """
            format = json, mode = append
            tables.items { date { from = day }, columns { day = date } }
            tables.old { date { from = day }, columns { day = date }, path = "shop/items/old" }
            """);
    lake.raw(FILE, "{}");
  }

  private Explained explain(Path here, String file) {
    return new Explanations(lake.config(), here, new Configuration()).of(file, Optional.empty());
  }

  private void assertFound(Explained explained) {
    assertEquals("file://" + lake.rawFile(FILE), explained.file().uri());
    assertEquals(Items.ID, explained.why().table());
    assertEquals("extracted_at=2026-11-15/a.json", explained.why().path());
    assertEquals(Fate.DUE, explained.why().fate());
  }

  @Test
  void findsAFileByItsLocation() {
    assertFound(explain(dir, "file://" + lake.rawFile(FILE)));
    assertFound(explain(dir, "file:" + lake.rawFile(FILE)));
    assertFound(explain(dir, lake.rawFile(FILE).toString()));
  }

  @Test
  void findsAFileFromTheRawRoot() {
    assertFound(explain(dir, "shop/" + FILE));
  }

  @Test
  void findsAFileFromHere() {
    Path folder = lake.rawFile(FILE).getParent();
    assertFound(explain(folder, "a.json"));
    assertFound(explain(folder, "./a.json"));
    assertFound(explain(folder.resolve("deeper"), "../a.json"));
  }

  @Test
  void aFileBelongsToTheInnermostRawFolder() {
    lake.raw("items/old/extracted_at=2026-11-15/a.json", "{}");
    Explained explained = explain(dir, "shop/items/old/extracted_at=2026-11-15/a.json");
    assertEquals("shop.old", explained.why().table().toString());
  }

  @Test
  void awsSpellsTheSchemeInItsOwnWay() {
    lake.set("lake.raw", "s3a://acme-raw");
    LakeException e = assertThrows(LakeException.class, () -> explain(dir, "s3://other/a.json"));
    assertEquals(
        "Cannot explain s3://other/a.json: no table takes its raw files from there. Name a file in"
            + " one of the raw folders:\n"
            + "  shop.items  s3a://acme-raw/shop/items\n"
            + "  shop.old  s3a://acme-raw/shop/items/old",
        e.getMessage());
    assertEquals(
        "s3a://acme-raw/shop/items/x/a.json",
        new Explanations(lake.config(), dir, new Configuration())
            .located("s3://acme-raw/shop/items/x/a.json")
            .uri());
  }

  @Test
  void refusesWhatBelongsToNoTable() {
    for (String file : new String[] {"web/clicks/a.json", "/elsewhere/a.json", "../a.json", ""}) {
      LakeException e = assertThrows(LakeException.class, () -> explain(dir, file));
      assertEquals(LakeException.Kind.CONFIGURATION, e.kind());
      String folders = e.getMessage().substring(e.getMessage().indexOf("Name a file"));
      assertEquals(
          "Name a file in one of the raw folders:\n  shop.items  file://"
              + dir.resolve("raw/shop/items")
              + "\n  shop.old  file://"
              + dir.resolve("raw/shop/items/old"),
          folders);
    }
  }

  @Test
  void refusesAFolder() {
    LakeException e =
        assertThrows(LakeException.class, () -> explain(dir, "shop/items/extracted_at=2026-11-15"));
    assertEquals(
        "Cannot explain file://"
            + lake.rawFile(FILE).getParent()
            + ": it is a folder. Name one of the files in it.",
        e.getMessage());
  }
}
