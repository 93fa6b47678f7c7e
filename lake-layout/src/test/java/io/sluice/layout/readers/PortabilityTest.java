package io.sluice.layout.readers;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.layout.Column;
import io.sluice.layout.LakeException;
import io.sluice.layout.TableFormat;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PortabilityTest {

  private static final Set<Engine> ALL = EnumSet.allOf(Engine.class);

  @Test
  void everyTypeButOneIsReadByAll() {
    List<Column> columns =
        List.of(
            Column.of("a", "map<string,decimal(38,10)>"),
            Column.of("b", "struct<at:timestamp,day:date,raw:binary>"),
            Column.of("c", "array<double>"));
    assertEquals(List.of(), Portability.ofColumns(ALL, columns));
    assertEquals(
        List.of(), Portability.ofColumns(Engine.DEFAULT, List.of(Column.of("a", "tinyint"))));
  }

  @Test
  void redshiftHasLimitsOfItsOwn() {
    Set<Engine> redshift = EnumSet.of(Engine.REDSHIFT);
    assertEquals(
        "Redshift: column a is map<tinyint,string>, and external tables have no tinyint. Declare"
            + " smallint.",
        Portability.ofColumn(redshift, Column.of("a", "map<tinyint,string>")).get(0).toString());
    assertEquals(
        "has a name of 128 bytes (limit 127)",
        Portability.ofColumn(redshift, Column.of("a".repeat(128), "int")).get(0).reason());
    List<Column> many = Collections.nCopies(1599, Column.of("a", "int"));
    assertEquals(
        "Redshift: the table has 1599 columns (limit 1598). Leave some out, or split it.",
        Portability.ofColumns(redshift, many).get(0).toString());
    assertEquals(List.of(), Portability.ofColumns(Engine.DEFAULT, many));
  }

  @Test
  void aRefusalNamesEveryEngineAndTheWayOut() {
    List<Verdict> verdicts =
        Portability.ofColumns(
            ALL, List.of(Column.of("age", "tinyint"), Column.of("_file_size", "bigint")));
    LakeException refused =
        assertThrows(
            LakeException.class, () -> Portability.require("promote shop.orders", verdicts));
    assertEquals(LakeException.Kind.CONFIGURATION, refused.kind());
    assertEquals(
        "Cannot promote shop.orders: not every engine of its readers can read it. Redshift: column"
            + " age is tinyint, and external tables have no tinyint. Declare smallint. BigQuery:"
            + " column _file_size has a name that is kept for BigQuery's own columns. Give it"
            + " another name in raw, or leave it out.",
        refused.getMessage());
    assertDoesNotThrow(
        () ->
            Portability.require(
                "promote shop.orders", List.of(Verdict.note(Engine.TRINO, "a", "b", "c"))));
  }

  @Test
  void anyPlaceWillDoOnALaptop() {
    assertEquals(List.of(), Portability.ofPlace(ALL, TableFormat.PARQUET, "file"));
    assertTrue(
        Portability.ofPlace(EnumSet.of(Engine.REDSHIFT), TableFormat.PARQUET, "gs")
            .get(0)
            .reason()
            .contains("it reads S3 only"));
  }
}
