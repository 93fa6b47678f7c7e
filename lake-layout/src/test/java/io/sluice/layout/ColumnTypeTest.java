package io.sluice.layout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ColumnTypeTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "bigint | bigint",
        " BIGINT  | bigint",
        "long | bigint",
        "integer | int",
        "decimal(12,2) | decimal(12,2)",
        "decimal( 12 , 2 ) | decimal(12,2)",
        "decimal(9) | decimal(9,0)",
        "array<string> | array<string>",
        "map<string,array<int>> | map<string,array<int>>",
        "array<struct<sku:string, qty: int>> | array<struct<sku:string,qty:int>>",
        "struct<SKU:string> | struct<sku:string>"
      })
  void writesWhatItReads(String text, String normal) {
    assertEquals(normal, ColumnType.parse(text).toString());
    assertEquals(ColumnType.parse(normal), ColumnType.parse(text));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "decimal | \"decimal\" is not a legal type: say the decimal's precision and scale, such as decimal(12,2)",
        "decimal(39,2) | decimal(39,2) is not legal: 1 <= precision <= 38, scale <= precision",
        "decimal(2,3) | decimal(2,3) is not legal: 1 <= precision <= 38, scale <= precision",
        "decimal(a,b) | \"decimal(a,b)\" is not a legal type: \"a\" is not a number",
        "array<int | \"array<int\" is not a legal type: '>' is expected at character 10 but the text ends",
        "int int | \"int int\" is not a legal type: the end is expected at character 5 but there is 'i'",
        "struct<> | \"struct<>\" is not a legal type: a name is expected at character 8 but there is '>'",
        "struct<a:int,A:int> | \"struct<a:int,A:int>\" is not a legal type: the field \"a\" is there twice",
        "struct<1a:int> | \"struct<1a:int>\" is not a legal type: the field \"1a\" is no conformed name",
        "map<array<int>,int> | \"map<array<int>,int>\" is not a legal type: a map's key must be a primitive such as string"
      })
  void saysWhatIsWrongWithAType(String text, String message) {
    assertEquals(
        message,
        assertThrows(IllegalArgumentException.class, () -> ColumnType.parse(text)).getMessage());
  }

  @Test
  void listsTheTypesThereAre() {
    assertEquals(
        "\"varchar\" is not a type; use boolean, tinyint, smallint, int, bigint, float, double,"
            + " decimal(p,s), string, binary, date, timestamp, array<…>, map<…,…> or"
            + " struct<name:type,…>",
        assertThrows(IllegalArgumentException.class, () -> ColumnType.parse("varchar"))
            .getMessage());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "bigint | int | true",
        "int | bigint | false",
        "decimal(12,4) | decimal(10,2) | true",
        "decimal(11,4) | decimal(10,2) | false",
        "double | int | false",
        "string | int | false",
        "timestamp | date | true",
        "array<bigint> | array<int> | true",
        "map<string,double> | map<string,float> | true",
        "map<bigint,double> | map<int,double> | false",
        "struct<b:string,a:bigint> | struct<a:int> | true",
        "struct<a:bigint> | struct<a:int,b:int> | false",
        "array<struct<a:timestamp>> | array<struct<a:date>> | true"
      })
  void holdsWhatFitsIntoIt(String wide, String narrow, boolean holds) {
    assertEquals(holds, ColumnType.parse(wide).holds(ColumnType.parse(narrow)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "int | bigint | bigint",
        "tinyint | smallint | smallint",
        "float | double | double",
        "date | timestamp | timestamp",
        "decimal(10,2) | decimal(8,4) | decimal(12,4)",
        "array<int> | array<bigint> | array<bigint>"
      })
  void widensOnlyWithoutLoss(String a, String b, String widest) {
    ColumnType expected = ColumnType.parse(widest);
    assertEquals(expected, ColumnType.widest(ColumnType.parse(a), ColumnType.parse(b)));
    assertEquals(expected, ColumnType.widest(ColumnType.parse(b), ColumnType.parse(a)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "bigint | double",
        "bigint | float",
        "int | string",
        "boolean | int",
        "timestamp | string",
        "decimal(38,0) | decimal(38,10)",
        "array<int> | array<string>"
      })
  void doesNotWidenWhatCouldLose(String a, String b) {
    assertNull(ColumnType.widest(ColumnType.parse(a), ColumnType.parse(b)));
    assertNull(ColumnType.widest(ColumnType.parse(b), ColumnType.parse(a)));
  }
}
