package io.sluice.catalog.glue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.catalog.Catalog;
import io.sluice.catalog.CatalogColumn;
import io.sluice.catalog.CatalogConflictException;
import io.sluice.catalog.CatalogContract;
import io.sluice.catalog.CatalogDatabase;
import io.sluice.catalog.CatalogException;
import io.sluice.catalog.CatalogPartition;
import io.sluice.catalog.CatalogStorage;
import io.sluice.catalog.CatalogTable;
import io.sluice.catalog.CatalogView;
import io.sluice.catalog.VersionedTable;
import io.sluice.layout.Location;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.services.glue.model.PartitionInput;
import software.amazon.awssdk.services.glue.model.TableInput;

class GlueCatalogIT extends CatalogContract {

  private static final CatalogStorage STORAGE =
      new CatalogStorage(
          Optional.of("s3://acme/orders/"),
          List.of(
              new CatalogColumn("order_id", "bigint", ""),
              new CatalogColumn("amount", "double", "gross")),
          "in",
          "out",
          "serde",
          Map.of("serialization.format", "1"));

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
    Map<String, Object> theirs = theirs("kept");
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
            STORAGE,
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
    catalog.createTable(parquet("first", Map.of()));
    catalog.createTable(parquet("second", Map.of()));
    VersionedTable first = catalog.table("db", "first").orElseThrow();
    catalog.table("db", "second");
    stub.before(
        "UpdateTable",
        () -> stub.ask("UpdateTable", Map.of("DatabaseName", "db", "TableInput", theirs("first"))));
    assertThrows(
        CatalogConflictException.class, () -> catalog.updateTable(first.table(), first.version()));
    assertEquals("ana", glueTable("first").get("Owner"));
  }

  @Test
  void aFreshTableSaysOutrightWhatPrestoWantsToKnow() {
    catalog.createTable(parquet("fresh", Map.of()));
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
    catalog.createTable(parquet("indexed", Map.of("classification", "parquet")));
    assertEquals(
        List.of(Map.of("Keys", List.of("date"), "IndexName", "sluice_partitions")),
        stub.partitionIndexes("db", "indexed"));
    assertEquals("true", parameter("indexed", "partition_filtering.enabled"));
  }

  @Test
  void whatNobodyAsksGlueForGetsNoIndex() {
    catalog.createTable(parquet("delta", Map.of("classification", "delta")));
    catalog.createTable(
        parquet("projected", Map.of("classification", "parquet", "projection.enabled", "true")));
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
            new CatalogStorage(Optional.empty(), STORAGE.columns(), "", "", "", Map.of()),
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
  void listsPartitionsAPageAtATime() {
    catalog.createTable(parquet("paged", Map.of()));
    catalog.addPartitions("db", "paged", partitions(7));
    stub.forgetCalls();
    List<Integer> pages = new ArrayList<>();
    catalog.partitions("db", "paged", page -> pages.add(page.size()));
    assertEquals(List.of(3, 3, 1), pages);
    assertEquals(Map.of("GetPartitions", 3), stub.calls());
  }

  @Test
  void asksAgainForPartitionsThatWereLeftUnprocessed() {
    catalog.createTable(parquet("unprocessed", Map.of()));
    catalog.addPartitions("db", "unprocessed", partitions(7));
    stub.forgetCalls();
    stub.leaveUnprocessed(4);
    List<List<String>> asked =
        new ArrayList<>(partitions(7).stream().map(CatalogPartition::values).toList());
    asked.add(List.of("1999-01-01"));
    assertEquals(7, catalog.partitions("db", "unprocessed", asked).size());
    assertEquals(Map.of("BatchGetPartition", 2), stub.calls());
  }

  @Test
  void triesOnlyThosePartitionsAgainThatGlueWasTooBusyFor() {
    catalog.createTable(parquet("busy", Map.of()));
    stub.refusePartition(List.of("d3"), "InternalServiceException", "busy", 2);
    catalog.addPartitions("db", "busy", partitions(7));
    assertEquals(3, stub.calls().get("BatchCreatePartition"));
    stub.refusePartition(List.of("d4"), "ThrottlingException", "busy", 1);
    catalog.updatePartitions("db", "busy", partitions(7));
    assertEquals(2, stub.calls().get("BatchUpdatePartition"));
    stub.refusePartition(List.of("d5"), "OperationTimeoutException", "busy", 1);
    catalog.dropPartitions(
        "db", "busy", partitions(7).stream().map(CatalogPartition::values).toList());
    assertEquals(2, stub.calls().get("BatchDeletePartition"));
    List<CatalogPartition> left = new ArrayList<>();
    catalog.partitions("db", "busy", left::addAll);
    assertEquals(List.of(), left);
  }

  @Test
  void namesThePartitionsThatGlueRefusesForGood() {
    catalog.createTable(parquet("refusing", Map.of()));
    stub.refusePartition(List.of("d3"), "ResourceNumberLimitExceededException", "too many", 1);
    CatalogException refused =
        assertThrows(
            CatalogException.class, () -> catalog.addPartitions("db", "refusing", partitions(7)));
    assertEquals(
        "Cannot add partitions to db.refusing in the Glue catalog at "
            + stub.endpoint()
            + ": 1 of 7 were refused: [d3] ResourceNumberLimitExceededException: too many. See what"
            + " Glue objects to, then run the command again.",
        refused.getMessage());
  }

  @Test
  void givesUpWhenGlueStaysTooBusyForAPartition() {
    catalog.createTable(parquet("stuck", Map.of()));
    stub.refusePartition(List.of("d3"), "InternalServiceException", "busy", 1000);
    CatalogException refused =
        assertThrows(
            CatalogException.class, () -> catalog.addPartitions("db", "stuck", partitions(7)));
    assertEquals(
        "Cannot add partitions to db.stuck in the Glue catalog at "
            + stub.endpoint()
            + ": Glue was too busy for 1 partition again and again. Run the command again later.",
        refused.getMessage());
  }

  @Test
  void refusesToUpdateAPartitionThatIsNotThere() {
    catalog.createTable(parquet("absent", Map.of()));
    CatalogException refused =
        assertThrows(
            CatalogException.class, () -> catalog.updatePartitions("db", "absent", partitions(1)));
    assertTrue(refused.getMessage().contains("partition [d0] is not there"), refused.getMessage());
  }

  @Test
  void keepsWhatOthersWroteOfAPartition() {
    catalog.createTable(parquet("parts", Map.of()));
    Map<String, Object> theirs =
        Map.of(
            "Values",
            List.of("d0"),
            "LastAccessTime",
            new BigDecimal(1_700_000_000),
            "StorageDescriptor",
            Map.of(
                "Location",
                "s3://elsewhere/",
                "SortColumns",
                List.of(Map.of("Column", "order_id", "SortOrder", new BigDecimal(1)))));
    stub.ask(
        "BatchCreatePartition",
        Map.of("DatabaseName", "db", "TableName", "parts", "PartitionInputList", List.of(theirs)));
    catalog.updatePartitions("db", "parts", partitions(1));
    Map<?, ?> after = partition("parts", "d0");
    assertEquals(theirs.get("LastAccessTime"), after.get("LastAccessTime"));
    Map<?, ?> storage = (Map<?, ?>) after.get("StorageDescriptor");
    assertEquals("s3://acme/orders/date=d0/", storage.get("Location"));
    assertEquals(
        ((Map<?, ?>) theirs.get("StorageDescriptor")).get("SortColumns"),
        storage.get("SortColumns"));
  }

  @Test
  void sendsTheCatalogIdWithEveryCall() {
    try (GlueStub other = new GlueStub();
        Catalog theirs = other.open(other.config(Optional.of("123456789012"), Optional.empty()))) {
      assertEquals("Glue catalog 123456789012 at " + other.endpoint(), theirs.name());
      theirs.createDatabase(CatalogDatabase.of("db", Location.of("s3a://acme")));
      theirs.database("db");
      theirs.createTable(parquet("t", Map.of()));
      theirs.updateTable(parquet("t", Map.of()), theirs.table("db", "t").orElseThrow().version());
      theirs.addPartitions("db", "t", partitions(1));
      theirs.updatePartitions("db", "t", partitions(1));
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

  private static CatalogTable parquet(String name, Map<String, String> parameters) {
    return new CatalogTable(
        "db",
        name,
        "sluice",
        "",
        CatalogTable.Kind.EXTERNAL,
        STORAGE,
        List.of(new CatalogColumn("date", "string", "")),
        parameters,
        Optional.empty());
  }

  private static List<CatalogPartition> partitions(int count) {
    return IntStream.range(0, count)
        .mapToObj(
            i ->
                new CatalogPartition(
                    List.of("d" + i), STORAGE.at("s3://acme/orders/date=d" + i + "/"), Map.of()))
        .toList();
  }

  /** A table as somebody else may have made it, with everything that Glue takes. */
  private static Map<String, Object> theirs(String name) {
    Map<String, Object> storage = new HashMap<>();
    storage.put(
        "Columns",
        List.of(Map.of("Name", "order_id", "Type", "int", "Parameters", Map.of("pii", "no"))));
    storage.put("Location", "s3://elsewhere/");
    storage.put("AdditionalLocations", List.of("s3://more/"));
    storage.put("Compressed", true);
    storage.put("NumberOfBuckets", new BigDecimal(4));
    storage.put("SerdeInfo", Map.of("Name", "bucketed", "SerializationLibrary", "old"));
    storage.put("BucketColumns", List.of("order_id"));
    storage.put(
        "SortColumns", List.of(Map.of("Column", "order_id", "SortOrder", new BigDecimal(1))));
    storage.put("Parameters", Map.of("of", "storage"));
    storage.put("SkewedInfo", Map.of("SkewedColumnNames", List.of("order_id")));
    storage.put("StoredAsSubDirectories", true);
    storage.put(
        "SchemaReference", Map.of("SchemaVersionId", "8b3b2a1e-0000-0000-0000-000000000000"));
    Map<String, Object> table = new HashMap<>();
    table.put("Name", name);
    table.put("Description", "orders of the shop");
    table.put("Owner", "ana");
    table.put("Retention", new BigDecimal(7));
    table.put("LastAccessTime", new BigDecimal(1_700_000_000));
    table.put("LastAnalyzedTime", new BigDecimal(1_700_000_001));
    table.put("TargetTable", Map.of("CatalogId", "1", "DatabaseName", "x", "Name", "y"));
    table.put("PartitionKeys", List.of(Map.of("Name", "date", "Type", "string")));
    table.put("ViewOriginalText", "original");
    table.put("ViewExpandedText", "expanded");
    table.put("TableType", "EXTERNAL_TABLE");
    table.put("Parameters", Map.of("dbt.meta", "x"));
    table.put("StorageDescriptor", storage);
    return table;
  }

  private static Map<String, Object> glueTable(String name) {
    return object(stub.ask("GetTable", Map.of("DatabaseName", "db", "Name", name)).get("Table"));
  }

  private static Object parameter(String table, String key) {
    return object(glueTable(table).get("Parameters")).get(key);
  }

  private static Map<String, Object> partition(String table, String value) {
    Map<String, Object> answer =
        stub.ask(
            "BatchGetPartition",
            Map.of(
                "DatabaseName",
                "db",
                "TableName",
                table,
                "PartitionsToGet",
                List.of(Map.of("Values", List.of(value)))));
    return object(((List<?>) answer.get("Partitions")).get(0));
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
