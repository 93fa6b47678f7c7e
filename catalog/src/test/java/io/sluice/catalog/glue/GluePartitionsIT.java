package io.sluice.catalog.glue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.catalog.Catalog;
import io.sluice.catalog.CatalogDatabase;
import io.sluice.catalog.CatalogException;
import io.sluice.catalog.CatalogPartition;
import io.sluice.layout.Location;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Batches of which Glue does a part. */
class GluePartitionsIT {

  private GlueStub stub;
  private Catalog catalog;

  @BeforeEach
  void open() {
    stub = new GlueStub();
    stub.pageSize(3);
    catalog = stub.open();
    catalog.createDatabase(CatalogDatabase.of("db", Location.of("s3a://acme")));
  }

  @AfterEach
  void close() {
    catalog.close();
    stub.close();
  }

  @Test
  void listsPartitionsAPageAtATime() {
    catalog.createTable(GlueSamples.parquet("paged", Map.of()));
    catalog.addPartitions("db", "paged", GlueSamples.partitions(7));
    stub.forgetCalls();
    List<Integer> pages = new ArrayList<>();
    catalog.partitions("db", "paged", page -> pages.add(page.size()));
    assertEquals(List.of(3, 3, 1), pages);
    assertEquals(Map.of("GetPartitions", 3), stub.calls());
  }

  @Test
  void asksAgainForPartitionsThatWereLeftUnprocessed() {
    catalog.createTable(GlueSamples.parquet("unprocessed", Map.of()));
    catalog.addPartitions("db", "unprocessed", GlueSamples.partitions(7));
    stub.forgetCalls();
    stub.leaveUnprocessed(4);
    List<List<String>> asked =
        new ArrayList<>(GlueSamples.partitions(7).stream().map(CatalogPartition::values).toList());
    asked.add(List.of("1999-01-01"));
    assertEquals(7, catalog.partitions("db", "unprocessed", asked).size());
    assertEquals(Map.of("BatchGetPartition", 2), stub.calls());
  }

  @Test
  void triesOnlyThosePartitionsAgainThatGlueWasTooBusyFor() {
    catalog.createTable(GlueSamples.parquet("busy", Map.of()));
    stub.refusePartition(List.of("d3"), "InternalServiceException", "busy", 2);
    catalog.addPartitions("db", "busy", GlueSamples.partitions(7));
    assertEquals(3, stub.calls().get("BatchCreatePartition"));
    stub.refusePartition(List.of("d4"), "ThrottlingException", "busy", 1);
    catalog.updatePartitions("db", "busy", GlueSamples.partitions(7));
    assertEquals(2, stub.calls().get("BatchUpdatePartition"));
    stub.refusePartition(List.of("d5"), "OperationTimeoutException", "busy", 1);
    catalog.dropPartitions(
        "db", "busy", GlueSamples.partitions(7).stream().map(CatalogPartition::values).toList());
    assertEquals(2, stub.calls().get("BatchDeletePartition"));
    List<CatalogPartition> left = new ArrayList<>();
    catalog.partitions("db", "busy", left::addAll);
    assertEquals(List.of(), left);
  }

  @Test
  void namesThePartitionsThatGlueRefusesForGood() {
    catalog.createTable(GlueSamples.parquet("refusing", Map.of()));
    stub.refusePartition(List.of("d3"), "ResourceNumberLimitExceededException", "too many", 1);
    CatalogException refused =
        assertThrows(
            CatalogException.class,
            () -> catalog.addPartitions("db", "refusing", GlueSamples.partitions(7)));
    assertEquals(
        "Cannot add partitions to db.refusing in the Glue catalog at "
            + stub.endpoint()
            + ": 1 of 7 were refused: [d3] ResourceNumberLimitExceededException: too many. See what"
            + " Glue objects to, then run the command again.",
        refused.getMessage());
  }

  @Test
  void givesUpWhenGlueStaysTooBusyForAPartition() {
    catalog.createTable(GlueSamples.parquet("stuck", Map.of()));
    stub.refusePartition(List.of("d3"), "InternalServiceException", "busy", 1000);
    CatalogException refused =
        assertThrows(
            CatalogException.class,
            () -> catalog.addPartitions("db", "stuck", GlueSamples.partitions(7)));
    assertEquals(
        "Cannot add partitions to db.stuck in the Glue catalog at "
            + stub.endpoint()
            + ": Glue was too busy for 1 partition again and again. Run the command again later.",
        refused.getMessage());
  }

  @Test
  void refusesToUpdateAPartitionThatIsNotThere() {
    catalog.createTable(GlueSamples.parquet("absent", Map.of()));
    CatalogException refused =
        assertThrows(
            CatalogException.class,
            () -> catalog.updatePartitions("db", "absent", GlueSamples.partitions(1)));
    assertTrue(refused.getMessage().contains("partition [d0] is not there"), refused.getMessage());
  }

  @Test
  void keepsWhatOthersWroteOfAPartition() {
    catalog.createTable(GlueSamples.parquet("parts", Map.of()));
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
    catalog.updatePartitions("db", "parts", GlueSamples.partitions(1));
    Map<?, ?> after = partition("parts", "d0");
    assertEquals(theirs.get("LastAccessTime"), after.get("LastAccessTime"));
    Map<?, ?> storage = (Map<?, ?>) after.get("StorageDescriptor");
    assertEquals("s3://acme/orders/date=d0/", storage.get("Location"));
    assertEquals(
        ((Map<?, ?>) theirs.get("StorageDescriptor")).get("SortColumns"),
        storage.get("SortColumns"));
  }

  private Map<String, Object> partition(String table, String value) {
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
}
