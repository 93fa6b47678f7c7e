package io.sluice.catalog.engines;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.catalog.CatalogColumn;
import io.sluice.catalog.CatalogPartition;
import io.sluice.catalog.CatalogRules;
import io.sluice.catalog.CatalogTable;
import io.sluice.catalog.engines.Resolution.Kind;
import io.sluice.layout.Column;
import io.sluice.layout.TableFormat;
import io.sluice.layout.readers.Engine;
import io.sluice.layout.readers.Verdict;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EnginesTest {

  private static final String PARQUET = "org.apache.hadoop.hive.ql.io.parquet.";
  private static final Set<Engine> OF_A_METASTORE =
      EnumSet.of(Engine.ATHENA, Engine.PRESTO, Engine.TRINO, Engine.SPARK);

  private final CatalogTable delta = Entries.ours(TableFormat.DELTA);
  private final CatalogTable parquet = Entries.ours(TableFormat.PARQUET);

  @Test
  void ourDeltaEntryIsADeltaTableToEveryReaderOfTheCatalog() {
    for (Engine engine : OF_A_METASTORE) {
      Resolution seen = Engines.resolve(engine, delta);
      assertEquals(Kind.DELTA, seen.kind(), engine.word());
      assertEquals("s3://acme-processed/shop/orders", seen.location().orElseThrow());
      assertEquals(List.of(), seen.verdicts());
      assertTrue(seen.isGood());
    }
  }

  @Test
  void ourDeltaEntryOfAHiveMetastoreIsOneToo() {
    CatalogTable hive = Entries.ours(Entries.published(TableFormat.DELTA), CatalogRules.HIVE);
    for (Engine engine : OF_A_METASTORE) {
      assertEquals(Kind.DELTA, Engines.resolve(engine, hive).kind());
      assertEquals(List.of(), Engines.resolve(engine, hive).problems());
    }
  }

  @Test
  void ourParquetEntryIsParquetToEveryReaderOfTheCatalog() {
    OF_A_METASTORE.stream()
        .map(engine -> Engines.resolve(engine, parquet))
        .forEach(
            seen -> {
              assertEquals(Kind.PARQUET, seen.kind());
              assertEquals("s3://acme-processed/shop/orders/", seen.location().orElseThrow());
              assertEquals(List.of(), seen.verdicts());
            });
    assertTrue(Engines.resolve(Engine.REDSHIFT, parquet).isGood());
  }

  @Test
  void columnsAreToldInTheWordsOfTheEngine() {
    assertEquals(
        List.of(
            "order_id bigint",
            "at timestamp(3)",
            "items array(row(sku varchar, price decimal(12,2)))"),
        columns(Engine.TRINO, parquet));
    assertEquals("at timestamp(3) with time zone", columns(Engine.TRINO, delta).get(1));
    assertEquals("at timestamp", columns(Engine.PRESTO, parquet).get(1));
    assertEquals(
        "items array<struct<sku:varchar,price:decimal(12,2)>>",
        columns(Engine.REDSHIFT, parquet).get(2));
    assertEquals(
        "items array<struct<sku:string,price:decimal(12,2)>>",
        columns(Engine.SPARK, parquet).get(2));
  }

  @Test
  void withoutTheProviderATableIsSequenceFilesToTrinoAndSpark() {
    CatalogTable entry = Entries.saying(delta, "spark.sql.sources.provider", null);
    assertEquals(
        "Trino: the Delta table is read as sequence files, which fails:"
            + " spark.sql.sources.provider=delta is missing. Register the table again.",
        problem(Engine.TRINO, entry));
    assertEquals(Kind.SEQUENCE_FILES, Engines.resolve(Engine.TRINO, entry).kind());
    assertEquals(Kind.SEQUENCE_FILES, Engines.resolve(Engine.SPARK, entry).kind());
    assertEquals(Kind.DELTA, Engines.resolve(Engine.ATHENA, entry).kind());
    assertEquals(Kind.DELTA, Engines.resolve(Engine.PRESTO, entry).kind());
  }

  @Test
  void deltaWithTheFormatsOfParquetGivesDeletedRowsBack() {
    CatalogTable entry =
        Entries.with(
            Entries.saying(delta, "spark.sql.sources.provider", null),
            storage ->
                Entries.withFormats(
                    storage,
                    PARQUET + "MapredParquetInputFormat",
                    PARQUET + "serde.ParquetHiveSerDe"));
    String wrong =
        ": the Delta table is read as plain Parquet files, so that rows come back which were"
            + " deleted or replaced: ";
    assertEquals(
        "Trino" + wrong + "spark.sql.sources.provider=delta is missing. Register the table again.",
        problem(Engine.TRINO, entry));
    assertEquals(
        "Redshift" + wrong + "the entry has the formats of Parquet. Register the table again.",
        problem(Engine.REDSHIFT, entry));
  }

  @Test
  void withoutThePathTrinoAndSparkFindNothingAndPrestoTakesTheLocation() {
    CatalogTable entry = Entries.with(delta, Entries::withoutPath);
    assertEquals(
        "Trino: the serde parameter path is missing, and it takes the location of a Delta table"
            + " from nowhere else. Register the table again.",
        problem(Engine.TRINO, entry));
    assertEquals(Kind.UNREADABLE, Engines.resolve(Engine.SPARK, entry).kind());
    assertEquals(
        "s3://acme-processed/shop/orders",
        Engines.resolve(Engine.PRESTO, entry).location().orElseThrow());
  }

  @Test
  void anIncompleteSchemaInTheParametersStopsSpark() {
    CatalogTable entry = Entries.saying(delta, "spark.sql.sources.schema.part.0", null);
    assertEquals(
        "Spark: the parameter spark.sql.sources.schema.part.0 is missing, though others of the"
            + " schema are there: insufficient table property. Register the table again.",
        problem(Engine.SPARK, entry));
    CatalogTable counted = Entries.saying(parquet, "spark.sql.sources.schema.numPartCols", "1");
    assertTrue(problem(Engine.SPARK, counted).contains("spark.sql.sources.schema.numParts is"));
    assertTrue(Engines.resolve(Engine.TRINO, entry).isGood());
  }

  @Test
  void prestoSkipsFilesByDatesAsPartitionColumns() {
    assertEquals(
        "Presto: partition column date is a date, by which it skips files that hold matching rows."
            + " Make it a string such as 2026-11-19.",
        problem(Engine.PRESTO, Entries.keyed(delta, "date")));
    Resolution trino = Engines.resolve(Engine.TRINO, Entries.keyed(parquet, "date"));
    assertTrue(trino.isGood());
    assertEquals(
        List.of(
            "Trino: partition column date is a date, so that every query lists all partitions."
                + " Make it a string such as 2026-11-19."),
        trino.verdicts().stream().map(Verdict::toString).toList());
  }

  @Test
  void prestoReadsTheFirstVersionOfDeltaOnly() {
    assertEquals(
        "Presto: delta.minReaderVersion is 3, and it reads 1 only. Drop the features that need it"
            + " (ALTER TABLE … DROP FEATURE).",
        problem(Engine.PRESTO, Entries.saying(delta, "delta.minReaderVersion", "3")));
  }

  @Test
  void aTypeThatAnEngineDoesNotKnowNamesTheColumn() {
    CatalogTable odd = typed("struct<a b:int>");
    assertEquals(
        "Athena: column odd has a struct with the field \"a b\", a name that cannot be quoted. Give"
            + " it another type.",
        problem(Engine.ATHENA, odd));
    assertEquals(
        "Spark: column odd has a struct without fields. Give it another type.",
        problem(Engine.SPARK, typed("struct<>")));
    assertEquals(
        "Presto: column odd has a type timestamp_ntz, which it does not know. Give it another"
            + " type.",
        problem(Engine.PRESTO, typed("timestamp_ntz")));
    assertEquals(
        "Trino: column odd has a type that cannot be read: '>' is expected at character 10 of"
            + " array<int. Give it another type.",
        problem(Engine.TRINO, typed("array<int")));
    assertEquals(
        "Redshift: column odd has a type tinyint, which its external tables lack. Give it another"
            + " type.",
        problem(Engine.REDSHIFT, typed("tinyint")));
  }

  @Test
  void jsonIsReadByTheSerdeThatTheEngineHas() {
    List<CatalogColumn> columns = List.of(new CatalogColumn("a", "bigint", ""));
    CatalogTable openx = Entries.raw(Entry.OPENX, columns, Map.of());
    CatalogTable hcatalog =
        Entries.raw("org.apache.hive.hcatalog.data.JsonSerDe", columns, Map.of());
    assertEquals(
        "Presto: the serde is org.openx.data.jsonserde.JsonSerDe, which it does not have. Use"
            + " org.apache.hive.hcatalog.data.JsonSerDe.",
        problem(Engine.PRESTO, openx));
    assertEquals(Kind.JSON, Engines.resolve(Engine.PRESTO, hcatalog).kind());
    assertTrue(problem(Engine.REDSHIFT, hcatalog).contains("Use org.openx."));
    assertEquals(Kind.JSON, Engines.resolve(Engine.REDSHIFT, openx).kind());
    for (CatalogTable json : List.of(openx, hcatalog)) {
      assertTrue(Engines.resolve(Engine.ATHENA, json).isGood());
      assertTrue(Engines.resolve(Engine.TRINO, json).isGood());
    }
  }

  @Test
  void csvIsTextWhateverItsColumnsAreDeclaredAs() {
    CatalogTable csv =
        Entries.raw(
            "org.apache.hadoop.hive.serde2.OpenCSVSerde",
            List.of(new CatalogColumn("a", "string", ""), new CatalogColumn("b", "date", "")),
            Map.of());
    assertEquals(
        "Athena: column b is date in CSV: an empty field fails, and a date must be a number of days."
            + " Declare string, and cast in a view.",
        problem(Engine.ATHENA, csv));
    assertTrue(Engines.resolve(Engine.TRINO, csv).isGood());
  }

  @Test
  void partitionsOfTextMustHaveTheColumnsOfTheTableInTheirPlace() {
    List<CatalogColumn> columns =
        List.of(new CatalogColumn("a", "string", ""), new CatalogColumn("b", "string", ""));
    CatalogTable csv = Entries.raw("org.apache.hadoop.hive.serde2.OpenCSVSerde", columns, Map.of());
    CatalogPartition swapped =
        new CatalogPartition(
            List.of("2026-11-19"),
            csv.storage().withColumns(List.of(columns.get(1), columns.get(0))),
            Map.of());
    List<Verdict> problems = Engines.resolve(Engine.ATHENA, csv, List.of(swapped)).problems();
    assertEquals(
        List.of(
            "Athena: partition 2026-11-19 has b string as its column 1, the table a string; columns"
                + " of text are matched by their place. Register the table again; its partitions"
                + " then get its columns."),
        problems.stream().map(Verdict::toString).toList());
    CatalogPartition grown =
        new CatalogPartition(
            List.of("2026-11-19"),
            parquet.storage().withColumns(List.of(new CatalogColumn("order_id", "int", ""))),
            Map.of());
    assertTrue(Engines.resolve(Engine.ATHENA, parquet, List.of(grown)).isGood());
    CatalogPartition other =
        new CatalogPartition(
            List.of("2026-11-19"),
            parquet.storage().withColumns(List.of(new CatalogColumn("order_id", "string", ""))),
            Map.of());
    assertTrue(
        Engines.resolve(Engine.TRINO, parquet, List.of(other))
            .problems()
            .get(0)
            .reason()
            .contains("has column order_id as string, the table as bigint"));
  }

  @Test
  void projectionIsLookedAtByThoseWhoUseIt() {
    CatalogTable projected =
        Entries.raw(
            Entry.OPENX,
            List.of(new CatalogColumn("a", "bigint", "")),
            Map.of(
                "projection.enabled", "true",
                "projection.extracted_at.type", "date",
                "projection.extracted_at.format", "yyyy-MM-dd",
                "projection.extracted_at.range", "NOW-3YEARS,NOW",
                "projection.extracted_at.interval.unit", "WEEKS",
                "storage.location.template", "s3://acme-raw/shop/orders/"));
    assertEquals(
        List.of(
            "Trino: the parameter projection.extracted_at.interval.unit is WEEKS, which is none of"
                + " DAYS, HOURS, MINUTES, SECONDS. Count in DAYS.",
            "Trino: the parameter projection.extracted_at.range has NOW-3YEARS, which counts in a"
                + " unit longer than days. Count in days: NOW-1095DAYS.",
            "Trino: the parameter storage.location.template is s3://acme-raw/shop/orders/ and does"
                + " not name ${extracted_at}. Name every partition column in it."),
        Engines.resolve(Engine.TRINO, projected).problems().stream()
            .map(Verdict::toString)
            .toList());
    assertEquals(1, Engines.resolve(Engine.ATHENA, projected).problems().size());
    assertTrue(
        Engines.resolve(Engine.SPARK, Entries.saying(projected, "x", "y")).kind() == Kind.JSON);
  }

  @Test
  void bigQueryReadsGoogleStorageOnly() {
    assertEquals(
        "BigQuery: the location is s3://acme-processed/shop/orders, and it reads gs:// only. Take"
            + " bigquery out of the readers.",
        problem(Engine.BIGQUERY, delta));
    CatalogTable google =
        Entries.ours(
            Entries.published("gs://acme", TableFormat.DELTA, Entries.COLUMNS), CatalogRules.HIVE);
    Resolution seen = Engines.resolve(Engine.BIGQUERY, google);
    assertEquals(Kind.DELTA, seen.kind());
    assertEquals(
        new CatalogColumn("items", "ARRAY<STRUCT<sku STRING, price NUMERIC(12, 2)>>", ""),
        seen.columns().get(2));
  }

  @Test
  void redshiftReadsDeltaByAManifestOnly() {
    assertEquals(Kind.UNREADABLE, Engines.resolve(Engine.REDSHIFT, delta).kind());
    CatalogTable manifest =
        Entries.table(
            "org.apache.hadoop.hive.ql.io.SymlinkTextInputFormat",
            PARQUET + "serde.ParquetHiveSerDe",
            "s3://acme/shop/orders/_symlink_format_manifest/",
            List.of(new CatalogColumn("a", "bigint", "")),
            Map.of());
    Resolution seen = Engines.resolve(Engine.REDSHIFT, manifest);
    assertEquals(Kind.MANIFEST, seen.kind());
    assertTrue(seen.isGood());
  }

  @Test
  void locationsOfHadoopAreUnknownToAthena() {
    CatalogTable entry =
        Entries.with(delta, storage -> storage.at("s3a://acme-processed/shop/orders"));
    assertEquals(
        "Athena: the location is s3a://acme-processed/shop/orders, of which it knows s3:// only."
            + " Register the table again; its location is then written as s3://.",
        problem(Engine.ATHENA, entry));
  }

  private static CatalogTable typed(String type) {
    return Entries.with(
        Entries.ours(
            Entries.published("s3a://acme", TableFormat.PARQUET, List.of(Column.of("odd", "int"))),
            CatalogRules.GLUE),
        storage -> storage.withColumns(List.of(new CatalogColumn("odd", type, ""))));
  }

  private static List<String> columns(Engine engine, CatalogTable entry) {
    return Engines.resolve(engine, entry).columns().stream().map(CatalogColumn::toString).toList();
  }

  private static String problem(Engine engine, CatalogTable entry) {
    return Engines.resolve(engine, entry).problems().get(0).toString();
  }
}
