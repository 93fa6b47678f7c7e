package io.sluice.catalog.engines;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.catalog.CatalogTable;
import io.sluice.catalog.engines.Resolution.Kind;
import io.sluice.layout.readers.Engine;
import io.sluice.layout.readers.Verdict;
import java.util.List;
import org.junit.jupiter.api.Test;

class ViewsTest {

  private static final String JSON =
      "{\"originalSql\":\"SELECT 'x' AS day\",\"catalog\":\"awsdatacatalog\",\"schema\":\"curated\","
          + "\"columns\":[{\"name\":\"day\",\"type\":\"varchar\"}],\"owner\":\"sluice\","
          + "\"runAsInvoker\":false,\"path\":[]}";

  private final CatalogTable view = Entries.view(JSON, "SELECT 'x' AS day");

  @Test
  void oneEntryIsAViewToAll() {
    for (Engine engine : List.of(Engine.ATHENA, Engine.PRESTO, Engine.TRINO, Engine.SPARK)) {
      Resolution seen = Engines.resolve(engine, view);
      assertEquals(Kind.VIEW, seen.kind());
      assertEquals(List.of(), seen.verdicts());
      assertEquals("day", seen.columns().get(0).name());
    }
    assertEquals(Kind.UNREADABLE, Engines.resolve(Engine.REDSHIFT, view).kind());
    assertEquals(Kind.UNREADABLE, Engines.resolve(Engine.BIGQUERY, view).kind());
  }

  @Test
  void aDescriptionHidesAViewFromTrino() {
    CatalogTable described = Entries.described(view, "revenue per day");
    assertEquals(
        "Trino: the view's comment is \"revenue per day\", and only \"Presto View\" tells a view"
            + " from a Hive view. Take the entry's description away.",
        problem(Engine.TRINO, described));
    assertTrue(Engines.resolve(Engine.PRESTO, described).isGood());
  }

  @Test
  void sparkNeedsSqlInTheExpandedText() {
    assertEquals(
        "Spark: the view's expanded text is \"/* Presto View */\", which is no SQL. Register the"
            + " view again.",
        problem(Engine.SPARK, Entries.view(JSON, "/* Presto View */")));
  }

  @Test
  void prestoParsesPlainTypesOnly() {
    assertEquals(
        "Presto: column day has a type timestamp(3), which it cannot parse. Cast it to timestamp, or"
            + " to a row of plain names.",
        problem(Engine.PRESTO, Entries.view(JSON.replace("varchar", "timestamp(3)"), "SELECT 1")));
  }

  @Test
  void athenaAndTrinoNeedTheirKeys() {
    CatalogTable bare =
        Entries.view(
            JSON.replace(",\"runAsInvoker\":false,\"path\":[]", "")
                .replace("\"catalog\":\"awsdatacatalog\",", ""),
            "SELECT 1");
    assertEquals(
        "Athena: the view's JSON lacks runAsInvoker or path. Register the view again.",
        problem(Engine.ATHENA, bare));
    assertEquals(
        "Trino: the view's JSON has a schema without a catalog. Register the view again.",
        problem(Engine.TRINO, bare));
    assertEquals(
        "Trino: the view's JSON has an owner, though it runs as its invoker. Register the view"
            + " again.",
        problem(Engine.TRINO, Entries.view(JSON.replace("false", "true"), "SELECT 1")));
  }

  @Test
  void aTextThatIsNoViewIsSaidToBeNone() {
    CatalogTable hive = Entries.saying(view, "presto_view", null);
    assertTrue(problem(Engine.PRESTO, hive).contains("presto_view=true is missing"));
    List<Verdict> problems = Engines.resolve(Engine.PRESTO, Entries.view("{", "x")).problems();
    assertTrue(problems.get(0).reason().startsWith("is not the JSON of a view: "));
  }

  private static String problem(Engine engine, CatalogTable entry) {
    return Engines.resolve(engine, entry).problems().get(0).toString();
  }
}
