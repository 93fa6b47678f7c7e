package io.sluice.jobs.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sluice.jobs.store.TableState;
import io.sluice.layout.Column;
import io.sluice.layout.ColumnType;
import io.sluice.layout.Contract;
import io.sluice.layout.Location;
import io.sluice.layout.Publishing;
import io.sluice.layout.TableFormat;
import io.sluice.layout.TableId;
import io.sluice.layout.config.MaintainRules;
import io.sluice.layout.config.MartConfig;
import io.sluice.layout.readers.Engine;
import io.sluice.layout.sizing.FileSizing;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SchemasTest {

  private static final TableState NOT_THERE = new TableState(0, -1, 0, List.of(), List.of());
  private static final Contract NONE = new Contract(List.of());
  private static final TableId BAD = TableId.processed("shop", "bad");

  @TempDir Path dir;

  private static List<Column> columns(String... columns) {
    List<Column> all = new ArrayList<>();
    for (String column : columns) {
      String[] part = column.split(" ", 2);
      all.add(Column.of(part[0], part[1]));
    }
    return all;
  }

  /** A table whose log has these columns and Sluice's own. */
  private static TableState published(long run, String... columns) {
    List<Column> all = new ArrayList<>(columns(columns));
    all.addAll(columns("_sluice_run bigint", "_sluice_file string"));
    return new TableState(run, run, 0, all, List.of());
  }

  private TestLake lake(String declared) {
    return TestLake.of(
        dir,
        "tables.items { format = json, mode = append, date { from = day, zone = UTC }, columns { "
            + declared
            + " } }");
  }

  private String text(String declared, Optional<Contract> written, TableState state) {
    var table = lake(declared).config().table(Items.ID).orElseThrow();
    return SchemaText.of(List.of(Schemas.schema(table, written, state)));
  }

  @Test
  void aTableThatWasNeverPublishedHasWhatIsDeclared() {
    assertEquals(
        """
        shop.items (processed, delta, not published)
        COLUMN  TYPE    FROM      IN TABLE  COMMENT
        id      bigint  declared  no
        day     date    declared  no        when it was
        date    string  date      no        from day
        """,
        text(
            "id = bigint, day = { type = date, comment = \"when it was\" }",
            Optional.empty(),
            NOT_THERE));
  }

  @Test
  void aTableWithoutColumnsWaitsForItsFirstRun() {
    assertEquals(
        """
        shop.items (processed, delta, not published)
        COLUMN  TYPE    FROM  IN TABLE  COMMENT
        date    string  date  no        from day in UTC
        warning: no columns yet: the first run infers them, and they are the contract from then on
        """,
        text("", Optional.empty(), NOT_THERE));
  }

  @Test
  void showsSinceWhichRunEachColumnIsThere() {
    Contract inferred =
        NONE.with(columns("id bigint", "day date"), false, 1)
            .with(columns("text string"), false, 4);
    assertEquals(
        """
        shop.items (processed, delta, published by run 5)
        COLUMN        TYPE    FROM      SINCE  IN TABLE  COMMENT
        id            bigint  inferred  run 1  yes
        day           date    inferred  run 1  yes
        text          string  inferred  run 4  yes
        _sluice_run   bigint  sluice           yes       the run that published the row
        _sluice_file  string  sluice           yes       the raw file the row came from
        date          string  date             yes       from day
        """,
        text("", Optional.of(inferred), published(5, "id bigint", "day date", "text string")));
  }

  @Test
  void tellsWhereContractTableAndConfigurationDiffer() {
    Contract written =
        NONE.with(
                columns(
                    "id bigint",
                    "day date",
                    "amount decimal(10,2)",
                    "old string",
                    "page struct<url:string,title:string>"),
                true,
                1)
            .with(columns("found string"), false, 2);
    TableState state =
        published(
            3,
            "id bigint",
            "day date",
            "amount decimal(10,2)",
            "old string",
            "page struct<url:string>",
            "found string",
            "stray int");
    assertEquals(
        """
        shop.items (processed, delta, published by run 3)
        COLUMN        TYPE                             FROM           SINCE  IN TABLE  COMMENT
        id            bigint                           declared       run 1  yes
        day           date                             declared       run 1  yes
        amount        decimal(8,2)                     declared       run 1  yes
        new           string                           declared              no
        old           string                           once declared  run 1  yes
        page          struct<url:string,title:string>  once declared  run 1  yes
        found         string                           inferred       run 2  yes
        stray         int                              unknown               yes
        _sluice_run   bigint                           sluice                yes       the run that published the row
        _sluice_file  string                           sluice                yes       the raw file the row came from
        date          string                           date                  yes       from day
        drift: not in the table yet: new. The next run with raw files adds this.
        drift: no longer declared: old, page. It stays, and raw files still fill it.
        drift: in the table and not in the contract: stray. No run fills it. Declare it.
        drift: amount is decimal(10,2) in the table and decimal(8,2) in the configuration. The next run is refused. Set it back, or move the table and its intake away to load it anew from raw.
        drift: page is struct<url:string> in the table and struct<url:string,title:string> in the contract. The next run with raw files adds the fields.
        """,
        text(
            "id = bigint, day = date, amount = \"decimal(8,2)\", new = string",
            Optional.of(written),
            state));
  }

  @Test
  void tellsWhichRunWidenedAColumnAndWhatHasToBeWrittenAgain() {
    Contract written =
        NONE.with(columns("id int", "day date", "amount int"), true, 1)
            .widened(Map.of("id", ColumnType.parse("bigint")), 4);
    TestLake lake =
        TestLake.of(
            dir,
            "tables.items { format = json, missing-columns = reject, date.from = day, columns { id ="
                + " bigint, day = date, amount = bigint } }");
    assertEquals(
        List.of(
            "amount is int in the table and bigint in the configuration. The next run with raw files"
                + " writes the table again: 0 files, 0 B.",
            "id was int until run 4.",
            "a record that lacks a column is rejected: missing-columns = reject."),
        Schemas.schema(
                lake.config().table(Items.ID).orElseThrow(),
                Optional.of(written),
                published(5, "id bigint", "day date", "amount int"))
            .drift());
  }

  @Test
  void aContractThatWasLostIsTold() {
    String text = text("", Optional.empty(), published(3, "id bigint", "day date"));
    assertEquals(
        "warning: its contract is not there, so the next run infers the columns anew; restore it"
            + " from a backup, or declare the columns\n",
        text.substring(text.indexOf("warning")));
  }

  @Test
  void aMartHasTheColumnsItWasBuiltWith() {
    MartConfig mart =
        new MartConfig(
            Samples.DAILY,
            MartConfig.Materialization.TABLE,
            "",
            Map.of(),
            Map.of(),
            "conf/marts/sales/daily_revenue.sql",
            "SELECT 1",
            1,
            Optional.of("date"),
            TableFormat.PARQUET,
            Engine.DEFAULT,
            Publishing.REPLACE,
            List.of(),
            FileSizing.DEFAULT,
            MaintainRules.DEFAULT);
    TableState state = new TableState(2, 2, 0, columns("revenue decimal(22,2)"), List.of());
    assertEquals(
        """
        sales.daily_revenue (curated, parquet, published by run 2)
        COLUMN   TYPE           FROM  IN TABLE
        revenue  decimal(22,2)  sql   yes
        date     string         date  yes

        sales.daily_revenue (curated, parquet, not published)
        warning: it was never built: its SELECT has its columns
        """,
        SchemaText.of(List.of(Schemas.schema(mart, state), Schemas.schema(mart, NOT_THERE))));
  }

  @Test
  void nothingIsSelected() {
    assertEquals("Nothing is selected: there is no table to show.\n", SchemaText.of(List.of()));
  }

  @Test
  void aTableWhoseLogCannotBeReadDoesNotHideTheOthers() {
    TestLake lake = lake("day = date");
    lake.source(
        "format = json, mode = append, tables.items { date { from = day }, columns { day = date } },"
            + " tables.bad { table-format = parquet, date { from = day, zone = UTC } }");
    Location journal = lake.config().layout().journal(BAD, 1);
    TestLake.write(TestLake.path(journal), "no journal");
    var config = lake.config();
    var schemas =
        new Schemas(config, new Tables(config), new Configuration())
            .of(new Selection(List.of(BAD, Items.ID), List.of()));
    assertEquals(List.of(), schemas.get(0).columns());
    assertEquals(1, schemas.get(0).warnings().size());
    assertEquals("Cannot read", schemas.get(0).warnings().get(0).substring(0, 11));
    assertEquals(2, schemas.get(1).columns().size());
  }
}
