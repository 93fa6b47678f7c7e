package io.sluice.jobs.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.jobs.GoldenRows;
import io.sluice.jobs.report.Status;
import io.sluice.jobs.report.TableReport;
import io.sluice.layout.TableFormat;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PartialUpdatesIT {

  private static final String UPSERT =
      "mode = upsert, key = [id], order = [updated], columns { extra = string }, partial-updates ="
          + " true";
  private static final String CDC =
      "mode = cdc, key = [id], order = [updated], deletes { column = op, values = [D], as = %s },"
          + " columns { extra = string }, partial-updates = true";
  private static final String FIRST = "items/extracted_at=2026-11-15/a.json";
  private static final String SECOND = "items/extracted_at=2026-11-16/a.json";
  private static final String THIRD = "items/extracted_at=2026-11-17/a.json";
  private static final String FOURTH = "items/extracted_at=2026-11-18/a.json";

  @TempDir Path dir;

  @ParameterizedTest
  @EnumSource
  void anUpdateOfOneColumnKeepsTheOthers(TableFormat format) {
    TestLake lake = Items.lake(dir, format, UPSERT);
    lake.raw(FIRST, whole(1, 10, 1, "a", "x"), whole(2, 10, 1, "a", "x"));
    assertEquals(rows(2, 2, 0, 0, 0, 0, 0), lake.promote().rows());
    assertTable(lake, "1,2026-11-10,1,a,x,2026-11-10,false", "2,2026-11-10,1,a,x,2026-11-10,false");

    lake.raw(
        SECOND,
        "{\"id\":1,\"updated\":2,\"extra\":\"y\"}",
        "{\"id\":2,\"updated\":3,\"text\":null}",
        "{\"id\":1,\"updated\":2,\"extra\":\"y again\"}");
    assertEquals(rows(3, 2, 1, 0, 0, 2, 0), lake.promote().rows());
    assertTable(
        lake, "1,2026-11-10,2,a,y again,2026-11-10,true", "2,2026-11-10,3,,x,2026-11-10,true");

    lake.raw(
        THIRD,
        "{\"id\":1,\"updated\":4,\"day\":\"2026-11-12\"}",
        whole(2, 11, 5, "whole", "z"),
        whole(3, 10, 1, "b", "b"));
    assertEquals(rows(3, 3, 0, 0, 0, 2, 0), lake.promote().rows());
    assertTable(
        lake,
        "1,2026-11-12,4,a,y again,2026-11-12,true",
        "2,2026-11-11,5,whole,z,2026-11-11,false",
        "3,2026-11-10,1,b,b,2026-11-10,false");
    assertEquals(Status.NOTHING_TO_DO, lake.promote().status());
  }

  @ParameterizedTest
  @EnumSource
  void anUpdateThatArrivesLateFindsItsPlace(TableFormat format) {
    TestLake lake = Items.lake(dir, format, UPSERT);
    lake.raw(FIRST, "{\"id\":1,\"updated\":5,\"text\":\"five\"}", whole(1, 10, 1, "one", "one"));
    assertEquals(rows(2, 1, 1, 0, 0, 0, 0), lake.promote().rows());
    assertTable(lake, "1,2026-11-10,5,five,one,2026-11-10,true");

    lake.raw(SECOND, "{\"id\":1,\"updated\":3,\"text\":\"three\",\"extra\":\"three\"}");
    assertEquals(rows(1, 1, 0, 0, 0, 1, 0), lake.promote().rows());
    assertTable(lake, "1,2026-11-10,5,five,three,2026-11-10,true");

    lake.raw(THIRD, "{\"id\":1,\"updated\":2,\"extra\":\"two\"}");
    assertEquals(rows(1, 0, 1, 0, 0, 0, 0), lake.promote().rows());
    assertTable(lake, "1,2026-11-10,5,five,three,2026-11-10,true");

    lake.raw(FOURTH, whole(1, 11, 4, "four", "four"));
    assertEquals(rows(1, 1, 0, 0, 0, 1, 0), lake.promote().rows());
    assertTable(lake, "1,2026-11-11,5,five,four,2026-11-11,true");
  }

  @ParameterizedTest
  @EnumSource
  void anUpdateWaitsForItsRow(TableFormat format) {
    TestLake lake = Items.lake(dir, format, UPSERT);
    lake.raw(
        FIRST,
        "{\"id\":1,\"updated\":5,\"text\":\"five\"}",
        "{\"id\":1,\"updated\":6,\"extra\":\"six\"}",
        whole(2, 10, 1, "a", "x"));
    TableReport waiting = lake.promote();
    assertEquals(rows(3, 1, 2, 0, 0, 0, 0), waiting.rows());
    assertEquals(
        List.of(
            "2 partial updates changed a row that has not come yet, and of which no day is known:"
                + " kept until it comes"),
        waiting.warnings());
    assertTable(lake, "2,2026-11-10,1,a,x,2026-11-10,false");

    lake.raw(SECOND, whole(1, 11, 1, "one", "one"));
    TableReport come = lake.promote();
    assertEquals(rows(1, 1, 0, 0, 0, 0, 0), come.rows());
    assertEquals(List.of(), come.warnings());
    assertTable(
        lake, "1,2026-11-11,6,five,six,2026-11-11,true", "2,2026-11-10,1,a,x,2026-11-10,false");
  }

  @ParameterizedTest
  @EnumSource
  void theFirstRunOfATableMayHoldNothingButUpdatesThatWait(TableFormat format) {
    TestLake lake = Items.lake(dir, format, UPSERT);
    lake.raw(FIRST, "{\"id\":1,\"updated\":5,\"text\":\"five\"}");
    assertEquals(rows(1, 0, 1, 0, 0, 0, 0), lake.promote().rows());
    lake.raw(SECOND, "{\"id\":1,\"updated\":4,\"day\":\"2026-11-10\"}");
    assertEquals(rows(1, 1, 0, 0, 0, 0, 0), lake.promote().rows());
    assertTable(lake, "1,2026-11-10,5,five,,2026-11-10,true");
  }

  @ParameterizedTest
  @EnumSource
  void whatWasBeforeADeleteDoesNotComeBack(TableFormat format) {
    TestLake lake = Items.lake(dir, format, CDC.formatted("hard"));
    lake.raw(
        FIRST,
        whole(1, 10, 1, "a", "x"),
        whole(2, 10, 1, "a", "x"),
        "{\"id\":2,\"updated\":5,\"day\":\"2026-11-11\",\"text\":\"five\"}",
        whole(3, 10, 1, "a", "x"),
        "{\"id\":3,\"updated\":5,\"text\":\"five\"}");
    assertEquals(rows(5, 3, 2, 0, 0, 0, 0), lake.promote().rows());

    // The delete of 1 is its last word; those of 2 and 3 come late, between their rows.
    lake.raw(SECOND, delete(1, 3), delete(2, 3), delete(3, 3));
    assertEquals(rows(3, 0, 0, 3, 0, 0, 2), lake.promote().rows());
    assertTable(lake, "2,2026-11-11,5,five,,2026-11-11,true");

    lake.raw(
        THIRD,
        "{\"op\":\"I\",\"id\":1,\"day\":\"2026-11-12\",\"updated\":4,\"text\":\"new\"}",
        "{\"op\":\"U\",\"id\":1,\"updated\":2,\"extra\":\"old\"}",
        "{\"op\":\"I\",\"id\":3,\"day\":\"2026-11-12\",\"updated\":4}");
    assertEquals(rows(3, 2, 1, 0, 0, 0, 0), lake.promote().rows());
    assertTable(
        lake,
        "1,2026-11-12,4,new,,2026-11-12,true",
        "2,2026-11-11,5,five,,2026-11-11,true",
        "3,2026-11-12,5,five,,2026-11-12,true");
  }

  @ParameterizedTest
  @EnumSource
  void aSoftDeleteMarksARowThatIsPutTogether(TableFormat format) {
    TestLake lake = Items.lake(dir, format, CDC.formatted("soft"));
    lake.raw(FIRST, whole(1, 10, 1, "a", "x"), whole(2, 10, 1, "a", "x"));
    lake.promote();
    lake.raw(
        SECOND,
        delete(1, 3),
        "{\"op\":\"D\",\"id\":2,\"day\":\"2026-11-11\",\"updated\":3}",
        "{\"id\":1,\"updated\":2,\"text\":\"before it was deleted\"}");
    assertEquals(rows(3, 2, 0, 1, 0, 2, 0), lake.promote().rows());
    assertMarked(
        lake,
        "1,2026-11-10,2,before it was deleted,x,2026-11-10,true,true",
        "2,2026-11-11,3,a,x,2026-11-11,true,true");

    lake.raw(THIRD, "{\"id\":1,\"updated\":4,\"extra\":\"back\"}", delete(2, 9));
    assertEquals(rows(2, 1, 0, 1, 0, 1, 0), lake.promote().rows());
    assertMarked(
        lake,
        "1,2026-11-10,4,before it was deleted,back,2026-11-10,true,false",
        "2,2026-11-11,3,a,x,2026-11-11,true,true");
  }

  @ParameterizedTest
  @EnumSource
  void aTextForAnUnavailableValueKeepsTheValue(TableFormat format) {
    TestLake lake =
        Items.lake(
            dir,
            format,
            "mode = upsert, key = [id], order = [updated], columns { extra = int }, unavailable ="
                + " __unavailable");
    String line = "{\"id\":1,\"day\":\"2026-11-10\",\"updated\":%d,\"text\":\"%s\",\"extra\":%s}";
    lake.raw(FIRST, line.formatted(1, "a large value", "7"));
    lake.raw(SECOND, line.formatted(2, "__unavailable", "8"));
    lake.raw(THIRD, line.formatted(3, "__unavailable", "\"__unavailable\""));
    assertEquals(rows(3, 1, 2, 0, 0, 0, 0), lake.promote().rows());
    assertTable(lake, "1,2026-11-10,3,a large value,8,2026-11-10,true");
  }

  @ParameterizedTest
  @EnumSource
  void aTextForAnUnavailableValueIsNoValueToInferFrom(TableFormat format) {
    TestLake lake =
        TestLake.of(
            dir,
            """
            format = json
            table-format = %s
            tables.items {
              mode = upsert, key = [id], order = [updated], date { from = day, zone = UTC }
              unavailable = __unavailable
            }
            """
                .formatted(format.name().toLowerCase(Locale.ROOT)));
    String line = "{\"id\":1,\"day\":\"2026-11-10\",\"updated\":%d,\"n\":%s}";
    lake.raw(FIRST, line.formatted(1, "7"), line.formatted(2, "\"__unavailable\""));
    assertEquals(rows(2, 1, 1, 0, 0, 0, 0), lake.promote().rows());
    assertEquals(
        "bigint",
        lake.read(Items.ID).schema().apply("n").dataType().sql().toLowerCase(Locale.ROOT));
    assertSame(lake, "id,updated,n,_sluice_partial", "1,2,7,true");
  }

  @ParameterizedTest
  @EnumSource
  void changeEventsOfADatabaseKeepLargeValues(TableFormat format) {
    String debezium =
        "json.envelope = debezium, mode = cdc, key = [id], deletes { column = __deleted, values ="
            + " [\"true\"] }, new-columns = ignore, columns { extra = string }, unavailable ="
            + " __debezium_unavailable_value";
    String event = "{\"before\":null,\"after\":%s,\"op\":\"%s\",\"ts_ms\":1,\"source\":{}}";
    TestLake lake = Items.lake(dir, format, debezium);
    lake.raw(
        FIRST,
        event.formatted(whole(1, 10, 1, "large", "x"), "c"),
        event.formatted(whole(2, 10, 1, "large", "x"), "c"));
    lake.raw(
        SECOND,
        event.formatted(whole(1, 10, 2, "__debezium_unavailable_value", "y"), "u"),
        "{\"before\":{\"id\":2},\"after\":null,\"op\":\"d\",\"ts_ms\":1,\"source\":{}}");
    assertEquals(rows(4, 1, 2, 1, 0, 0, 0), lake.promote().rows());
    assertTable(lake, "1,2026-11-10,2,large,y,2026-11-10,true");
  }

  @ParameterizedTest
  @EnumSource
  void piecesKeepTheirValuesWhenAColumnGrowsWider(TableFormat format) {
    String settings =
        "mode = upsert, key = [id], order = [updated], partial-updates = true, columns { n = %s,"
            + " price = \"decimal(%s)\", at = %s }, date.zone = \"America/Sao_Paulo\"";
    TestLake lake = Items.lake(dir, format, settings.formatted("int", "6,2", "date"));
    lake.raw(
        FIRST,
        "{\"id\":1,\"day\":\"2026-11-10\",\"updated\":1,\"n\":7,\"price\":1234.56,\"at\":\"2026-11-09\"}",
        "{\"id\":1,\"updated\":5,\"text\":\"five\"}");
    lake.promote();
    lake.source(Items.source(format, settings.formatted("bigint", "10,3", "timestamp")));
    lake.raw(
        SECOND,
        "{\"id\":1,\"updated\":3,\"text\":\"three\"}",
        "{\"id\":1,\"updated\":6,\"day\":\"2026-11-11\"}");
    assertEquals(rows(2, 1, 1, 0, 0, 1, 0), lake.promote().rows());
    assertSame(
        lake,
        "id,updated,text,n,price,at,date",
        "1,6,five,7,1234.560,2026-11-09T03:00:00.000000Z,2026-11-11");
  }

  @ParameterizedTest
  @EnumSource
  void aCsvFileMayHaveOnlyTheColumnsThatChanged(TableFormat format) {
    TestLake lake =
        Items.lake(dir, format, UPSERT).source(Items.source(format, UPSERT + ", format = csv"));
    lake.raw(
        "items/extracted_at=2026-11-15/a.csv",
        "id,day,updated,text,extra",
        "1,2026-11-10,1,a,x",
        "2,2026-11-10,1,a,x");
    lake.raw("items/extracted_at=2026-11-16/a.csv", "updated,extra,id", "2,y,1", "3,,2");
    lake.raw("items/extracted_at=2026-11-16/b.csv", "extra,id", "nobody knows when,1");
    TableReport report = lake.promote();
    assertEquals(Status.REFUSED, report.status());
    assertTrue(report.toString().contains("b.csv"), report.toString());
    assertTable(lake, "1,2026-11-10,2,a,y,2026-11-10,true", "2,2026-11-10,3,a,,2026-11-10,true");
  }

  @ParameterizedTest
  @EnumSource
  void aColumnThatJoinsLaterWasNotNullBefore(TableFormat format) {
    TestLake lake = Items.lake(dir, format, UPSERT);
    lake.raw(
        FIRST,
        whole(1, 10, 5, "a", "x"),
        whole(2, 10, 1, "a", "x"),
        "{\"id\":2,\"updated\":5,\"text\":\"five\"}");
    lake.promote();
    lake.raw(
        SECOND,
        "{\"id\":1,\"updated\":3,\"text\":\"three\",\"more\":\"m\"}",
        "{\"id\":2,\"updated\":3,\"text\":\"three\",\"more\":\"m\"}");
    assertEquals(rows(2, 2, 0, 0, 0, 2, 0), lake.promote().rows());
    GoldenRows.rows("id,text,extra,more", "1,a,x,m", "2,five,x,m")
        .assertSameAs(
            GoldenRows.of(lake.read(Items.ID), List.of("id", "text", "extra", "more")),
            "the grown table");

    lake.raw(THIRD, "{\"id\":1,\"updated\":4,\"more\":null}");
    assertEquals(rows(1, 1, 0, 0, 0, 1, 0), lake.promote().rows());
    GoldenRows.rows("id,text,extra,more", "1,a,x,", "2,five,x,m")
        .assertSameAs(
            GoldenRows.of(lake.read(Items.ID), List.of("id", "text", "extra", "more")),
            "after a null");
  }

  @ParameterizedTest
  @EnumSource
  void aDateThatIsNullIsNoDateThatIsMissing(TableFormat format) {
    TestLake lake = Items.lake(dir, format, UPSERT + ", max-rejected = 50%");
    lake.raw(
        FIRST,
        whole(1, 10, 1, "a", "x"),
        "{\"id\":1,\"day\":null,\"updated\":2,\"text\":\"b\"}",
        "{\"id\":1,\"updated\":3,\"text\":\"c\"}");
    assertEquals(rows(3, 1, 1, 0, 1, 0, 0), lake.promote().rows());
    assertTable(lake, "1,2026-11-10,3,c,x,2026-11-10,true");
    GoldenRows.rows("file,column,expected", "extracted_at=2026-11-15/a.json,day,not null")
        .assertSameAs(lake.rejected(Items.ID), "the rejected rows");
  }

  private static TableReport.Rows rows(
      long read,
      long written,
      long merged,
      long deleted,
      long rejected,
      long replaced,
      long removed) {
    return new TableReport.Rows(read, written, merged, deleted, rejected, replaced, removed);
  }

  private static String whole(int id, int day, int updated, String text, String extra) {
    return Items.item(id, day, updated, text).replace("}", ",\"extra\":\"" + extra + "\"}");
  }

  private static String delete(int id, int updated) {
    return "{\"op\":\"D\",\"id\":%d,\"updated\":%d}".formatted(id, updated);
  }

  private static void assertTable(TestLake lake, String... lines) {
    assertSame(lake, "id,day,updated,text,extra,date,_sluice_partial", lines);
  }

  private static void assertMarked(TestLake lake, String... lines) {
    assertSame(lake, "id,day,updated,text,extra,date,_sluice_partial,_sluice_deleted", lines);
  }

  private static void assertSame(TestLake lake, String columns, String... lines) {
    GoldenRows.rows(columns, lines)
        .assertSameAs(GoldenRows.of(lake.read(Items.ID), List.of(columns.split(","))), "the table");
  }
}
