package io.sluice.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.sluice.catalog.PublishedRaw.RawColumn;
import io.sluice.catalog.memory.InMemoryCatalog;
import io.sluice.layout.ColumnType;
import io.sluice.layout.Location;
import io.sluice.layout.config.RawFormat;
import io.sluice.layout.intake.FolderKey;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RawSpecTest {

  private static final Location RAW = Location.of("s3a://acme-raw");
  private static final Location ORDERS = RAW.child("shop/orders");
  private static final List<RawColumn> COLUMNS =
      List.of(
          new RawColumn("orderId", "orderid", ColumnType.parse("string")),
          new RawColumn("e-mail", "e_mail", ColumnType.parse("string")),
          new RawColumn("items", "items", ColumnType.parse("array<struct<sku:string>>")));

  private final TableSpecs specs = new TableSpecs(CatalogRules.GLUE);

  @Test
  void quotedCsvIsTextForEveryReaderAndSparkReadsItByItself() {
    CatalogTable table = specs.entry(days(RawFormat.Csv.STANDARD, false));
    assertEquals("s3://acme-raw/shop/orders/", table.location().orElseThrow());
    assertEquals(
        List.of("orderid string", "e_mail string", "items string"), strings(table.columns()));
    assertEquals(List.of("extracted_at string"), strings(table.partitionColumns()));
    assertEquals("org.apache.hadoop.mapred.TextInputFormat", table.storage().inputFormat());
    assertEquals("org.apache.hadoop.hive.serde2.OpenCSVSerde", table.storage().serde());
    Map<String, String> serde = table.storage().serdeParameters();
    assertEquals(",", serde.get("separatorChar"));
    assertEquals("\"", serde.get("quoteChar"));
    assertEquals("\\", serde.get("escapeChar"));
    assertEquals("true", serde.get("header"));
    assertEquals("s3://acme-raw/shop/orders", serde.get("path"));
    assertEquals("1", table.parameters().get("skip.header.line.count"));
    assertEquals("csv", table.parameters().get("classification"));
    assertEquals("csv", table.parameters().get("spark.sql.sources.provider"));
    assertEquals("catalog", table.parameters().get("spark.sql.partitionProvider"));
    assertEquals("extracted_at", table.parameters().get("spark.sql.sources.schema.partCol.0"));
    assertEquals("raw", table.parameters().get("sluice.layer"));
  }

  @Test
  void csvWithoutQuotesAndHeaderIsPlainText() {
    RawFormat.Csv dump =
        RawFormat.Csv.STANDARD
            .with('\t', RawFormat.Csv.NONE, '"')
            .withColumns(List.of("a"))
            .without(RawFormat.Csv.NONE, 2);
    CatalogTable table = specs.entry(days(dump, false));
    assertEquals("org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe", table.storage().serde());
    assertEquals(
        Map.of("field.delim", "\t", "serialization.format", "\t"),
        table.storage().serdeParameters());
    assertEquals("2", table.parameters().get("skip.header.line.count"));
    assertNull(table.parameters().get("spark.sql.sources.provider"));
  }

  @Test
  void jsonIsTextWhateverIsNestedInIt() {
    CatalogTable table = specs.entry(days(new RawFormat.Json(), false));
    assertEquals("org.openx.data.jsonserde.JsonSerDe", table.storage().serde());
    assertEquals(
        List.of("orderid string", "e_mail string", "items string"), strings(table.columns()));
    assertEquals("e-mail", table.storage().serdeParameters().get("mapping.e_mail"));
    assertFalse(table.storage().serdeParameters().containsKey("mapping.orderid"));
    String schema = table.parameters().get("spark.sql.sources.schema.part.0");
    assertEquals(
        List.of("orderId", "e-mail", "items", "extracted_at"),
        Stream.of(schema.split("\"name\":\"")).skip(1).map(it -> it.split("\"")[0]).toList());
  }

  @Test
  void jsonForPrestoIsNestedAsItIsAndHasOnlyLegalNames() {
    CatalogTable table = specs.entry(days(new RawFormat.Json(), true));
    assertEquals("org.apache.hive.hcatalog.data.JsonSerDe", table.storage().serde());
    assertEquals(
        List.of("orderid string", "items array<struct<sku:string>>"), strings(table.columns()));
  }

  @Test
  void parquetHasTheTypesItIsStoredIn() {
    CatalogTable table = specs.entry(days(new RawFormat.Parquet(), true));
    assertEquals(
        "org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe", table.storage().serde());
    assertEquals("items array<struct<sku:string>>", table.columns().get(2).toString());
    assertEquals("parquet", table.parameters().get("classification"));
  }

  @Test
  void daysAreProjectedFromTheMonthOfTheDayBeforeTheFirst() {
    assertEquals(
        Map.of(
            "projection.enabled", "true",
            "projection.extracted_at.type", "date",
            "projection.extracted_at.format", "yyyy-MM-dd",
            "projection.extracted_at.range", "2026-10-01,NOW+1DAYS",
            "projection.extracted_at.interval", "1",
            "projection.extracted_at.interval.unit", "DAYS",
            "storage.location.template", "s3://acme-raw/shop/orders/extracted_at=${extracted_at}/"),
        projection("extracted_at={extraction}/**", "2026-11-01", "2026-11-03"));
  }

  @Test
  void hoursAndFoldersOfSeveralLevelsAreProjectedToo() {
    Map<String, String> hours = projection("extracted_at={extraction}/**", "2026-11-19T06");
    assertEquals("yyyy-MM-dd'T'HH", hours.get("projection.extracted_at.format"));
    assertEquals("2026-11-01T00,NOW+1DAYS", hours.get("projection.extracted_at.range"));
    assertEquals("HOURS", hours.get("projection.extracted_at.interval.unit"));
    Map<String, String> levels = projection("in/{yyyy}/{MM}/{dd}/**", "2026/11/19");
    assertEquals("2026/11/01,NOW+1DAYS", levels.get("projection.extracted_at.range"));
    assertEquals(
        "s3://acme-raw/shop/orders/in/${extracted_at}/", levels.get("storage.location.template"));
  }

  @Test
  void whatIsNoDayOrHourIsRegisteredOnly() {
    String any = "extracted_at={extraction}/**";
    assertEquals(Map.of(), projection(any, "2026-11-19", "2026-11-20T06:30"));
    assertEquals(Map.of(), projection(any, "2026-02-31"));
    assertEquals(Map.of(), projection(any));
    assertEquals(Map.of(), projection("{date}T{HH}{mm}/**", "2026-11-19T0630"));
    assertEquals(Map.of(), projection("year={yyyy}/month={MM}/day={dd}/**", "2026-11-19"));
    assertEquals(Map.of(), projection("{yyyy}/{MM}/**", "2026/11"));
  }

  @Test
  void whereADayWithoutExtractionIsAMissingFolderNothingIsProjected() {
    FolderKey days = FolderKey.of("extracted_at={extraction}/**").orElseThrow();
    List<PublishedPartition> one =
        List.of(new PublishedPartition("2026-11-19", RAW.child("extracted_at=2026-11-19")));
    for (String root : List.of("file:///lake/raw/orders", "hdfs://nn/raw/orders")) {
      assertEquals(Map.of(), RawProjection.parameters(days, "extracted_at", root, one));
    }
    assertEquals(7, RawProjection.parameters(days, "extracted_at", "gs://raw/orders", one).size());
  }

  @Test
  void aPartitionColumnGivesWayToAColumnOfTheFiles() {
    PublishedRaw raw =
        raw(
            new RawFormat.Json(),
            false,
            List.of(new RawColumn("extracted_at", "extracted_at", ColumnType.parse("string"))),
            "extracted_at={extraction}/**",
            "2026-11-19");
    CatalogTable table = specs.entry(raw);
    assertEquals(List.of("raw_extracted_at string"), strings(table.partitionColumns()));
    assertEquals(
        "s3://acme-raw/shop/orders/extracted_at=${raw_extracted_at}/",
        table.parameters().get("storage.location.template"));
  }

  @Test
  void oneMoreExtractionIsOnePartitionMoreAndNothingElse() {
    CatalogSync sync = new CatalogSync(new InMemoryCatalog(CatalogRules.GLUE));
    sync.sync(days(new RawFormat.Json(), true));
    PublishedRaw before = days(new RawFormat.Json(), true);
    PublishedRaw now =
        raw(
            before.format(),
            true,
            COLUMNS,
            "extracted_at={extraction}/**",
            "2026-11-19",
            "2026-11-20");
    SyncPlan plan = sync.plan(since(before, now));
    assertEquals(
        "change partitions of raw.shop_orders in the catalog in memory\n  add 1 partition",
        plan.toString());
    assertEquals(Map.of(CatalogCall.READ_TABLE, 1, CatalogCall.READ_PARTITIONS, 1), plan.reads());
    sync.apply(plan);
    assertEquals(0, sync.sync(now).writeCalls());
    CatalogTable quoted = sync.plan(days(RawFormat.Csv.STANDARD, true)).target();
    assertFalse(quoted.storage().serdeParameters().containsKey("ignore.malformed.json"));
  }

  private static PublishedRaw since(PublishedRaw before, PublishedRaw now) {
    return new PublishedRaw(
        now.database(),
        now.databaseLocation(),
        now.name(),
        now.format(),
        now.forPresto(),
        now.location(),
        now.columns(),
        now.key(),
        PublishedPartitions.since(before.partitions().all(), now.partitions().all()),
        now.description(),
        now.declared());
  }

  private Map<String, String> projection(String template, String... values) {
    Map<String, String> parameters =
        new TreeMap<>(
            specs.entry(raw(new RawFormat.Json(), false, COLUMNS, template, values)).parameters());
    parameters
        .keySet()
        .removeIf(key -> !key.startsWith("projection.") && !key.startsWith("storage."));
    return parameters;
  }

  private static PublishedRaw days(RawFormat format, boolean forPresto) {
    return raw(format, forPresto, COLUMNS, "extracted_at={extraction}/**", "2026-11-19");
  }

  private static PublishedRaw raw(
      RawFormat format,
      boolean forPresto,
      List<RawColumn> columns,
      String template,
      String... values) {
    Optional<FolderKey> key = FolderKey.of(template);
    return new PublishedRaw(
        "raw",
        RAW,
        "shop_orders",
        format,
        forPresto,
        ORDERS,
        columns,
        key,
        PublishedPartitions.all(
            Stream.of(values)
                .map(
                    value ->
                        new PublishedPartition(
                            value,
                            ORDERS.child(key.orElseThrow().before() + value + key.get().after())))
                .toList()),
        "The raw files of shop.orders",
        Map.of());
  }

  private static List<String> strings(List<CatalogColumn> columns) {
    return columns.stream().map(CatalogColumn::toString).toList();
  }
}
