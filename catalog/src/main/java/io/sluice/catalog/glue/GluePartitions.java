package io.sluice.catalog.glue;

import io.sluice.catalog.CatalogException;
import io.sluice.catalog.CatalogPartition;
import io.sluice.catalog.CatalogRules;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.glue.model.BatchGetPartitionResponse;
import software.amazon.awssdk.services.glue.model.BatchUpdatePartitionRequestEntry;
import software.amazon.awssdk.services.glue.model.ErrorDetail;
import software.amazon.awssdk.services.glue.model.GetPartitionsResponse;
import software.amazon.awssdk.services.glue.model.Partition;
import software.amazon.awssdk.services.glue.model.PartitionValueList;

/**
 * The partitions of one table. Glue answers a batch with success and lists what it did not do: what
 * was as wished already is fine, what it was too busy for is asked again, and anything else is a
 * failure that names the partitions.
 */
final class GluePartitions {

  private static final CatalogRules RULES = CatalogRules.GLUE;
  private static final int NAMED = 3;

  /** No error is fine. */
  private static final String NOTHING = "";

  /** One that Glue did not do. */
  private record Undone(List<String> values, ErrorDetail error) {

    private String code() {
      return error == null || error.errorCode() == null ? "" : error.errorCode();
    }

    @Override
    public String toString() {
      String message = error == null ? null : error.errorMessage();
      return values + " " + code() + (message == null ? "" : ": " + message);
    }
  }

  private final GlueClient client;
  private final GlueCalls calls;
  private final String catalog;
  private final String catalogId;
  private final String database;
  private final String table;

  /**
   * @param catalog what messages call it
   * @param catalogId null is the account's own
   */
  GluePartitions(
      GlueClient client,
      GlueCalls calls,
      String catalog,
      String catalogId,
      String database,
      String table) {
    this.client = client;
    this.calls = calls;
    this.catalog = catalog;
    this.catalogId = catalogId;
    this.database = database;
    this.table = table;
  }

  /**
   * With the columns of each partition, which Glue would leave out if asked to: a changed column is
   * cascaded by comparing them.
   */
  void list(Consumer<List<CatalogPartition>> page) {
    String next = null;
    do {
      String token = next;
      GetPartitionsResponse answer =
          calls.get(
              action("list partitions of"),
              () ->
                  client.getPartitions(
                      request ->
                          request
                              .catalogId(catalogId)
                              .databaseName(database)
                              .tableName(table)
                              .maxResults(RULES.partitionsPerRead())
                              .nextToken(token)));
      if (!answer.partitions().isEmpty()) {
        page.accept(answer.partitions().stream().map(GlueMapping::partition).toList());
      }
      next = answer.nextToken();
    } while (next != null && !next.isEmpty());
  }

  List<CatalogPartition> read(List<List<String>> values) {
    bounded(values.size(), RULES.partitionsPerRead());
    return there(values).stream().map(GlueMapping::partition).toList();
  }

  private List<Partition> there(List<List<String>> values) {
    List<Partition> found = new ArrayList<>();
    calls.all(
        action("read partitions of"),
        values,
        asked -> {
          BatchGetPartitionResponse answer =
              client.batchGetPartition(
                  request ->
                      request
                          .catalogId(catalogId)
                          .databaseName(database)
                          .tableName(table)
                          .partitionsToGet(lists(asked)));
          found.addAll(answer.partitions());
          return answer.unprocessedKeys().stream().map(PartitionValueList::values).toList();
        });
    return found;
  }

  void add(List<CatalogPartition> partitions) {
    bounded(partitions.size(), RULES.partitionsPerWrite());
    String action = action("add partitions to");
    calls.all(
        action,
        partitions,
        asked ->
            rest(
                action,
                "AlreadyExistsException",
                asked,
                CatalogPartition::values,
                client
                    .batchCreatePartition(
                        request ->
                            request
                                .catalogId(catalogId)
                                .databaseName(database)
                                .tableName(table)
                                .partitionInputList(
                                    asked.stream().map(GlueMapping::input).toList()))
                    .errors()
                    .stream()
                    .map(error -> new Undone(error.partitionValues(), error.errorDetail()))));
  }

  /** An update replaces a partition whole, so what others wrote is read first. */
  void update(List<CatalogPartition> partitions) {
    bounded(partitions.size(), RULES.partitionsPerWrite());
    String action = action("update partitions of");
    Map<List<String>, Partition> there =
        there(partitions.stream().map(CatalogPartition::values).toList()).stream()
            .collect(Collectors.toMap(Partition::values, found -> found));
    for (CatalogPartition partition : partitions) {
      if (!there.containsKey(partition.values())) {
        throw refused(action, "partition " + partition.values() + " is not there");
      }
    }
    calls.all(
        action,
        partitions,
        asked ->
            rest(
                action,
                NOTHING,
                asked,
                CatalogPartition::values,
                client
                    .batchUpdatePartition(
                        request ->
                            request
                                .catalogId(catalogId)
                                .databaseName(database)
                                .tableName(table)
                                .entries(entries(asked, there)))
                    .errors()
                    .stream()
                    .map(error -> new Undone(error.partitionValueList(), error.errorDetail()))));
  }

  void drop(List<List<String>> values) {
    bounded(values.size(), RULES.partitionsPerDrop());
    String action = action("drop partitions of");
    calls.all(
        action,
        values,
        asked ->
            rest(
                action,
                "EntityNotFoundException",
                asked,
                Function.identity(),
                client
                    .batchDeletePartition(
                        request ->
                            request
                                .catalogId(catalogId)
                                .databaseName(database)
                                .tableName(table)
                                .partitionsToDelete(lists(asked)))
                    .errors()
                    .stream()
                    .map(error -> new Undone(error.partitionValues(), error.errorDetail()))));
  }

  /**
   * What is to be asked again.
   *
   * @param fine the error that says that nothing was to be done
   */
  private <T> List<T> rest(
      String action,
      String fine,
      List<T> asked,
      Function<T, List<String>> values,
      Stream<Undone> undone) {
    Map<List<String>, T> byValues = new HashMap<>();
    asked.forEach(item -> byValues.put(values.apply(item), item));
    List<T> again = new ArrayList<>();
    List<Undone> failed = new ArrayList<>();
    undone
        .filter(one -> !one.code().equals(fine))
        .forEach(
            one -> {
              T item = byValues.get(one.values());
              if (GlueFailures.isBusy(one.code()) && item != null) {
                again.add(item);
              } else {
                failed.add(one);
              }
            });
    if (!failed.isEmpty()) {
      String named =
          failed.stream().limit(NAMED).map(Undone::toString).collect(Collectors.joining("; "));
      throw refused(
          action,
          failed.size()
              + " of "
              + asked.size()
              + " were refused: "
              + named
              + (failed.size() > NAMED ? "; …" : ""));
    }
    return again;
  }

  private static List<BatchUpdatePartitionRequestEntry> entries(
      List<CatalogPartition> partitions, Map<List<String>, Partition> there) {
    return partitions.stream()
        .map(
            partition ->
                BatchUpdatePartitionRequestEntry.builder()
                    .partitionValueList(partition.values())
                    .partitionInput(GlueMapping.input(partition, there.get(partition.values())))
                    .build())
        .toList();
  }

  private static List<PartitionValueList> lists(List<List<String>> values) {
    return values.stream()
        .map(value -> PartitionValueList.builder().values(value).build())
        .toList();
  }

  private String action(String verb) {
    return verb + " " + database + "." + table;
  }

  private CatalogException refused(String action, String reason) {
    return new CatalogException(
        "Cannot "
            + action
            + " in the "
            + catalog
            + ": "
            + reason
            + ". See what Glue objects to, then run the command again.");
  }

  private static void bounded(int items, int most) {
    if (items > most) {
      throw new IllegalArgumentException(items + " partitions in one call; at most " + most);
    }
  }
}
