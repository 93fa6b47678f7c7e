package io.sluice.layout.intake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FolderKeyTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "extracted_at={extraction}/**|extracted_at=2026-11-19/a/b|extracted_at|extracted_at=2026-11-19|2026-11-19|",
        "dt={date}/**|dt=2026-11-19/a|dt|dt=2026-11-19|2026-11-19|yyyy-MM-dd",
        "{date}/**|2026-11-19/a|extracted_at|2026-11-19|2026-11-19|yyyy-MM-dd",
        "{yyyy}{MM}{dd}/*.csv|20261119/a.csv|extracted_at|20261119|20261119|yyyyMMdd",
        "in/{yyyy}/{MM}/{dd}/**|in/2026/11/19/a|extracted_at|in/2026/11/19|2026/11/19|yyyy/MM/dd",
        "day-{date}T{HH}/**|day-2026-11-19T06/a|extracted_at|day-2026-11-19T06|2026-11-19T06|yyyy-MM-dd'T'HH",
        "{date}/{HH}/**|2026-11-19/06/a|extracted_at|2026-11-19/06|2026-11-19/06|yyyy-MM-dd/HH",
        "year={yyyy}/month={MM}/day={dd}/**|year=2026/month=11/day=19/a|extracted_at|year=2026/month=11/day=19|2026-11-19|",
        "dt={date}/hour={HH}/**|dt=2026-11-19/hour=06/a|extracted_at|dt=2026-11-19/hour=06|2026-11-19T06|",
        "{yyyy}/{MM}/{dd}/*{HH}{mm}*|2026/11/19/x0600|extracted_at|2026/11/19|2026/11/19|yyyy/MM/dd",
        "{millis}/**|1795068000000/a|extracted_at|1795068000000|1795068000000|",
        "partition=*/**|partition=7/a/b|partition|partition=7|7|",
        "{date}/load/*|2026-11-19/load/a|extracted_at|2026-11-19/load|2026-11-19|yyyy-MM-dd"
      })
  void tellsFoldersApartByOneText(
      String template, String path, String column, String folder, String value, String format) {
    FolderKey key = FolderKey.of(template).orElseThrow();
    assertEquals(column, key.column());
    assertEquals(folder, key.folder(path));
    assertEquals(value, key.value(path));
    assertEquals(Optional.ofNullable(format), key.format());
  }

  @ParameterizedTest
  @ValueSource(strings = {"**", "*", "in/**", "{yyyy}{MM}{dd}-*", "LOAD*"})
  void filesWithoutFoldersOfTheirOwnHaveNoKey(String template) {
    assertEquals(Optional.empty(), FolderKey.of(template));
  }

  @Test
  void aDayThatLiesInSeveralFoldersHasNone() {
    IllegalArgumentException none =
        assertThrows(IllegalArgumentException.class, () -> FolderKey.of("*/{date}/**"));
    assertEquals(
        "one extraction lies in several folders, as */{date}/** has it", none.getMessage());
  }
}
