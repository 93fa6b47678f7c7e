package io.sluice.jobs.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.layout.LakeException;
import io.sluice.layout.config.ConfigProblem;
import io.sluice.layout.config.InvalidConfigException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ShellTest {

  private static final Clock SIX =
      Clock.fixed(Instant.parse("2026-11-19T06:00:12Z"), ZoneOffset.UTC);

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private FakeLake lake = FakeLake.working();

  private int sluice(String... args) {
    return sluice(Map.of(), args);
  }

  private int sluice(Map<String, String> environment, String... args) {
    Session session =
        new Session(
            lake::open,
            environment,
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            SIX);
    return new Shell(session).run(args);
  }

  private String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private String err() {
    return err.toString(StandardCharsets.UTF_8);
  }

  private JsonNode json() throws IOException {
    return new ObjectMapper().readTree(out());
  }

  @Test
  void handsTheJobsAndTheSelectionOverAndClosesTheLake() {
    sluice("promote", "shop.*", "--full-scan", "--conf", "here");
    assertEquals(List.of("open here", "run [PROMOTE] [shop.*] true", "close"), lake.asked);
  }

  @Test
  void maintainsOnlyWhenAskedTo() {
    sluice("maintain", "shop.*", "--conf", "here");
    assertEquals(List.of("open here", "run [MAINTAIN] [shop.*] false", "close"), lake.asked);
    lake = FakeLake.working();
    sluice("run");
    assertFalse(lake.asked.toString().contains("MAINTAIN"), lake.asked.toString());
  }

  @Test
  void takesTheConfigurationFromTheEnvironment() {
    sluice(Map.of("SLUICE_CONF", "/etc/sluice"), "curate");
    assertEquals(List.of("open /etc/sluice", "run [CURATE] [] false", "close"), lake.asked);
  }

  @Test
  void handsOverWhatIsDoneToTablesAgain() {
    assertEquals(3, sluice("replay"));
    assertEquals(3, sluice("rebuild", "shop.orders", "--dates", "2026-11-18..2026-11-19"));
    assertEquals(0, sluice("rollback", "shop.orders", "--to-run", "41", "--dry-run"));
    assertEquals(
        List.of(
            "open conf",
            "rework {verb=replay, select=[], if_held=fail}",
            "close",
            "open conf",
            "rework {verb=rebuild, select=[shop.orders], dates=[2026-11-18, 2026-11-19], if_held=fail}",
            "close",
            "open conf",
            "plan {verb=rollback, select=[shop.orders], to_run=41, if_held=fail}",
            "close"),
        lake.asked);
  }

  @Test
  void refusesDatesThatAreNone() {
    assertEquals(2, sluice("rebuild", "shop.orders", "--dates", "yesterday"));
    assertTrue(err().startsWith("Cannot use --dates yesterday: \"yesterday\" is no date."), err());
    assertEquals(List.of(), lake.asked);
  }

  @Test
  void endsWithTheCodeOfTheReport() {
    assertEquals(3, sluice("run"));
    assertTrue(out().startsWith("JOB      TABLE"), out());
    assertTrue(out().endsWith("1 done, 1 refused in 45 s (run 20261119T060002Z-3f9a)\n"), out());
    assertEquals("06:00:12 shop.orders staged 12 files\n", err());
  }

  @Test
  void checksTheCatalogAndEndsBadlyWhenAReaderFindsNothing() {
    assertEquals(3, sluice("register", "shop.*", "--check"));
    assertEquals(List.of("open conf", "check [shop.*]", "close"), lake.asked);
    assertEquals(
        """
        processed.shop_orders (shop.orders)
          broken   entry: the catalog has none, storage has the table. No engine finds it. --fix creates it.

        2 entries of the catalog in memory: 1 broken, 1 in order. Repair with sluice register --check --fix.
        """,
        out());
  }

  @Test
  void repairsAndShowsWhatIsLeft() {
    assertEquals(0, sluice("register", "--check", "--fix"));
    assertEquals(
        List.of("open conf", "check []", "repair [shop.orders]", "check []", "close"), lake.asked);
    assertTrue(out().startsWith("Found:\n\nprocessed.shop_orders (shop.orders)\n"), out());
    assertTrue(out().contains("\nRepaired:\n\nJOB       TABLE"), out());
    assertTrue(out().endsWith("\nLeft:\n\n1 entry of the catalog in memory: 1 in order.\n"), out());
  }

  @Test
  void showsTheCallsOfARepairThatIsDry() {
    assertEquals(3, sluice("register", "--check", "--fix", "--dry-run"));
    assertEquals(List.of("open conf", "check []", "close"), lake.asked);
    assertTrue(
        out()
            .endsWith(
                "catalog: create processed.shop_orders in the catalog in memory\n\n"
                    + "2 entries of the catalog in memory: 1 broken, 1 in order. Nothing was"
                    + " written.\n"),
        out());
  }

  @Test
  void saysWhatWasFoundAndRepairedToAMachine() throws IOException {
    assertEquals(0, sluice("register", "--check", "--fix", "--json"));
    JsonNode found = json().get("found").get(0);
    assertEquals("processed.shop_orders", found.get("entry").asText());
    assertEquals("shop.orders", found.get("table").asText());
    assertEquals("broken", found.get("worst").asText());
    JsonNode finding = found.get("findings").get(0);
    assertEquals("missing", finding.get("kind").asText());
    assertEquals("none", finding.get("catalog").asText());
    assertTrue(finding.get("configuration").isNull());
    assertTrue(finding.get("repairable").asBoolean());
    assertEquals("DONE", json().get("repaired").get(0).get("sluice_status").asText());
    assertEquals(0, json().get("counts").get("broken").asInt());
    assertEquals(0, json().get("exit_code").asInt());
    assertTrue(json().get("checks").get(0).get("worst").isNull());
  }

  @Test
  void refusesToFixWhatWasNotChecked() {
    assertEquals(2, sluice("register", "--fix"));
    assertEquals(
        "Cannot use --fix: it repairs what --check finds. Run sluice register --check --fix.\n",
        err());
    assertEquals(List.of(), lake.asked);
  }

  @Test
  void plansInsteadOfRunningWhenItIsDry() {
    assertEquals(5, sluice("run", "--dry-run"));
    assertTrue(lake.asked.get(1).startsWith("plan "), lake.asked.toString());
    assertTrue(out().endsWith("1 nothing to do, 1 held. Nothing was written.\n"), out());
  }

  @Test
  void printsOneJsonDocumentAndNothingElse() throws IOException {
    sluice("run", "--json", "shop.orders");
    assertEquals("shop.orders", json().at("/args/select/0").asText());
    assertEquals("promote.shop.orders", json().at("/results/0/unique_id").asText());
  }

  @Test
  void answersAQueryWithJsonNumbersWhereJsonHasThem() throws IOException {
    assertEquals(0, sluice("query", "--json", "--max-rows", "5", "SELECT 12"));
    assertEquals("query 5 SELECT 12", lake.asked.get(1));
    assertEquals("[[12,\"NaN\"]]", json().get("rows").toString());
  }

  @Test
  void printsTheStatementsOfAnEngineAndRegistersNothing() throws IOException {
    assertEquals(0, sluice("register", "shop.orders", "--ddl", "bigquery"));
    assertEquals("CREATE EXTERNAL TABLE;\n", out());
    assertEquals(List.of("open conf", "ddl BigQuery [shop.orders]", "close"), lake.asked);
    out.reset();
    sluice("register", "--ddl", "redshift", "--json");
    assertEquals("CREATE EXTERNAL TABLE;\n", json().get("ddl").textValue());
  }

  @Test
  void refusesDdlForWhoReadsTheCatalog() {
    assertEquals(2, sluice("register", "--ddl", "trino"));
    assertEquals(
        "Cannot print DDL for \"trino\": only bigquery and redshift need some, the others read the"
            + " catalog. Write --ddl bigquery or --ddl redshift.\n",
        err());
  }

  @Test
  void explainsAFileAndCountsItsRowsOnlyWhenAsked() throws IOException {
    assertEquals(0, sluice("explain", "a.json"));
    assertEquals("explain a.json false", lake.asked.get(1));
    assertTrue(out().startsWith("overwritten: Run 7 took it.\n"), out());
    out.reset();
    assertEquals(0, sluice("explain", "--rows", "--json", "a.json"));
    assertEquals("explain a.json true", lake.asked.get(4));
    assertEquals("OVERWRITTEN", json().get("fate").asText());
    assertEquals(7, json().get("run").asInt());
    assertEquals("2026-11-19T00:00:00Z", json().at("/taken/modified_at").asText());
    assertEquals(1204, json().at("/rows/in_table").asInt());
    assertEquals(12, json().at("/rows/reasons/amount is not a decimal(12,2)").asInt());
    assertTrue(json().at("/rows/merged_or_replaced").isNull(), out());
  }

  @Test
  void showsSchemasToAPersonAndToAMachine() throws IOException {
    assertEquals(0, sluice("schema", "shop.*"));
    assertEquals("schema [shop.*]", lake.asked.get(1));
    assertTrue(out().startsWith("shop.orders (processed, delta, published by run 7)\n"), out());
    out.reset();
    assertEquals(0, sluice("schema", "--json"));
    assertEquals(
        "{\"name\":\"amount\",\"type\":\"decimal(12,2)\",\"from\":\"DECLARED\",\"since\":1,"
            + "\"in_table\":true,\"comment\":\"BRL\"}",
        json().at("/tables/0/columns/0").toString());
    assertTrue(json().at("/tables/0/columns/1/since").isNull(), out());
    assertEquals(1, json().at("/tables/0/drift").size());
  }

  @Test
  void saysThatAConfigurationIsGood() {
    assertEquals(0, sluice("validate"));
    assertEquals("No problem found: 0 tables, 0 marts.\n", out());
  }

  @Test
  void listsEveryProblemOfAConfigurationAndTheirNumber() throws IOException {
    lake =
        FakeLake.failing(
            new InvalidConfigException(
                List.of(
                    new ConfigProblem("conf/lake.conf:3", "lake.raw", "is missing. Set it."),
                    new ConfigProblem("conf/a.sql", "", "has no SELECT. Write one."))));
    assertEquals(2, sluice("validate", "--json"));
    assertEquals(
        """
        conf/lake.conf:3: lake.raw: is missing. Set it.
        conf/a.sql: has no SELECT. Write one.
        2 problems found.
        """,
        err());
    assertEquals("lake.raw", json().at("/problems/0/key").asText());
    assertEquals(2, json().at("/error/exit_code").asInt());
  }

  @Test
  void saysWhatAUserCanActOnWithoutAStackTrace() {
    lake =
        FakeLake.failing(
            new LakeException(
                LakeException.Kind.STORAGE, "Cannot list s3a://raw: 503. Try again."));
    assertEquals(4, sluice("status"));
    assertEquals("Cannot list s3a://raw: 503. Try again.\n", err());
    assertEquals("", out());
  }

  @Test
  void showsTheStackTraceOfAnErrorToWhoAsks() {
    lake = FakeLake.failing(new LakeException(LakeException.Kind.HELD, "Cannot run: held."));
    assertEquals(5, sluice("run", "--debug"));
    assertTrue(err().contains("\tat io.sluice.jobs.cli.ShellTest"), err());
  }

  @Test
  void asksForAReportOfAnErrorOfItsOwn() {
    lake = FakeLake.failing(new IllegalStateException("no such bin"));
    assertEquals(1, sluice("run"));
    assertTrue(
        err()
            .startsWith(
                "Cannot run: internal error, java.lang.IllegalStateException: no such bin. Please"
                    + " report it with the lines below.\n"),
        err());
    assertTrue(err().contains("\tat io.sluice.jobs.cli.ShellTest"), err());
  }

  @Test
  void suggestsAVerbForAMistypedOne() {
    assertEquals(2, sluice("promot"));
    assertEquals(
        "Cannot run sluice: there is no verb promot. Did you mean promote?\nRun sluice --help.\n",
        err());
  }

  @Test
  void refusesAnUnknownOption() {
    assertEquals(2, sluice("run", "--dry"));
    assertTrue(err().contains("Unknown option: '--dry'"), err());
    assertEquals(List.of(), lake.asked);
  }

  @Test
  void aTableThatIsHeldIsFailedWaitedForOrSkipped() {
    sluice("replay", "--if-held", "wait");
    assertTrue(lake.asked.toString().contains("if_held=wait"), lake.asked.toString());
    assertEquals(2, sluice("maintain", "--if-held", "never"));
    assertTrue(
        err()
            .contains(
                "Invalid value for option '--if-held': \"never\" is not fail, skip or" + " wait"),
        err());
  }

  @Test
  void helpsWithExamplesAndExitCodes() {
    assertEquals(0, sluice("--help"));
    assertTrue(out().contains("  5   another run holds the table"), out());
    assertEquals(0, sluice("run", "--help"));
    assertTrue(out().contains("Example: sluice run +sales.daily_revenue"), out());
    assertFalse(out().contains("${"), out());
    assertEquals(2, sluice());
  }
}
