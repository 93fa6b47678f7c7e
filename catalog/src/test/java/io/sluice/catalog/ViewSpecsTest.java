package io.sluice.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sluice.catalog.engines.Expected;
import io.sluice.catalog.engines.ReadBack;
import io.sluice.catalog.memory.InMemoryCatalog;
import io.sluice.layout.Column;
import io.sluice.layout.ColumnType;
import io.sluice.layout.LakeException;
import io.sluice.layout.Location;
import io.sluice.layout.readers.Engine;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ViewSpecsTest {

  private static final Location LAKE = Location.of("s3a://acme-curated");

  private final PublishedView view =
      Samples.view(
          "acme_curated",
          LAKE,
          "SELECT o.`date`, CAST(sum(o.amount) AS decimal(14,2)) AS paid -- in €\n"
              + "FROM Processed.`shop_orders` o GROUP BY o.`date`",
          Column.of("date", "string"),
          new Column("paid", ColumnType.parse("decimal(14,2)"), "without \"tax\""));

  @Test
  void describesAViewForEveryReader() {
    CatalogTable entry = new TableSpecs(CatalogRules.GLUE).entry(view);
    assertEquals(CatalogTable.Kind.VIEW, entry.kind());
    assertEquals("sluice", entry.owner());
    assertEquals("", entry.description());
    assertEquals(Optional.empty(), entry.location());
    assertEquals(
        List.of(
            new CatalogColumn("date", "string", ""),
            new CatalogColumn("paid", "decimal(14,2)", "without \"tax\"")),
        entry.columns());
    assertEquals(
        new TreeMap<>(
            Map.ofEntries(
                Map.entry("comment", "Presto View"),
                Map.entry("presto_view", "true"),
                Map.entry("sluice.description", "What was paid"),
                Map.entry("sluice.layer", "curated"),
                Map.entry("sluice.managed-by", "sluice"),
                Map.entry("sluice.properties", "team"),
                Map.entry("team", "finance"),
                Map.entry("view.catalogAndNamespace.numParts", "2"),
                Map.entry("view.catalogAndNamespace.part.0", "spark_catalog"),
                Map.entry("view.catalogAndNamespace.part.1", "acme_curated"),
                Map.entry("view.query.out.col.0", "date"),
                Map.entry("view.query.out.col.1", "paid"),
                Map.entry("view.query.out.numCols", "2"),
                Map.entry("view.sqlConfig.spark.sql.session.timeZone", "UTC"))),
        new TreeMap<>(entry.parameters()));
  }

  @Test
  void givesSparkItsOwnSqlWithTheNamesOfTheCatalog() {
    assertEquals(
        "SELECT o.`date`, CAST(sum(o.amount) AS decimal(14,2)) AS paid -- in €\n"
            + "FROM `acme_processed`.`shop_orders` o GROUP BY o.`date`",
        ViewSpecs.view(view).view().orElseThrow().expandedText());
  }

  @Test
  void givesPrestoJsonInWhichEveryColumnHasItsType() {
    String text = ViewSpecs.view(view).view().orElseThrow().originalText();
    assertEquals("/* Presto View: ", text.substring(0, 16));
    assertEquals(" */", text.substring(text.length() - 3));
    assertEquals(
        "{\"originalSql\":\"SELECT\\u000a"
            + "  CAST(\\\"date\\\" AS varchar) AS \\\"date\\\",\\u000a"
            + "  CAST(\\\"paid\\\" AS decimal(14,2)) AS \\\"paid\\\"\\u000a"
            + "FROM (\\u000a"
            + "SELECT o.\\\"date\\\", CAST(sum(o.amount) AS decimal(14,2)) AS paid -- in \\u20ac\\u000a"
            + "FROM \\\"delta\\\".\\\"acme_processed\\\".\\\"shop_orders\\\" o"
            + " GROUP BY o.\\\"date\\\"\\u000a"
            + ") AS mart\",\"catalog\":\"hive\",\"schema\":\"acme_curated\",\"columns\":["
            + "{\"name\":\"date\",\"type\":\"varchar\"},"
            + "{\"name\":\"paid\",\"type\":\"decimal(14,2)\","
            + "\"comment\":\"without \\\"tax\\\"\"}],"
            + "\"comment\":\"What was paid\",\"owner\":\"sluice\",\"runAsInvoker\":false,"
            + "\"path\":[]}",
        new String(
            Base64.getDecoder().decode(text.substring(16, text.length() - 3)),
            StandardCharsets.UTF_8));
  }

  @Test
  void isReadByEveryEngineAsItWasPublished() {
    PublishedView allTypes =
        Samples.view(
            "acme_curated",
            LAKE,
            "SELECT * FROM processed.shop_orders",
            Column.of("t", "timestamp"),
            Column.of("d", "date"),
            Column.of("f", "float"),
            Column.of("b", "binary"),
            Column.of("i", "tinyint"),
            Column.of("n", "int"),
            Column.of("a", "array<struct<sku:string,qty:int>>"),
            Column.of("m", "map<string,decimal(12,2)>"));
    assertEquals(
        List.of(),
        ReadBack.verify(
            Expected.of(allTypes),
            new TableSpecs(CatalogRules.GLUE).entry(allTypes),
            Engine.DEFAULT));
  }

  @Test
  void takesADescriptionOfSomebodyElseAwaySinceTrinoWouldNotKnowTheView() {
    CatalogTable wanted = new TableSpecs(CatalogRules.GLUE).entry(view);
    CatalogTable described =
        new CatalogTable(
            wanted.database(),
            wanted.name(),
            "ana",
            "written by dbt",
            wanted.kind(),
            wanted.storage(),
            wanted.partitionColumns(),
            wanted.parameters(),
            wanted.view());
    CatalogTable merged = TableMerge.merge(described, wanted);
    assertEquals("", merged.description());
    assertEquals("ana", merged.owner());
  }

  @Test
  void givesAViewForSparkAloneSparksTextAndADescription() {
    PublishedView forSpark =
        new PublishedView(
            "acme_curated",
            LAKE,
            "shop_paid",
            Optional.empty(),
            "SELECT nvl(a, 'x') AS a FROM processed.shop_orders",
            view.tables(),
            List.of(Column.of("a", "string")),
            "What was paid",
            Map.of(),
            Map.of());
    CatalogTable entry = ViewSpecs.view(forSpark);
    String sql = "SELECT nvl(a, 'x') AS a FROM `acme_processed`.`shop_orders`";
    assertEquals(Optional.of(new CatalogView(sql, sql)), entry.view());
    assertEquals("What was paid", entry.description());
    assertEquals(null, entry.parameters().get("presto_view"));
  }

  @Test
  void neverMakesATableAViewOrAViewATable() {
    InMemoryCatalog catalog = new InMemoryCatalog(CatalogRules.GLUE);
    CatalogSync sync = new CatalogSync(catalog);
    PublishedTable table = Samples.delta("acme_curated", LAKE, 1);
    sync.sync(table);
    sync.sync(view);
    PublishedView asView =
        new PublishedView(
            "acme_curated",
            LAKE,
            "shop_orders",
            Optional.of("hive"),
            view.sql(),
            view.tables(),
            view.columns(),
            "",
            Map.of(),
            Map.of());
    assertEquals(
        "Cannot register acme_curated.shop_orders in the catalog in memory: it is a table there, as"
            + " the mart was before. Drop the entry in the catalog, with the grants that hang on it"
            + " (files stay), and run the command again.",
        assertThrows(LakeException.class, () -> sync.plan(asView)).getMessage());
    CatalogTable foreign = ViewSpecs.view(view).withParameters(Map.of());
    catalog.updateTable(
        foreign, catalog.table("acme_curated", "shop_paid").orElseThrow().version());
    assertEquals(
        "Cannot register acme_curated.shop_paid in the catalog in memory: there is a view of that"
            + " name that is not ours. Rename one of them, or drop the entry in the catalog (files"
            + " stay) and run the command again.",
        assertThrows(LakeException.class, () -> sync.plan(view)).getMessage());
  }

  @Test
  void writesTypesAsPrestoReadsThem() {
    Map<String, String> types =
        Map.of(
            "string", "varchar",
            "int", "integer",
            "float", "real",
            "binary", "varbinary",
            "timestamp", "timestamp",
            "decimal(12,2)", "decimal(12,2)",
            "array<struct<sku:string,qty:int>>", "array(row(sku varchar,qty integer))",
            "map<string,array<double>>", "map(varchar,array(double))");
    types.forEach(
        (ours, presto) -> assertEquals(presto, PrestoTypes.of(ColumnType.parse(ours)), ours));
    assertEquals(
        Optional.of("the field \"order\" of a struct is no name that Presto reads"),
        PrestoTypes.problem(ColumnType.parse("array<struct<order:string>>")));
  }
}
