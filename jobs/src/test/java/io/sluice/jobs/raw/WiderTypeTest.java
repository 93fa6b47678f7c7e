package io.sluice.jobs.raw;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sluice.layout.ColumnType;
import java.time.ZoneId;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WiderTypeTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "tinyint | 200 | smallint",
        "tinyint | 3000000000 | bigint",
        "int | 3000000000 | bigint",
        "int | 99999999999999999999 | none",
        "int | 1.5 | none",
        "int | soon | none",
        "bigint | 99999999999999999999 | none",
        "float | 1e300 | double",
        "date | 2026-11-19T10:00:00Z | timestamp",
        "date | \"2026-11-19 10:00:00\" | timestamp",
        "date | \"soon\" | none",
        "timestamp | soon | none",
        "string | anything | none",
        "decimal(4,2) | 123.45 | decimal(5,2)",
        "decimal(4,2) | 1.2345 | decimal(6,4)",
        "decimal(4,2) | -12345 | decimal(7,2)",
        "decimal(4,2) | 1e9 | decimal(12,2)",
        "decimal(4,2) | 1e999999999 | none",
        "decimal(4,2) | 1e-999999999 | none",
        "decimal(4,2) | n/a | none",
        "decimal(38,2) | 1.234 | none"
      })
  void isTheNarrowestThatHoldsTheValueAndTheOldType(String expected, String value, String wider) {
    assertEquals(
        wider,
        WiderType.holding(ColumnType.parse(expected), value, ZoneId.of("UTC"))
            .map(ColumnType::toString)
            .orElse("none"));
  }

  @ParameterizedTest
  @CsvSource({
    "int,true",
    "date,true",
    "'decimal(37,2)',true",
    "bigint,false",
    "double,false",
    "string,false",
    "timestamp,false",
    "'decimal(38,2)',false",
    "array<int>,false"
  })
  void someTypesHaveNoWiderOne(String type, boolean mayHold) {
    assertEquals(mayHold, WiderType.mayHold(ColumnType.parse(type)));
  }
}
