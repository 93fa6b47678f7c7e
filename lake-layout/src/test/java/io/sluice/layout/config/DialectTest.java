package io.sluice.layout.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.layout.Column;
import io.sluice.layout.config.TableConfig.WriteMode;
import io.sluice.layout.intake.RawLayout;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class DialectTest {

  @TempDir Path base;
  private ConfFolder conf;

  @BeforeEach
  void aRightLake() {
    conf = new ConfFolder(base);
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void saysNothingThatIsNoSettingOfATable(Dialect dialect) {
    TreeSet<String> keys = new TreeSet<>(dialect.settings().keySet());
    keys.removeAll(TableReader.INHERITED);
    assertEquals(new TreeSet<String>(), keys);
  }

  @Test
  void plainAssumesNothing() {
    TableConfig plain = read("dialect = plain");
    assertEquals(read(""), plain);
    assertEquals(RawLayout.DEFAULT, plain.layout());
    assertEquals(WriteMode.APPEND, plain.mode());
  }

  @Test
  void fivetranFlagsDeletes() {
    TableConfig table = read("dialect = fivetran, key = id");
    assertEquals(WriteMode.UPSERT, table.mode());
    assertEquals(List.of("_fivetran_synced"), table.order());
    assertEquals(deletes("_fivetran_deleted", List.of("true"), List.of("false")), table.deletes());
    assertEquals(List.of("_fivetran_deleted"), table.leaveOut());
  }

  @Test
  void airbyteOrdersByGenerationFirst() {
    TableConfig table = read("dialect = airbyte, key = id");
    assertEquals(WriteMode.UPSERT, table.mode());
    assertEquals(List.of("_airbyte_generation_id", "_airbyte_extracted_at"), table.order());
    assertEquals(deletes("_ab_cdc_deleted_at", List.of(), List.of()), table.deletes());
    assertTrue(table.leaveOut().contains("_airbyte_raw_id"));
    assertEquals(List.of(), table.columns());
  }

  @Test
  void stitchOrdersBySequence() {
    TableConfig table = read("dialect = stitch, key = id");
    assertEquals(WriteMode.UPSERT, table.mode());
    assertEquals(List.of("_sdc_sequence"), table.order());
    assertEquals(deletes("_sdc_deleted_at", List.of(), List.of()), table.deletes());
  }

  @Test
  void dmsTellsOperations() {
    TableConfig table = read("dialect = dms, key = id, format = csv");
    assertEquals(WriteMode.CDC, table.mode());
    assertEquals(List.of(), table.order());
    assertEquals(deletes("op", List.of("D"), List.of("I", "U")), table.deletes());
    assertEquals(RawFormat.Csv.STANDARD.withNulls(List.of("NULL")), table.raws());
  }

  @Test
  void debeziumRewritesDeletes() {
    TableConfig table = read("dialect = debezium, key = id");
    assertEquals(WriteMode.CDC, table.mode());
    assertEquals(deletes("__deleted", List.of("true"), List.of("false")), table.deletes());
  }

  @Test
  void kafkaConnectBringsEvents() {
    TableConfig table = read("dialect = kafka-connect");
    assertEquals(WriteMode.APPEND, table.mode());
    assertEquals(List.of(), table.key());
    assertEquals(Optional.empty(), table.deletes());
  }

  @ParameterizedTest
  @CsvSource({
    "fivetran,extracted_at=2026-11-19/a.parquet,extracted_at=2026-11-19",
    "fivetran,data/7f3a.parquet,''",
    "airbyte,2026_11_19_1795068000000_0.jsonl.gz,2026-11-19T06:00:00.000",
    "airbyte,2026_11_19/7f3a.csv.gz,2026-11-19",
    "stitch,1_1795068000000.jsonl,2026-11-19T06:00:00.000",
    "stitch,1795060000000_1795068000000.csv,2026-11-19T06:00:00.000",
    "dms,LOAD0000000A.csv,''",
    "dms,20261119-060000000.csv,2026-11-19T06:00:00",
    "dms,2026/11/19/20261119-0600001234.csv.gz,2026-11-19T06:00:00",
    "dms,2026/11/19/06/20261119-060000000.parquet,2026-11-19T06:00:00",
    "dms,20261119/20261119-060000000.csv,2026-11-19T06:00:00",
    "debezium,partition=3/db.shop.orders+3+0000000007.json,''",
    "kafka-connect,year=2026/month=11/day=19/hour=06/orders+0+0000000007.json,2026-11-19T06",
    "kafka-connect,year=2026/month=11/day=19/orders+0+0000000007.avro,2026-11-19"
  })
  void knowsItsPaths(String dialect, String path, String extraction) {
    RawLayout layout = read("dialect = " + dialect + ", key = id").layout();
    assertTrue(layout.holds(path), layout + " does not hold it");
    assertEquals(extraction, layout.extraction(path));
  }

  @Test
  void whatIsWrittenAnywhereWins() {
    conf.write("lake.conf", ConfFolder.LAKE + "lake.defaults { order = [moved_at] }");
    TableConfig table =
        conf.table(
            """
            source = shop
            format = json
            dialect = airbyte
            mode = cdc
            tables.orders {
              key = id
              date { from = at, zone = UTC }
              layout = "**"
              deletes { column = gone, values = [yes] }
              leave-out = []
            }
            """);
    assertEquals(WriteMode.CDC, table.mode());
    assertEquals(List.of("moved_at"), table.order());
    assertEquals(RawLayout.of(List.of("**")), table.layout());
    assertEquals(deletes("gone", List.of("yes"), List.of()), table.deletes());
    assertEquals(List.of(), table.leaveOut());
  }

  @Test
  void nullTakesBackWhatTheDialectSays() {
    TableConfig table = read("dialect = stitch, mode = null, order = null, deletes = null");
    assertEquals(WriteMode.APPEND, table.mode());
    assertEquals(List.of(), table.order());
    assertEquals(Optional.empty(), table.deletes());
  }

  @Test
  void deletesOfADialectMeanNothingWhenNothingIsTakenAway() {
    assertEquals(Optional.empty(), read("dialect = airbyte, mode = append").deletes());
  }

  @Test
  void typesOfControlColumnsJoinDeclaredOnes() {
    TableConfig table =
        read(
            "dialect = fivetran, key = id, columns { id = bigint, at = timestamp,"
                + " _fivetran_deleted = boolean }");
    assertEquals(
        List.of(
            Column.of("id", "bigint"),
            Column.of("at", "timestamp"),
            Column.of("_fivetran_deleted", "boolean"),
            Column.of("_fivetran_synced", "timestamp")),
        table.columns());
    assertEquals(List.of(), table.leaveOut());
  }

  @Test
  void aKeyIsAlwaysTheUsersToSay() {
    assertEquals(
        List.of(
            "conf/sources/shop.conf:3: tables.orders.key: mode = upsert needs it. Write key ="
                + " [<column>], the columns that identify a row."),
        conf.problemsOfOrdersWith("dialect = fivetran"));
  }

  @Test
  void anUnknownDialectIsAProblem() {
    assertEquals(
        List.of(
            "conf/sources/shop.conf:4: tables.orders.dialect: \"fivetram\" is not airbyte, debezium,"
                + " dms, fivetran, kafka-connect, plain or stitch. Did you mean fivetran?"),
        conf.problemsOfOrdersWith("dialect = fivetram"));
  }

  private static Optional<Deletes> deletes(
      String column, List<String> values, List<String> writes) {
    return Optional.of(new Deletes(Optional.of(column), values, writes, false));
  }

  private TableConfig read(String settings) {
    return conf.table(
        "source = shop\nformat = json\ntables.orders { date { from = at, zone = UTC }\n"
            + settings
            + "\n}");
  }
}
