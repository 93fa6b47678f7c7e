package io.sluice.layout.intake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RawLayoutTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "extracted_at={extraction}/** | extracted_at=2026-11-19T06:00/a/b.json"
            + " | extracted_at=2026-11-19T06:00",
        "{date}/** | 2026-11-19/part-0.csv | 2026-11-19",
        "dump_{date}.csv* | dump_2026-11-19.csv.gz | 2026-11-19",
        "{yyyy}/{MM}/{dd}/** | 2026/11/19/20261119-060000000.csv | 2026-11-19",
        "year={yyyy}/month={MM}/day={dd}/hour={HH}/** | year=2026/month=11/day=19/hour=06/o+0+7.json"
            + " | 2026-11-19T06",
        "{yyyy}_{MM}_{dd}_{millis}_* | 2026_11_19_1795068000000_0.jsonl.gz"
            + " | 2026-11-19T06:00:00.000",
        "{yyyy}{MM}{dd}-{HH}{mm}{ss}* | 20261119-060001234.csv | 2026-11-19T06:00:01",
        "*/{extraction}/** | eu/2026-11-19/a.json | 2026-11-19",
        "{extraction}_*.csv | 20261119_7.csv | 20261119",
        "** | a/b.json | ''",
        "partition=*/** | partition=3/orders+3+0000000007.json | ''"
      })
  void tellsTheExtractionOfAFile(String template, String path, String extraction) {
    assertTrue(of(template).holds(path));
    assertEquals(extraction, of(template).extraction(path));
  }

  @ParameterizedTest
  @CsvSource({
    "extracted_at={extraction}/**,2026-11-19/a.json",
    "extracted_at={extraction}/**,extracted_at=2026-11-19",
    "extracted_at={extraction}/**,a.json",
    "{date}/**,2026-13-19/a.json",
    "{yyyy}{MM}{dd}-*,2026/20261119-a.csv",
    "LOAD*,20261119-a.csv"
  })
  void otherFilesAreInNoExtraction(String template, String path) {
    assertFalse(of(template).holds(path));
    assertEquals("", of(template).extraction(path));
  }

  @Test
  void sortsByTimeAndWhatTellsNoneFirst() {
    RawLayout dms = of("LOAD*", "{yyyy}{MM}{dd}-{HH}{mm}{ss}*", "{yyyy}/{MM}/{dd}/**");
    List<String> sorted =
        List.of(
            "LOAD00000001.csv",
            "LOAD0000000A.csv",
            "2026/11/18/20261118-230000000.csv",
            "20261119-060000000.csv",
            "20261119-060000001.csv",
            "2026/11/20/20261120-010000000.csv");
    List<RawObject> objects =
        Stream.of(5, 3, 1, 4, 0, 2).map(i -> new RawObject(sorted.get(i), 1, 1, "")).toList();
    assertEquals(sorted, dms.sorted(objects).stream().map(RawObject::path).toList());
  }

  @Test
  void knowsTheFolderThatIsListedAsAWhole() {
    RawLayout hourly = of("year={yyyy}/month={MM}/day={dd}/hour={HH}/**", "LOAD*");
    String folder = "year=2026/month=11/day=19";
    assertEquals(Optional.of(folder), hourly.folder(folder + "/hour=06/a.json"));
    assertEquals(Optional.empty(), hourly.folder("LOAD1.csv"));
    assertEquals(Optional.empty(), hourly.folder(folder + "/a.json"));
    assertTrue(hourly.isDated(folder));
    assertFalse(hourly.isDated("year=2026/month=11"));
    assertEquals(Optional.of(LocalDate.of(2026, 11, 19)), hourly.day(folder));
    assertEquals(Optional.empty(), hourly.day("year=2026/month=11"));
  }

  @Test
  void knowsIntoWhichFoldersToGo() {
    RawLayout layout = of("{yyyy}/{MM}/{dd}/*.csv", "full/**");
    assertTrue(layout.enters("2026"));
    assertTrue(layout.enters("2026/11"));
    assertTrue(layout.enters("2026/11/19"));
    assertFalse(layout.enters("2026/11/19/deeper"));
    assertFalse(layout.enters("2026/tmp"));
    assertTrue(layout.enters("full/deep/deeper"));
    assertFalse(layout.enters("tmp"));
  }

  @Test
  void aFolderMayCarryATimeOfDayOrNoDateAtAll() {
    Optional<LocalDate> day = Optional.of(LocalDate.of(2026, 11, 19));
    assertEquals(day, RawLayout.DEFAULT.day("extracted_at=2026-11-19T06:00:00Z"));
    assertEquals(Optional.empty(), RawLayout.DEFAULT.day("extracted_at=2026-13-19"));
    assertTrue(RawLayout.DEFAULT.isDated("extracted_at=full"));
    assertEquals(Optional.empty(), RawLayout.DEFAULT.day("extracted_at=full"));
  }

  @Test
  void givesAnExample() {
    assertEquals("extracted_at=2026-11-19/…", RawLayout.DEFAULT.example());
    assertEquals("2026_11_19_1795068000000_…", of("{yyyy}_{MM}_{dd}_{millis}_*").example());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{date} | \"{date}\" names a single file at its last level. Write {date}/** for the files in"
            + " such folders, or {date}* for files whose names begin so.",
        "{day}/** | \"{day}/**\" has {day}, which stands for nothing. Known are {extraction},"
            + " {date}, {yyyy}, {MM}, {dd}, {HH}, {mm}, {ss}, {millis}.",
        "{MM}/{dd}/** | \"{MM}/{dd}/**\" has {MM} but not all of the longer times, so that"
            + " extractions would not sort by time. Write {yyyy}, {MM}, {dd} and what is finer"
            + " together.",
        "{date}/{extraction}/** | \"{date}/{extraction}/**\" has {extraction} beside a time."
            + " {extraction} is any text that sorts by time: write one of the two, and * for the"
            + " rest.",
        "a**/b* | \"a**/b*\" has ** before its end. Write * for any text within a level.",
        "{date/** | \"{date/**\" has a brace without its other half. Write a place as {date}.",
        "_tmp/** | \"_tmp/**\" has a level that begins with \"_\", and such names are no data. Leave"
            + " it out.",
        "/a/** | \"/a/**\" has an empty, \".\" or \"..\" level. Write the levels below the table's"
            + " raw folder, such as {date}/**."
      })
  void saysWhatIsWrongWithATemplate(String template, String message) {
    assertEquals(
        message, assertThrows(IllegalArgumentException.class, () -> of(template)).getMessage());
  }

  private static RawLayout of(String... templates) {
    return RawLayout.of(List.of(templates));
  }
}
