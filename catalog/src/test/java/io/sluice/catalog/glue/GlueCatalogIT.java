package io.sluice.catalog.glue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.catalog.Catalog;
import io.sluice.catalog.CatalogConflictException;
import io.sluice.catalog.CatalogContract;
import io.sluice.catalog.CatalogDatabase;
import io.sluice.catalog.CatalogException;
import io.sluice.catalog.CatalogStorage;
import io.sluice.catalog.CatalogTable;
import io.sluice.catalog.CatalogView;
import io.sluice.catalog.VersionedTable;
import io.sluice.layout.Location;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.services.glue.model.PartitionInput;
import software.amazon.awssdk.services.glue.model.TableInput;

class GlueCatalogIT extends CatalogContract {

  private static GlueStub stub;
  private static Catalog catalog;

  @BeforeAll
  static void open() {
    stub = new GlueStub();
    catalog = stub.open();
  }

  @AfterAll
  static void close() {
    catalog.close();
    stub.close();
  }

  @BeforeEach
  void start() {
    stub.heal();
    stub.pageSize(3);
    if (catalog.database("db").isEmpty()) {
      catalog.createDatabase(CatalogDatabase.of("db", Location.of("s3a://acme")));
    }
    stub.forgetCalls();
  }

  @Override
  protected Catalog catalog() {
    return catalog;
  }

  @Test
  void keepsEverythingThatOnlyOthersWrite() {
    Map<String, Object> theirs = GlueSamples.theirs("kept");
    stub.ask("CreateTable", Map.of("DatabaseName", "db", "TableInput", theirs));
    VersionedTable read = catalog.table("db", "kept").orElseThrow();
    assertEquals("0", read.version());
    CatalogTable found = read.table();
    catalog.updateTable(
        new CatalogTable(
            "db",
            "kept",
            found.owner(),
            found.description(),
            found.kind(),
            GlueSamples.STORAGE,
            found.partitionColumns(),
            Map.of("ours", "1"),
            found.view()),
        read.version());

    Map<String, Object> after = glueTable("kept");
    assertEquals("1", after.get("VersionId"));
    assertEquals(Map.of("ours", "1"), after.get("Parameters"));
    for (String key :
        List.of(
            "Owner",
            "Description",
            "Retention",
            "LastAccessTime",
            "LastAnalyzedTime",
            "TargetTable",
            "PartitionKeys",
            "ViewOriginalText",
            "ViewExpandedText",
            "TableType")) {
      assertEquals(theirs.get(key), after.get(key), key);
    }
    Map<?, ?> storage = (Map<?, ?>) after.get("StorageDescriptor");
    Map<?, ?> theirStorage = (Map<?, ?>) theirs.get("StorageDescriptor");
    for (String key :
        List.of(
            "AdditionalLocations",
            "Compressed",
            "NumberOfBuckets",
            "BucketColumns",
            "SortColumns",
            "Parameters",
            "SkewedInfo",
            "StoredAsSubDirectories",
            "SchemaReference")) {
      assertEquals(theirStorage.get(key), storage.get(key), key);
    }
    assertEquals("s3://acme/orders/", storage.get("Location"));
    assertEquals("bucketed", ((Map<?, ?>) storage.get("SerdeInfo")).get("Name"));
    Map<?, ?> column = (Map<?, ?>) ((List<?>) storage.get("Columns")).get(0);
    assertEquals("bigint", column.get("Type"));
    assertEquals(Map.of("pii", "no"), column.get("Parameters"));
    assertEquals(Map.of("GetTable", 1, "UpdateTable", 1), stub.calls());
    assertEquals(0, stub.archivedVersions("db", "kept"));
  }

  /**
   * A newer SDK may know more of them, and each would be erased by an update that leaves it out.
   */
  @Test
  void knowsEveryFieldThatGlueTakes() {
    assertEquals(
        new TreeSet<>(
            Set.of(
                "Name",
                "Description",
                "Owner",
                "LastAccessTime",
                "LastAnalyzedTime",
                "Retention",
                "StorageDescriptor",
                "PartitionKeys",
                "ViewOriginalText",
                "ViewExpandedText",
                "TableType",
                "Parameters",
                "TargetTable",
                "FederatedTable",
                "ViewDefinition")),
        names(TableInput.builder().build().sdkFields()));
    assertEquals(
        new TreeSet<>(
            Set.of(
                "Values", "LastAccessTime", "StorageDescriptor", "Parameters", "LastAnalyzedTime")),
        names(PartitionInput.builder().build().sdkFields()));
  }

  @Test
  void readsAgainWhenAnUpdateFollowsAnotherTablesRead() {
    catalog.createTable(GlueSamples.parquet("first", Map.of()));
    catalog.createTable(GlueSamples.parquet("second", Map.of()));
    VersionedTable first = catalog.table("db", "first").orElseThrow();
    catalog.table("db", "second");
    stub.before(
        "UpdateTable",
        () ->
            stub.ask(
                "UpdateTable",
                Map.of("DatabaseName", "db", "TableInput", GlueSamples.theirs("first"))));
    assertThrows(
        CatalogConflictException.class, () -> catalog.updateTable(first.table(), first.version()));
    assertEquals("ana", glueTable("first").get("Owner"));
  }

  @Test
  void aFreshTableSaysOutrightWhatPrestoWantsToKnow() {
    catalog.createTable(GlueSamples.parquet("fresh", Map.of()));
    Map<?, ?> storage = (Map<?, ?>) glueTable("fresh").get("StorageDescriptor");
    assertEquals("-1", storage.get("NumberOfBuckets").toString());
    assertEquals(false, storage.get("Compressed"));
    assertEquals(false, storage.get("StoredAsSubDirectories"));
    assertEquals(List.of(), storage.get("BucketColumns"));
    assertEquals(List.of(), storage.get("SortColumns"));
    assertEquals(
        Map.of("Name", "order_id", "Type", "bigint"), ((List<?>) storage.get("Columns")).get(0));
  }

  @Test
  void aParquetTableGetsAPartitionIndexWhenItIsCreated() {
    catalog.createTable(GlueSamples.parquet("indexed", Map.of("classification", "parquet")));
    assertEquals(
        List.of(Map.of("Keys", List.of("date"), "IndexName", "sluice_partitions")),
        stub.partitionIndexes("db", "indexed"));
    assertEquals("true", parameter("indexed", "partition_filtering.enabled"));
  }

  @Test
  void whatNobodyAsksGlueForGetsNoIndex() {
    catalog.createTable(GlueSamples.parquet("delta", Map.of("classification", "delta")));
    catalog.createTable(
        GlueSamples.parquet(
            "projected", Map.of("classification", "parquet", "projection.enabled", "true")));
    assertEquals(List.of(), stub.partitionIndexes("db", "delta"));
    assertEquals(List.of(), stub.partitionIndexes("db", "projected"));
    assertEquals(null, parameter("delta", "partition_filtering.enabled"));
  }

  @Test
  void aViewHasBothTextsASerdeAndNoLocation() {
    CatalogTable view =
        new CatalogTable(
            "db",
            "view",
            "sluice",
            "",
            CatalogTable.Kind.VIEW,
            new CatalogStorage(
                Optional.empty(), GlueSamples.STORAGE.columns(), "", "", "", Map.of()),
            List.of(),
            Map.of("presto_view", "true", "comment", "Presto View"),
            Optional.of(new CatalogView("/* Presto View: e30= */", "SELECT 1")));
    catalog.createTable(view);
    assertEquals(view, catalog.table("db", "view").orElseThrow().table());
    Map<String, Object> there = glueTable("view");
    assertEquals("VIRTUAL_VIEW", there.get("TableType"));
    assertFalse(there.containsKey("Description"));
    Map<?, ?> storage = (Map<?, ?>) there.get("StorageDescriptor");
    assertFalse(storage.containsKey("Location"));
    assertTrue(storage.containsKey("SerdeInfo"));
  }

  @Test
  void aDatabaseOfOthersMayLackALocation() {
    stub.ask("CreateDatabase", Map.of("DatabaseInput", Map.of("Name", "Theirs")));
    assertEquals(
        new CatalogDatabase("theirs", Optional.empty(), ""),
        catalog.database("theirs").orElseThrow());
  }

  @Test
  void sendsTheCatalogIdWithEveryCall() {
    try (GlueStub other = new GlueStub();
        Catalog theirs = other.open(other.config(Optional.of("123456789012"), Optional.empty()))) {
      assertEquals("Glue catalog 123456789012 at " + other.endpoint(), theirs.name());
      theirs.createDatabase(CatalogDatabase.of("db", Location.of("s3a://acme")));
      theirs.database("db");
      theirs.createTable(GlueSamples.parquet("t", Map.of()));
      theirs.updateTable(
          GlueSamples.parquet("t", Map.of()), theirs.table("db", "t").orElseThrow().version());
      theirs.addPartitions("db", "t", GlueSamples.partitions(1));
      theirs.updatePartitions("db", "t", GlueSamples.partitions(1));
      theirs.partitions("db", "t", page -> {});
      theirs.dropPartitions("db", "t", List.of(List.of("d0")));
      assertEquals(10, other.calls().size(), other.calls().toString());
      assertEquals(Set.of("123456789012"), other.catalogIds());
    }
  }

  @Test
  void saysWhichPermissionIsMissing() {
    stub.refuse("AccessDeniedException", "User: ana is not authorized to perform: glue:GetTable");
    CatalogException refused =
        assertThrows(CatalogException.class, () -> catalog.table("db", "fresh"));
    assertTrue(
        refused
            .getMessage()
            .matches(
                "Cannot read table db.fresh in the Glue catalog at .*: AccessDeniedException: User:"
                    + " ana is not authorized to perform: glue:GetTable \\(request request-[0-9]+\\)."
                    + " Give this role the permission in IAM, and in Lake Formation where that"
                    + " governs the database, then run the command again."),
        refused.getMessage());
    assertEquals(1, stub.calls().get("GetTable"));
  }

  private static Map<String, Object> glueTable(String name) {
    return object(stub.ask("GetTable", Map.of("DatabaseName", "db", "Name", name)).get("Table"));
  }

  private static Object parameter(String table, String key) {
    return object(glueTable(table).get("Parameters")).get(key);
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> object(Object object) {
    return (Map<String, Object>) object;
  }

  private static Set<String> names(List<SdkField<?>> fields) {
    Set<String> names = new TreeSet<>();
    fields.forEach(field -> names.add(field.memberName()));
    return names;
  }
}
