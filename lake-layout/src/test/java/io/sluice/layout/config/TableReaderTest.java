package io.sluice.layout.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sluice.layout.Column;
import io.sluice.layout.ColumnType;
import io.sluice.layout.Location;
import io.sluice.layout.Publishing;
import io.sluice.layout.TableFormat;
import io.sluice.layout.config.TableConfig.MissingColumns;
import io.sluice.layout.config.TableConfig.NewColumns;
import io.sluice.layout.config.TableConfig.WriteMode;
import io.sluice.layout.intake.RawLayout;
import io.sluice.layout.readers.Engine;
import io.sluice.layout.sizing.FileSizing;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TableReaderTest {

  @TempDir Path base;
  private ConfFolder conf;

  @BeforeEach
  void aRightLake() {
    conf = new ConfFolder(base);
  }

  @Test
  void takesDefaultsFromTheReference() {
    TableConfig orders = conf.table(ConfFolder.ORDERS);
    assertEquals("", orders.description());
    assertEquals(Location.of("s3a://acme-raw/shop/orders"), orders.raw());
    assertEquals(RawLayout.DEFAULT, orders.layout());
    assertEquals(new RawFormat.Json(), orders.raws());
    assertEquals(TableFormat.DELTA, orders.format());
    assertEquals(Publishing.REPLACE, orders.publishing());
    assertEquals(WriteMode.APPEND, orders.mode());
    assertEquals(List.of(), orders.key());
    assertEquals(List.of(), orders.columns());
    assertEquals(new BusinessDate("created_at", ZoneId.of("UTC"), "date", false), orders.date());
    assertEquals(NewColumns.ADD, orders.newColumns());
    assertEquals(MissingColumns.NULL, orders.missingColumns());
    assertEquals(0.01, orders.maxRejected());
    assertEquals(30, orders.lookBackDays());
    assertEquals(Duration.ZERO, orders.settle());
    assertEquals(FileSizing.DEFAULT, orders.sizing());
  }

  @Test
  void readsEverySetting() {
    TableConfig orders =
        conf.table(
            """
            source = shop
            dialect = plain
            tables.orders {
              description = "What was ordered."
              properties { team = shop, cost.center = 17 }
              path = "dump/orders/"
              layout = ["LOAD*", "{date}/**"]
              format = csv
              csv { delimiter = "\\t", null = "NULL" }
              table-format = parquet
              publish = versioned
              mode = upsert
              key = [order_id, line]
              order = updated_at
              date { from = created_at, zone = "America/Sao_Paulo", column = day }
              new-columns = fail
              missing-columns = reject
              checks = [ "amount >= 0", "line > 0" ]
              max-rejected = 0.5
              look-back = 14d
              settle = 10m
              files { target = 64MB, minimum = 32MB, maximum = 128MB }
              maintain { cold-after = 12h, keep-versions = 3d }
            }
            """);
    assertEquals(
        new TableConfig(
            orders.id(),
            "What was ordered.",
            Map.of("team", "shop", "cost.center", "17"),
            Location.of("s3a://acme-raw/dump/orders"),
            RawLayout.of(List.of("LOAD*", "{date}/**")),
            RawFormat.Csv.STANDARD.with('\t', '"', '"').withNulls(List.of("NULL")),
            TableFormat.PARQUET,
            Engine.DEFAULT,
            Publishing.VERSIONED,
            WriteMode.UPSERT,
            List.of("order_id", "line"),
            List.of("updated_at"),
            Optional.empty(),
            Optional.empty(),
            new BusinessDate("created_at", ZoneId.of("America/Sao_Paulo"), "day", false),
            List.of(),
            NewColumns.FAIL,
            MissingColumns.REJECT,
            List.of(),
            List.of("amount >= 0", "line > 0"),
            0.5,
            0.5,
            14,
            Duration.ofMinutes(10),
            new FileSizing(64_000_000, 32_000_000, 128_000_000),
            new MaintainRules(Duration.ofHours(12), Duration.ofDays(3), 3, Duration.ofDays(90))),
        orders);
  }

  @Test
  void putsPropertiesOfTheLakeTheSourceAndTheTableTogether() {
    conf.write(
        "lake.conf",
        ConfFolder.LAKE + "lake.defaults.properties { team = data, tier = gold, since = 2026 }");
    TableConfig orders =
        conf.table(
            """
            source = shop
            format = json
            date { from = created_at, zone = UTC }
            properties { team = shop }
            tables.orders { properties { tier = null, owner.mail = "shop@acme.example" } }
            """);
    assertEquals(
        Map.of("team", "shop", "since", "2026", "owner.mail", "shop@acme.example"),
        orders.properties());
  }

  @Test
  void onlyPlainParquetIsVersioned() {
    conf.write("lake.conf", ConfFolder.LAKE + "lake.defaults.publish = versioned");
    conf.write(
        "sources/shop.conf",
        """
        source = shop
        format = json
        date { from = created_at, zone = UTC }
        tables.a { table-format = parquet }
        tables.b { publish = sometimes }
        tables.c { publish = versioned }
        """);
    conf.write("marts/sales/a.sql", "/* materialize = table */\nSELECT 1 AS one");
    String why =
        ": versioned is for plain Parquet: the log of a Delta table has versions by itself. Write"
            + " table-format = parquet, or publish = replace.";
    assertEquals(
        List.of(
            "conf/lake.conf:8: lake.defaults.publish" + why,
            "conf/sources/shop.conf:5: tables.b.publish: \"sometimes\" is not replace or"
                + " versioned. Write replace or versioned.",
            "conf/sources/shop.conf:6: tables.c.publish" + why),
        conf.problems());
  }

  @Test
  void inheritsFromTheSourceAndTheLakeSettingBySetting() {
    conf.write(
        "lake.conf",
        ConfFolder.LAKE
            + "lake.defaults { format = csv, csv.delimiter = \";\", max-rejected = 2%, files {"
            + " maximum = 300MB } }");
    TableConfig orders =
        conf.table(
            """
            source = shop
            max-rejected = 3%
            csv.quote = "'"
            date { zone = UTC }
            tables.orders { csv.null = "-", date.from = at, files.target = 250MB }
            """);
    assertEquals(
        RawFormat.Csv.STANDARD.with(';', '\'', '"').withNulls(List.of("-")), orders.raws());
    assertEquals(0.03, orders.maxRejected());
    assertEquals(new FileSizing(250_000_000, 150_000_000, 300_000_000), orders.sizing());
  }

  @Test
  void nullTakesBackWhatIsInheritedButNotTheDefault() {
    TableConfig orders =
        conf.table(
            """
            source = shop
            format = json
            key = [id]
            max-rejected = 3%
            missing-columns = fail
            columns { id = bigint, at = date }
            tables.orders { key = null, max-rejected = null, missing-columns = null, columns = null, date { from = at, zone = UTC } }
            """);
    assertEquals(List.of(), orders.key());
    assertEquals(0.01, orders.maxRejected());
    assertEquals(MissingColumns.NULL, orders.missingColumns());
    assertEquals(List.of(), orders.columns());
  }

  @Test
  void keepsColumnsInTheOrderOfTheFile() {
    TableConfig orders =
        conf.table(
            """
            source = shop
            format = json
            columns { _synced = timestamp }
            tables { orders { date { from = created_at }, columns {
              zeta = bigint, "alpha" = "decimal(12,2)", type = string  // alpha = int
              # beta = int
              note = { type = string, comment = "zeta = 1, omega = 2" }, omega = "struct<eta:int>", eta = int
              created_at = date
            } } }
            """);
    assertEquals(
        List.of(
            Column.of("zeta", "bigint"),
            Column.of("alpha", "decimal(12,2)"),
            Column.of("type", "string"),
            new Column("note", ColumnType.Primitive.STRING, "zeta = 1, omega = 2"),
            Column.of("omega", "struct<eta:int>"),
            Column.of("eta", "int"),
            Column.of("created_at", "date"),
            Column.of("_synced", "timestamp")),
        orders.columns());
  }

  @Test
  void needsNoZoneForADate() {
    TableConfig orders =
        conf.table(
            "source = shop\nformat = json\ntables.orders { date.from = day, columns.day = date }");
    assertEquals("day", orders.date().from());
  }

  @Test
  void thePartitionColumnIsNoDeclaredColumn() {
    assertEquals(
        List.of(
            "conf/sources/shop.conf:5: tables.orders.date.column: the partition column would be"
                + " \"date\", which is a declared column. Write date.column = business_date."),
        conf.problemsOfOrdersWith("columns { created_at = timestamp, date = date }"));
  }

  @Test
  void aDateComesFromAColumnThatHasOne() {
    assertEquals(
        List.of(
            "conf/sources/shop.conf:5: tables.orders.date.from: created_at is bigint, which has no"
                + " date in it. Name a column of type date, timestamp or string, or write date.as ="
                + " epoch-seconds if it counts seconds."),
        conf.problemsOfOrdersWith("columns { created_at = bigint }"));
  }

  @Test
  void keyAndOrderNameDeclaredColumns() {
    assertEquals(
        List.of(
            "conf/sources/shop.conf:4: tables.orders.key: \"id\" is not a declared column. Declare"
                + " it in columns.",
            "conf/sources/shop.conf:4: tables.orders.order: \"createdAt\" is not a conformed name."
                + " Write created_at."),
        conf.problemsOfOrdersWith(
            "columns { created_at = timestamp }, key = [id], order = [createdAt]"));
  }

  @Test
  void columnsHaveConformedNamesAndLegalTypes() {
    assertEquals(
        List.of(
            "conf/sources/shop.conf:5: tables.orders.columns._sluice_run: names that start with"
                + " _sluice_ are kept for columns that Sluice writes itself. Use another name.",
            "conf/sources/shop.conf:6: tables.orders.columns.n.typ: unknown key \"typ\". Did you"
                + " mean type?",
            "conf/sources/shop.conf:6: tables.orders.columns.n.type: is not set. Write type ="
                + " string, or another type.",
            "conf/sources/shop.conf:7: tables.orders.columns.l: must be a text but is a list. Write"
                + " one text there."),
        conf.problemsOfOrdersWith(
            "columns { created_at = string\n_sluice_run = int\nn = { typ = int }\nl = [int] }"));
  }

  @Test
  void aPathStaysBelowTheRawRoot() {
    for (String path : List.of("/etc", "../other", "a//b", "s3a://other/x")) {
      assertEquals(
          List.of(
              "conf/sources/shop.conf:4: tables.orders.path: \""
                  + path
                  + "\" is not a path below the raw root. Write one such as shop/orders."),
          conf.problemsOfOrdersWith("path = \"" + path + "\""));
    }
  }

  @Test
  void aWrongLayoutIsNamed() {
    assertEquals(
        List.of(
            "conf/sources/shop.conf:4: tables.orders.layout: \"{date}\" names a single file at its"
                + " last level. Write {date}/** for the files in such folders, or {date}* for files"
                + " whose names begin so."),
        conf.problemsOfOrdersWith("layout = \"{date}\""));
    assertEquals(
        List.of(
            "conf/sources/shop.conf:4: tables.orders.layout: is empty. Write a template such as"
                + " extracted_at={extraction}/**."),
        conf.problemsOfOrdersWith("layout = []"));
  }

  @Test
  void aSourceHasNoPathOfItsOwn() {
    assertEquals(
        1,
        conf.write("sources/shop.conf", "path = x\n" + ConfFolder.ORDERS).problems().stream()
            .filter(
                text -> text.startsWith("conf/sources/shop.conf:1: path: unknown key \"path\"."))
            .count());
  }

  @Test
  void aWrongInheritedSettingIsNamedOnce() {
    conf.write(
        "sources/shop.conf",
        "max-rejected = lots\n" + ConfFolder.ORDERS + "tables.clicks = ${tables.orders}\n");
    assertEquals(
        List.of(
            "conf/sources/shop.conf:1: max-rejected: \"lots\" is not a share. Write 1% or 0.01."),
        conf.problems());
  }

  @Test
  void valuesHaveTheRightKind() {
    assertEquals(
        List.of(
            "conf/sources/shop.conf:4: tables.orders.csv.delimiter: \"--\" is not one character."
                + " Write one, such as \";\".",
            "conf/sources/shop.conf:4: tables.orders.files: must be a block but is 175. Write files"
                + " { … }.",
            "conf/sources/shop.conf:4: tables.orders.key: has \"a\" twice. Remove one.",
            "conf/sources/shop.conf:4: tables.orders.look-back: 36h is not a number of whole days."
                + " Write one such as 30d.",
            "conf/sources/shop.conf:4: tables.orders.settle: \"soon\" is not a duration. Write one"
                + " such as 30d, 6h or 10m."),
        conf
            .problemsOfOrdersWith(
                "look-back = 36h, settle = soon, files = 175, key = [a, a],"
                    + " csv.delimiter = \"--\"")
            .stream()
            .sorted()
            .toList());
  }

  @Test
  void namesOfTablesAreLegalAndNotOurs() {
    assertEquals(
        List.of(
            "conf/sources/shop.conf:3: tables.orders__rejected: \"orders__rejected\" has two"
                + " underscores in a row, which names tables that Sluice makes itself. Use single"
                + " underscores."),
        conf.write("sources/shop.conf", ConfFolder.ORDERS.replace("orders", "orders__rejected"))
            .problems());
    assertEquals(
        List.of(
            "conf/sources/shop.conf: source: is not set. Write source = <name>, such as source ="
                + " shop.",
            "conf/sources/shop.conf: tables: is not set. Add tables.<name> { … }."),
        conf.write("sources/shop.conf", "format = json").problems());
  }
}
