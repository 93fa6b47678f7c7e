package io.sluice.jobs.register;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sluice.layout.ColumnType;
import io.sluice.layout.ColumnType.Field;
import io.sluice.layout.LakeException;
import io.sluice.layout.Location;
import io.sluice.layout.config.RawFormat;
import io.sluice.layout.intake.RawLayout;
import io.sluice.layout.intake.RawObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class KnownRawTest {

  private static final RawFormat CSV = RawFormat.Csv.STANDARD;
  private static final RawFormat JSON = new RawFormat.Json();

  @Test
  void aFolderOfAnExtractionIsAPartition() {
    KnownRaw known =
        with("extracted_at={extraction}/**", "extracted_at=2026-11-19/a", "elsewhere/b")
            .with(
                layout("extracted_at={extraction}/**"),
                objects("extracted_at=2026-11-20/x/c", "extracted_at=2026-11-20/d"));
    assertEquals(
        Map.of(
            "2026-11-19", "extracted_at=2026-11-19",
            "2026-11-20", "extracted_at=2026-11-20"),
        known.folders());
    assertEquals("extracted_at", known.key().orElseThrow().column());
  }

  @Test
  void filesThatLieInTwoWaysHaveNoTableThatShowsThemAll() {
    KnownRaw known = with("LOAD*, {date}/**", "LOAD1.csv", "2026-11-19/a.csv");
    assertEquals(
        Optional.of("its files lie as LOAD* and as {date}/**, in no common folders"),
        known.obstacle());
    assertEquals(known, known.with(layout("LOAD*, {date}/**"), objects("2026-11-20/a.csv")));
    assertEquals(
        Optional.of("one extraction lies in several folders, as */{date}/** has it"),
        with("*/{date}/**", "a/2026-11-19/b").obstacle());
  }

  @Test
  void filesInOneHeapAreATableWithoutPartitions() {
    KnownRaw known = with("**", "a.csv", "b/c.csv");
    assertEquals(Optional.empty(), known.key());
    assertEquals(Map.of(), known.folders());
    assertEquals(Optional.empty(), known.obstacle());
  }

  @Test
  void csvHasTheNewestHeaderUnlessItIsAShorterOne() {
    KnownRaw known = KnownRaw.NOTHING.with(CSV, texts("Order ID", "At"));
    assertEquals(List.of("order_id", "at"), names(known));
    assertEquals(known, known.with(CSV, texts("Order ID")));
    assertEquals(List.of("at", "order_id"), names(known.with(CSV, texts("At", "Order ID"))));
    assertEquals(
        List.of("order_id", "at", "note"), names(known.with(CSV, texts("Order ID", "At", "Note"))));
  }

  @Test
  void aColumnThatAFileDoesNotHaveStays() {
    KnownRaw known =
        KnownRaw.NOTHING
            .with(JSON, texts("orderId", "e-mail", "tags"))
            .with(
                JSON,
                List.of(
                    new Field("tags", ColumnType.parse("array<string>")),
                    new Field("ORDERID", ColumnType.parse("string")),
                    new Field("new", ColumnType.parse("string"))));
    assertEquals(List.of("orderid", "e_mail", "tags", "new"), names(known));
    assertEquals("orderId", known.columns().get(0).raw());
    assertEquals("array<string>", known.columns().get(2).type().toString());
  }

  @Test
  void isReadBackAsItWasWritten() {
    KnownRaw known =
        with("day={date}/**", "day=2026-11-19/a").with(JSON, texts("orderId", "a\tb", "e-mail"));
    ToldRaw told = new ToldRaw("hive thrift://metastore:9083", 7, "0000abcd", known);
    assertEquals(Optional.of(told), parse(told.toText()));
    assertEquals(Optional.empty(), parse("embedded\tx"));
    ToldRaw obstacle = new ToldRaw("embedded", 1, "", with("*/{date}/**", "a/2026-11-19/b"));
    assertEquals(Optional.of(obstacle), parse(obstacle.toText()));
    String unversioned = told.toText().substring("sluice-registered-raw 1\n".length());
    assertEquals(Optional.of(told), parse(unversioned));
  }

  @Test
  void refusesWhatANewerSluiceWrote() {
    LakeException refused =
        assertThrows(LakeException.class, () -> parse("sluice-registered-raw 2\n"));
    assertEquals(
        "Cannot read s3a://acme/registered-raw: it is of format 2 and this Sluice knows up to 1. It"
            + " was written by a newer Sluice: use that or a newer one.",
        refused.getMessage());
  }

  private static Optional<ToldRaw> parse(String text) {
    return ToldRaw.parse(text, Location.of("s3a://acme/registered-raw"));
  }

  private static KnownRaw with(String layout, String... paths) {
    return KnownRaw.NOTHING.with(layout(layout), objects(paths));
  }

  private static RawLayout layout(String layout) {
    return RawLayout.of(List.of(layout.split(", ")));
  }

  private static List<RawObject> objects(String... paths) {
    return Stream.of(paths).map(path -> new RawObject(path, 1, 1, "")).toList();
  }

  private static List<Field> texts(String... names) {
    return Stream.of(names).map(name -> new Field(name, ColumnType.Primitive.STRING)).toList();
  }

  private static List<String> names(KnownRaw known) {
    return known.columns().stream().map(column -> column.name()).toList();
  }
}
