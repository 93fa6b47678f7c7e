package io.sluice.jobs.promote;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.jobs.store.TableState;
import io.sluice.layout.Column;
import io.sluice.layout.ColumnType;
import io.sluice.layout.Location;
import io.sluice.layout.sizing.DataFile;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WideningTest {

  private static final Location TABLE = Location.of("s3a://acme-processed/shop/items");

  private static TableState table(int files, Column... columns) {
    List<DataFile> there =
        java.util.stream.IntStream.range(0, files)
            .mapToObj(i -> new DataFile("2026-11-10", TABLE.child(i + ".parquet"), 80_000_000, 9))
            .toList();
    return new TableState(3, 3, 0, Arrays.asList(columns), there);
  }

  @Test
  void everyFileIsWrittenAgainForAColumnThatGrows() {
    TableState before =
        table(2, Column.of("id", "int"), Column.of("day", "date"), Column.of("text", "string"));
    List<Column> columns =
        List.of(
            Column.of("text", "string"), Column.of("day", "timestamp"), Column.of("id", "bigint"));
    assertEquals(
        Optional.of(
            "column id grows from int to bigint, column day grows from date to timestamp: 2 files,"
                + " 160 MB, are written again"),
        Widening.of(before, columns).cost());
  }

  @Test
  void oneFileIsWrittenAgain() {
    assertEquals(
        Optional.of("column id grows from int to bigint: 1 file, 80 MB, is written again"),
        Widening.of(table(1, Column.of("id", "int")), List.of(Column.of("id", "bigint"))).cost());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "int | int",
        "struct<a:int> | struct<a:int,b:int>",
        "array<struct<a:int>> | array<struct<b:string,a:int>>"
      })
  void nothingIsWrittenAgainForWhatOldFilesCanBeReadAs(String was, String is) {
    Widening widening =
        Widening.of(table(1, Column.of("c", was)), List.of(Column.of("c", is), Column.of("n", is)));
    assertTrue(widening.isEmpty());
    assertEquals(Optional.empty(), widening.cost());
  }

  @Test
  void aTableWithoutFilesHasNothingToWriteAgain() {
    assertTrue(
        Widening.of(table(0, Column.of("id", "int")), List.of(Column.of("id", "bigint")))
            .isEmpty());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "date | '' | timestamp | timestamp",
        "array<int> | '' | bigint | array<bigint>",
        "struct<a:int,b:int> | b | bigint | struct<a:int,b:bigint>",
        "map<string,array<struct<at:date>>> | at | timestamp | map<string,array<struct<at:timestamp>>>",
        "decimal(10,2) | '' | decimal(9,4) | decimal(12,4)",
        "struct<a:int> | c | bigint | struct<a:int>",
        "int | '' | double | int"
      })
  void aTypeWidensWhereTheValueStands(String type, String path, String value, String widened) {
    assertEquals(
        ColumnType.parse(widened),
        WiderTypes.widened(
            ColumnType.parse(type),
            path.isEmpty() ? List.of() : List.of(path.split("\\.")),
            ColumnType.parse(value)));
  }
}
