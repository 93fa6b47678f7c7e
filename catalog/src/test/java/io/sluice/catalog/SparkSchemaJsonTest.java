package io.sluice.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sluice.layout.Column;
import io.sluice.layout.ColumnType;
import java.util.List;
import org.junit.jupiter.api.Test;

class SparkSchemaJsonTest {

  @Test
  void writesPrimitivesUnderSparksNames() {
    assertEquals(
        "{\"type\":\"struct\",\"fields\":["
            + "{\"name\":\"id\",\"type\":\"long\",\"nullable\":true,\"metadata\":{}},"
            + "{\"name\":\"n\",\"type\":\"integer\",\"nullable\":true,\"metadata\":{}},"
            + "{\"name\":\"amount\",\"type\":\"decimal(12,2)\",\"nullable\":true,\"metadata\":{}}]}",
        SparkSchemaJson.of(
            List.of(
                Column.of("id", "bigint"),
                Column.of("n", "int"),
                Column.of("amount", "decimal(12,2)"))));
  }

  @Test
  void writesNestedTypes() {
    assertEquals(
        "{\"type\":\"struct\",\"fields\":[{\"name\":\"items\",\"type\":{\"type\":\"array\","
            + "\"elementType\":{\"type\":\"struct\",\"fields\":[{\"name\":\"tags\",\"type\":"
            + "{\"type\":\"map\",\"keyType\":\"string\",\"valueType\":\"short\","
            + "\"valueContainsNull\":true},\"nullable\":true,\"metadata\":{}}]},"
            + "\"containsNull\":true},\"nullable\":true,\"metadata\":{}}]}",
        SparkSchemaJson.of(
            List.of(Column.of("items", "array<struct<tags:map<string,smallint>>>"))));
  }

  @Test
  void escapesCommentsIntoAscii() {
    Column column = new Column("a", ColumnType.Primitive.STRING, "o \"preço\"\n");
    assertEquals(
        "{\"type\":\"struct\",\"fields\":[{\"name\":\"a\",\"type\":\"string\",\"nullable\":true,"
            + "\"metadata\":{\"comment\":\"o \\\"pre\\u00e7o\\\"\\u000a\"}}]}",
        SparkSchemaJson.of(List.of(column)));
  }

  @Test
  void cutsIntoPartsThatJoinToTheWhole() {
    List<String> parts = SparkSchemaJson.parts("abcdefgh", 3);
    assertEquals(List.of("abc", "def", "gh"), parts);
  }
}
