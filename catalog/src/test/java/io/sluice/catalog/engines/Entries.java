package io.sluice.catalog.engines;

import io.sluice.catalog.CatalogColumn;
import io.sluice.catalog.CatalogRules;
import io.sluice.catalog.CatalogStorage;
import io.sluice.catalog.CatalogSync;
import io.sluice.catalog.CatalogTable;
import io.sluice.catalog.CatalogView;
import io.sluice.catalog.PublishedPartitions;
import io.sluice.catalog.PublishedTable;
import io.sluice.catalog.memory.InMemoryCatalog;
import io.sluice.layout.Column;
import io.sluice.layout.Location;
import io.sluice.layout.TableFormat;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** Entries as we write them, and what others make of them. */
final class Entries {

  static final List<Column> COLUMNS =
      List.of(
          Column.of("order_id", "bigint"),
          Column.of("at", "timestamp"),
          Column.of("items", "array<struct<sku:string,price:decimal(12,2)>>"));

  private Entries() {}

  static PublishedTable published(TableFormat format) {
    return published("s3a://acme-processed", format, COLUMNS);
  }

  static PublishedTable published(String root, TableFormat format, List<Column> columns) {
    Location lake = Location.of(root);
    return new PublishedTable(
        "processed",
        lake,
        "shop_orders",
        format,
        lake.child("shop/orders"),
        columns,
        Optional.of("date"),
        PublishedPartitions.NONE,
        "",
        7,
        1_700_000_000_000L,
        Map.of("layer", "processed"),
        Map.of());
  }

  static CatalogTable ours(TableFormat format) {
    return ours(published(format), CatalogRules.GLUE);
  }

  static CatalogTable ours(PublishedTable published, CatalogRules rules) {
    return new CatalogSync(new InMemoryCatalog(rules)).plan(published).target();
  }

  static CatalogTable raw(String serde, List<CatalogColumn> columns, Map<String, String> said) {
    return table(
        "org.apache.hadoop.mapred.TextInputFormat",
        serde,
        "s3://acme-raw/shop/orders/",
        columns,
        said);
  }

  static CatalogTable table(
      String inputFormat,
      String serde,
      String location,
      List<CatalogColumn> columns,
      Map<String, String> said) {
    return new CatalogTable(
        "raw",
        "shop_orders",
        "",
        "",
        CatalogTable.Kind.EXTERNAL,
        new CatalogStorage(Optional.of(location), columns, inputFormat, "", serde, Map.of()),
        List.of(new CatalogColumn("extracted_at", "string", "")),
        said,
        Optional.empty());
  }

  static CatalogTable view(String json, String expanded) {
    String base64 = Base64.getEncoder().encodeToString(json.getBytes(StandardCharsets.UTF_8));
    return new CatalogTable(
        "curated",
        "sales_daily",
        "sluice",
        "",
        CatalogTable.Kind.VIEW,
        new CatalogStorage(
            Optional.empty(),
            List.of(new CatalogColumn("day", "string", "")),
            "",
            "",
            "",
            Map.of()),
        List.of(),
        Map.of("presto_view", "true", "comment", "Presto View"),
        Optional.of(new CatalogView("/* Presto View: " + base64 + " */", expanded)));
  }

  static CatalogTable with(CatalogTable table, UnaryOperator<CatalogStorage> change) {
    return new CatalogTable(
        table.database(),
        table.name(),
        table.owner(),
        table.description(),
        table.kind(),
        change.apply(table.storage()),
        table.partitionColumns(),
        table.parameters(),
        table.view());
  }

  static CatalogTable saying(CatalogTable table, String key, String value) {
    Map<String, String> parameters = new TreeMap<>(table.parameters());
    parameters.remove(key);
    if (value != null) {
      parameters.put(key, value);
    }
    return new CatalogTable(
        table.database(),
        table.name(),
        table.owner(),
        table.description(),
        table.kind(),
        table.storage(),
        table.partitionColumns(),
        parameters,
        table.view());
  }

  static CatalogTable described(CatalogTable table, String description) {
    return new CatalogTable(
        table.database(),
        table.name(),
        table.owner(),
        description,
        table.kind(),
        table.storage(),
        table.partitionColumns(),
        table.parameters(),
        table.view());
  }

  static CatalogTable keyed(CatalogTable table, String type) {
    return new CatalogTable(
        table.database(),
        table.name(),
        table.owner(),
        table.description(),
        table.kind(),
        table.storage(),
        List.of(new CatalogColumn("date", type, "")),
        table.parameters(),
        table.view());
  }

  static CatalogStorage withFormats(CatalogStorage storage, String input, String serde) {
    return new CatalogStorage(
        storage.location(),
        storage.columns(),
        input,
        storage.outputFormat(),
        serde,
        storage.serdeParameters());
  }

  static CatalogStorage withoutPath(CatalogStorage storage) {
    return new CatalogStorage(
        storage.location(),
        storage.columns(),
        storage.inputFormat(),
        storage.outputFormat(),
        storage.serde(),
        Map.of());
  }
}
