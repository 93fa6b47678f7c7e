package io.sluice.jobs.promote;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sluice.layout.ColumnType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeptRowsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "tinyint | bigint | bigint",
        "float | double | double",
        "'decimal(6,2)' | 'decimal(12,4)' | string",
        "date | timestamp | string",
        "'array<struct<n:int,d:date>>' | 'array<struct<n:bigint,d:timestamp>>'"
            + " | 'array<struct<n:bigint,d:string>>'",
        "'map<string,int>' | 'map<string,bigint>' | 'map<string,bigint>'"
      })
  void aTypeAndTheOneItGrowsToAreStoredAlike(String narrow, String wide, String stored) {
    assertEquals(stored, KeptRows.lasting(ColumnType.parse(narrow)).toString());
    assertEquals(stored, KeptRows.lasting(ColumnType.parse(wide)).toString());
  }

  @ParameterizedTest
  @CsvSource({"boolean", "string", "binary"})
  void otherTypesStayWhatTheyAre(String type) {
    assertEquals(type, KeptRows.lasting(ColumnType.parse(type)).toString());
  }
}
