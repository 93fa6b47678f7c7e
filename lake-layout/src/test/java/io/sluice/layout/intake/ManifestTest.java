package io.sluice.layout.intake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.layout.LakeException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ManifestTest {

  private static final String FROM = "s3a://acme/_sluice/tables/shop/orders/intake/0000000007.tsv";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "extracted_at=2026-11-19/part-0.json.gz",
        "extracted_at=2026-11-19T06:00:00Z/part 0.json",
        "extracted_at=2026-11-19/pedidos de São Paulo.csv",
        "extracted_at=2026-11-19/注文 🛶.json",
        "extracted_at=2026-11-19/tab\tand\nline\r\n.json",
        "extracted_at=2026-11-19/100%+1=101%25.json",
        "a+b",
        " "
      })
  void aPathComesBackAsItWas(String path) {
    Manifest manifest =
        new Manifest(
            7,
            List.of(
                new RawObject(path, 52_311, 1_795_046_400_000L, "\"9f86 d081\""),
                new RawObject("z", 0, -1, "")));
    assertEquals(manifest, Manifest.parse(manifest.toText(), FROM));
  }

  @Test
  void isATextThatAPersonCanRead() {
    assertEquals(
        "sluice-manifest 1\n"
            + "run 7\n"
            + "extracted_at=2026-11-19/part-0.json\t52311\t1795046400000\t9f86d081\n",
        new Manifest(
                7,
                List.of(
                    new RawObject(
                        "extracted_at=2026-11-19/part-0.json",
                        52_311,
                        1_795_046_400_000L,
                        "9f86d081")))
            .toText());
  }

  @Test
  void aRunThatTookNothingComesBackToo() {
    Manifest empty = new Manifest(3, List.of());
    assertEquals(empty, Manifest.parse(empty.toText(), FROM));
    assertEquals(0, empty.bytes());
  }

  @Test
  void refusesWhatANewerSluiceWrote() {
    LakeException refused = refused("sluice-manifest 3\nrun 7\nsomething\telse\n");
    assertEquals(LakeException.Kind.CONFIGURATION, refused.kind());
    assertEquals(
        "Cannot read "
            + FROM
            + ": it is of format 3 and this Sluice knows up to 2. It was written by a newer Sluice:"
            + " use that or a newer one.",
        refused.getMessage());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "hello|first line \"hello\"",
        "sluice-manifest 0|first line \"sluice-manifest 0\"",
        "sluice-manifest 1\\nrun seven|For input string: \"seven\"",
        "sluice-manifest 1\\nturn 7|second line \"turn 7\"",
        "sluice-manifest 1\\nrun 7\\na\\t1\\t2|Index 3 out of bounds for length 3",
        "sluice-manifest 1\\nrun 7\\na\\tmany\\t2\\t|For input string: \"many\"",
        "sluice-manifest 1\\nrun 7\\na%zz\\t1\\t2\\t|URLDecoder: Illegal hex characters in escape"
            + " (%) pattern - Error at index 0 in: \"zz\""
      })
  void refusesGarbageAndSaysWhatIsWrongWithIt(String text, String reason) {
    LakeException refused = refused(text.replace("\\n", "\n").replace("\\t", "\t"));
    assertEquals(LakeException.Kind.FAILED, refused.kind());
    assertEquals(
        "Cannot read the manifest "
            + FROM
            + ": it is not one ("
            + reason
            + "). Restore it from a backup of the bucket; without it Sluice cannot know what was"
            + " taken.",
        refused.getMessage());
  }

  @Test
  void refusesAnEmptyFile() {
    assertEquals(
        "Cannot read the manifest "
            + FROM
            + ": it is not one (it is empty). Restore it from a backup of the bucket; without it"
            + " Sluice cannot know what was taken.",
        refused("").getMessage());
  }

  private static LakeException refused(String text) {
    return assertThrows(LakeException.class, () -> Manifest.parse(text, FROM));
  }

  @Test
  void saysWhatARunIsForUnlessItTakesFiles() {
    RawObject file = new RawObject("extracted_at=2026-11-19/a.json", 1, 2, "");
    Manifest replay = new Manifest(7, Purpose.replay(List.of(3L, 5L)), List.of(file));
    assertEquals(
        "sluice-manifest 2\nrun 7\nto replay 3 5\nextracted_at=2026-11-19/a.json\t1\t2\t\n",
        replay.toText());
    assertEquals(replay, Manifest.parse(replay.toText(), "it"));
    Manifest maintain =
        new Manifest(8, Purpose.maintain(new RowsVersion(12, 900), 14), List.of(file));
    assertTrue(maintain.toText().contains("\nto maintain 12 900 14\n"), maintain.toText());
    assertEquals(maintain, Manifest.parse(maintain.toText(), "it"));
  }

  @Test
  void refusesAPurposeItDoesNotKnow() {
    LakeException e =
        assertThrows(
            LakeException.class,
            () -> Manifest.parse("sluice-manifest 2\nrun 7\nto forget 3\n", "m.tsv"));
    assertTrue(e.getMessage().startsWith("Cannot read the manifest m.tsv: "), e.getMessage());
  }
}
