package io.sluice.catalog.glue;

import io.sluice.catalog.Catalog;
import io.sluice.catalog.CatalogAlreadyExistsException;
import io.sluice.catalog.CatalogConflictException;
import io.sluice.catalog.CatalogDatabase;
import io.sluice.catalog.CatalogPartition;
import io.sluice.catalog.CatalogRules;
import io.sluice.catalog.CatalogTable;
import io.sluice.catalog.VersionedTable;
import io.sluice.layout.config.CatalogConfig;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.glue.model.AlreadyExistsException;
import software.amazon.awssdk.services.glue.model.ConcurrentModificationException;
import software.amazon.awssdk.services.glue.model.CreateTableRequest;
import software.amazon.awssdk.services.glue.model.EntityNotFoundException;
import software.amazon.awssdk.services.glue.model.GetTablesResponse;
import software.amazon.awssdk.services.glue.model.PartitionIndex;
import software.amazon.awssdk.services.glue.model.Table;
import software.amazon.awssdk.services.glue.model.TableInput;
import software.amazon.awssdk.services.glue.model.UpdateTableRequest;

/**
 * AWS Glue as a catalog: one region of one account, or of another account by its catalog id.
 *
 * <p>The version token is Glue's own VersionId, so a change of somebody else is noticed by Glue
 * itself. Old versions of a table are not archived: Glue keeps 100,000 at most and then refuses.
 */
public final class GlueCatalog implements Catalog {

  private static final String INDEX = "sluice_partitions";
  private static final int INDEX_COLUMNS = 3;
  private static final int TABLES_PER_READ = 100;

  private final String name;
  private final String catalogId;
  private final GlueClients clients;
  private final GlueClient client;
  private final GlueCalls calls;

  /** The last one read, since most updates follow the read of the same table. */
  private Optional<Table> lastRead = Optional.empty();

  private GlueCatalog(CatalogConfig.Glue config, Time time) {
    this.name = name(config);
    this.catalogId = config.catalogId().orElse(null);
    this.clients = new GlueClients(config);
    this.client = clients.glue();
    this.calls =
        new GlueCalls(
            name,
            new RateLimit(config.requestsPerSecond(), time.nanos()),
            () -> new Patience(config.patience(), Math::random),
            time);
  }

  /** Calls nobody yet: an endpoint that is not there or a role that is not ours shows later. */
  public static GlueCatalog connect(CatalogConfig.Glue config) {
    return connect(config, Time.SYSTEM);
  }

  static GlueCatalog connect(CatalogConfig.Glue config, Time time) {
    return new GlueCatalog(config, time);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public CatalogRules rules() {
    return CatalogRules.GLUE;
  }

  @Override
  public Optional<CatalogDatabase> database(String database) {
    return calls
        .find(
            "read database " + database,
            () -> client.getDatabase(request -> request.catalogId(catalogId).name(database)))
        .map(answer -> GlueMapping.database(answer.database()));
  }

  @Override
  public void createDatabase(CatalogDatabase database) {
    create(
        "database " + database.name(),
        () ->
            client.createDatabase(
                request ->
                    request.catalogId(catalogId).databaseInput(GlueMapping.input(database))));
  }

  @Override
  public Optional<VersionedTable> table(String database, String table) {
    lastRead = read(database, table);
    return lastRead.map(found -> new VersionedTable(GlueMapping.table(found), version(found)));
  }

  @Override
  public void tables(String database, Consumer<List<CatalogTable>> page) {
    String next = null;
    do {
      String token = next;
      Optional<GetTablesResponse> answer =
          calls.find(
              "list tables of " + database,
              () ->
                  client.getTables(
                      request ->
                          request
                              .catalogId(catalogId)
                              .databaseName(database)
                              .maxResults(TABLES_PER_READ)
                              .nextToken(token)));
      answer
          .map(some -> some.tableList().stream().map(GlueMapping::table).toList())
          .filter(some -> !some.isEmpty())
          .ifPresent(page);
      next = answer.map(GetTablesResponse::nextToken).orElse(null);
    } while (next != null && !next.isEmpty());
  }

  @Override
  public void createTable(CatalogTable table) {
    CreateTableRequest.Builder request =
        CreateTableRequest.builder().catalogId(catalogId).databaseName(table.database());
    TableInput input = GlueMapping.input(table);
    if (isPruned(table)) {
      input = input.toBuilder().parameters(filtered(input.parameters())).build();
      request.partitionIndexes(index(table));
    }
    request.tableInput(input);
    create("table " + table.qualifiedName(), () -> client.createTable(request.build()));
  }

  @Override
  public void updateTable(CatalogTable table, String version) {
    Table there =
        lastRead
            .filter(read -> isSame(read, table) && version(read).equals(version))
            .or(() -> read(table.database(), table.name()))
            .filter(read -> version(read).equals(version))
            .orElseThrow(() -> new CatalogConflictException(name, table.qualifiedName()));
    lastRead = Optional.empty();
    UpdateTableRequest request =
        UpdateTableRequest.builder()
            .catalogId(catalogId)
            .databaseName(table.database())
            .tableInput(GlueMapping.input(table, there))
            .versionId(version.isEmpty() ? null : version)
            .skipArchive(true)
            .build();
    calls.get(
        "update table " + table.qualifiedName(),
        () -> {
          try {
            return client.updateTable(request);
          } catch (ConcurrentModificationException | EntityNotFoundException e) {
            throw new CatalogConflictException(name, table.qualifiedName(), e);
          }
        });
  }

  @Override
  public void partitions(String database, String table, Consumer<List<CatalogPartition>> page) {
    partitionsOf(database, table).list(page);
  }

  @Override
  public List<CatalogPartition> partitions(
      String database, String table, List<List<String>> values) {
    return partitionsOf(database, table).read(values);
  }

  @Override
  public void addPartitions(String database, String table, List<CatalogPartition> partitions) {
    partitionsOf(database, table).add(partitions);
  }

  @Override
  public void updatePartitions(String database, String table, List<CatalogPartition> partitions) {
    partitionsOf(database, table).update(partitions);
  }

  @Override
  public void dropPartitions(String database, String table, List<List<String>> values) {
    partitionsOf(database, table).drop(values);
  }

  @Override
  public void close() {
    clients.close();
  }

  private GluePartitions partitionsOf(String database, String table) {
    return new GluePartitions(client, calls, name, catalogId, database, table);
  }

  private Optional<Table> read(String database, String table) {
    return calls
        .find(
            "read table " + database + "." + table,
            () ->
                client.getTable(
                    request -> request.catalogId(catalogId).databaseName(database).name(table)))
        .map(answer -> answer.table());
  }

  private void create(String thing, Runnable action) {
    calls.get(
        "create " + thing,
        () -> {
          try {
            action.run();
            return true;
          } catch (AlreadyExistsException e) {
            throw new CatalogAlreadyExistsException(name, thing);
          }
        });
  }

  /**
   * Whether readers find partitions by asking Glue: those of a Delta table are in its log, and
   * those of a projected table are computed. Without an index Glue reads all of them for each
   * query. It is a matter of creating only: on a table that is there, an index takes Glue minutes
   * to build.
   */
  private static boolean isPruned(CatalogTable table) {
    return !table.partitionColumns().isEmpty()
        && "parquet".equals(table.parameters().get("classification"))
        && !"true".equals(table.parameters().get("projection.enabled"));
  }

  /** Athena uses the index only where the table says so. */
  private static Map<String, String> filtered(Map<String, String> parameters) {
    Map<String, String> filtered = new HashMap<>(parameters);
    filtered.put("partition_filtering.enabled", "true");
    return filtered;
  }

  private static PartitionIndex index(CatalogTable table) {
    return PartitionIndex.builder()
        .indexName(INDEX)
        .keys(
            table.partitionColumns().stream()
                .limit(INDEX_COLUMNS)
                .map(column -> column.name())
                .toList())
        .build();
  }

  private static boolean isSame(Table there, CatalogTable table) {
    return there.databaseName().equals(table.database()) && there.name().equals(table.name());
  }

  private static String version(Table table) {
    return table.versionId() == null ? "" : table.versionId();
  }

  private static String name(CatalogConfig.Glue config) {
    String whose = config.catalogId().map(id -> "Glue catalog " + id).orElse("Glue catalog");
    return whose + config.endpoint().map(uri -> " at " + uri).orElse(" in " + config.region());
  }
}
