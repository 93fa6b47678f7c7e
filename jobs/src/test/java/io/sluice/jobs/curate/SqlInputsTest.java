package io.sluice.jobs.curate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SqlInputsTest {

  @Test
  void findsTablesInJoinsAndSubqueries() {
    assertEquals(
        Set.of("processed.a_a", "processed.b_b", "processed.c_c", "processed.d_d", "curated.e_e"),
        tables(
            """
            SELECT a.id, (SELECT max(x) FROM processed.c_c) AS m
            FROM processed.a_a a JOIN (SELECT * FROM Processed.B_B) b ON a.id = b.id
            WHERE EXISTS (SELECT 1 FROM processed.d_d d WHERE d.id = a.id)
              AND a.id IN (SELECT id FROM curated.e_e)"""));
  }

  @Test
  void findsTablesInUnionsLateralsAndTimeTravel() {
    assertEquals(
        Set.of("processed.a_a", "processed.b_b", "processed.c_c"),
        tables(
            "SELECT id FROM processed.a_a VERSION AS OF 3 UNION ALL SELECT l.id FROM processed.b_b b,"
                + " LATERAL (SELECT id FROM processed.c_c c WHERE c.id = b.id) l"));
  }

  @Test
  void leavesOutTheNamesThatAWithDefines() {
    assertEquals(
        Set.of("processed.a_a", "processed.b_b"),
        tables(
            """
            WITH first AS (SELECT * FROM processed.a_a),
                 second AS (SELECT * FROM First WHERE id IN (SELECT id FROM processed.b_b))
            SELECT * FROM second JOIN (SELECT * FROM first) USING (id)"""));
  }

  @Test
  void aWithHidesOnlyNamesWithoutALayer() {
    assertEquals(
        Set.of("processed.shop_orders"),
        tables(
            "WITH shop_orders AS (SELECT * FROM processed.shop_orders) SELECT * FROM shop_orders"));
  }

  @Test
  void aWithOfASubqueryIsUnknownOutsideIt() {
    assertEquals(
        List.of(
            "marts/m.sql:6: inner_one has no layer, and no WITH of this query names it."
                + " Write processed.<source>_<table> or curated.<mart>_<name>."),
        problems(
            "SELECT * FROM (WITH inner_one AS (SELECT 1 AS id) SELECT * FROM inner_one)\n"
                + "JOIN inner_one USING (id)"));
  }

  @Test
  void aQueryWithoutTablesHasNoInputs() {
    assertEquals(Set.of(), tables("SELECT * FROM VALUES (1), (2) AS t(id)"));
  }

  @Test
  void refusesNamesOutsideTheTwoLayers() {
    assertEquals(
        List.of(
            "marts/m.sql:6: a mart cannot read raw.shop_orders."
                + " Write processed.<source>_<table> or curated.<mart>_<name>.",
            "marts/m.sql:7: a mart cannot read spark_catalog.processed.shop_orders."
                + " Write processed.<source>_<table> or curated.<mart>_<name>."),
        problems(
            "SELECT *\nFROM raw.shop_orders\nJOIN spark_catalog.processed.shop_orders USING (id)"));
  }

  @Test
  void namesTheLineOfASyntaxError() {
    assertEquals(
        List.of("marts/m.sql:7: Syntax error at or near ')'. Correct the SQL."),
        problems("SELECT *\nFROM processed.shop_orders\nWHERE id = )"));
  }

  @Test
  void refusesATableNameThatIsComputed() {
    assertTrue(
        problems("SELECT * FROM IDENTIFIER('processed.' || 'shop_orders')")
            .get(0)
            .startsWith("marts/m.sql:5: IDENTIFIER hides which table is read."));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "DROP TABLE processed.shop_orders",
        "INSERT INTO curated.sales_daily SELECT * FROM processed.shop_orders",
        "WITH a AS (SELECT 1) INSERT INTO curated.sales_daily SELECT * FROM a",
        "CREATE TABLE x AS SELECT 1",
        "DELETE FROM processed.shop_orders",
        "SHOW TABLES"
      })
  void refusesWhatIsNoQuery(String sql) {
    assertEquals(
        List.of("marts/m.sql:5: a mart is a query. Write one SELECT, and nothing else."),
        problems(sql));
  }

  private static Set<String> tables(String sql) {
    SqlInputs inputs = SqlInputs.of(Lakes.mart("sales.m", "marts/m.sql", 5, sql));
    assertEquals(List.of(), inputs.problems());
    return inputs.lines().keySet();
  }

  private static List<String> problems(String sql) {
    return SqlInputs.of(Lakes.mart("sales.m", "marts/m.sql", 5, sql)).problems().stream()
        .map(Object::toString)
        .toList();
  }
}
