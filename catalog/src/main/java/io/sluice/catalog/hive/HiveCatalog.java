package io.sluice.catalog.hive;

import io.sluice.catalog.Catalog;
import io.sluice.catalog.CatalogAlreadyExistsException;
import io.sluice.catalog.CatalogConflictException;
import io.sluice.catalog.CatalogDatabase;
import io.sluice.catalog.CatalogException;
import io.sluice.catalog.CatalogPartition;
import io.sluice.catalog.CatalogRules;
import io.sluice.catalog.CatalogTable;
import io.sluice.catalog.VersionedTable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.hadoop.hive.common.FileUtils;
import org.apache.hadoop.hive.conf.HiveConf;
import org.apache.hadoop.hive.metastore.HiveMetaStoreClient;
import org.apache.hadoop.hive.metastore.api.AlreadyExistsException;
import org.apache.hadoop.hive.metastore.api.EnvironmentContext;
import org.apache.hadoop.hive.metastore.api.FieldSchema;
import org.apache.hadoop.hive.metastore.api.MetaException;
import org.apache.hadoop.hive.metastore.api.NoSuchObjectException;
import org.apache.hadoop.hive.metastore.api.Partition;
import org.apache.hadoop.hive.metastore.api.Table;
import org.apache.thrift.TException;

/**
 * A Hive Metastore as a catalog.
 *
 * <p>The metastore has no version numbers, so the token is a digest of what was read. It is
 * compared just before the change, and a metastore that can (2.3.10, 4.0) compares the time of the
 * last change once more in its own transaction.
 */
public final class HiveCatalog implements Catalog {

  private static final short ALL = -1;
  private static final int TABLES_PER_READ = 100;

  private final String name;
  private final HiveCalls calls;
  private final Runnable afterClose;

  private HiveCatalog(String name, HiveMetaStoreClient client, Runnable afterClose) {
    this.name = name;
    this.calls = new HiveCalls(name, client);
    this.afterClose = afterClose;
  }

  /**
   * Connects to a metastore service, such as {@code thrift://metastore:9083}. Gives up within
   * seconds when nobody listens there.
   */
  public static HiveCatalog connect(String uri) {
    String name = "Hive Metastore at " + uri;
    ThriftService.awaitListening(uri);
    try {
      return new HiveCatalog(
          name, new HiveMetaStoreClient(HiveSettings.thrift(uri), null, false), () -> {});
    } catch (MetaException | RuntimeException e) {
      throw CatalogException.refused("open a connection", name, e);
    }
  }

  /** Runs a metastore in this process, on a Derby database in a local folder. */
  public static HiveCatalog embedded(Path home) {
    String name = "embedded catalog at " + home;
    DerbyDatabase derby = DerbyDatabase.open(home);
    try {
      HiveConf conf = HiveSettings.embedded(home, derby.url());
      return new HiveCatalog(name, new HiveMetaStoreClient(conf, null, true), derby::close);
    } catch (MetaException | RuntimeException e) {
      derby.close();
      throw CatalogException.refused("start a metastore", name, e);
    }
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public CatalogRules rules() {
    return CatalogRules.HIVE;
  }

  @Override
  public Optional<CatalogDatabase> database(String database) {
    return calls
        .find("read database " + database, client -> client.getDatabase(database))
        .map(HiveMapping::database);
  }

  @Override
  public void createDatabase(CatalogDatabase database) {
    String thing = "database " + database.name();
    create(thing, client -> client.createDatabase(HiveMapping.database(database)));
  }

  @Override
  public Optional<VersionedTable> table(String database, String table) {
    return calls
        .find("read table " + database + "." + table, client -> client.getTable(database, table))
        .map(found -> new VersionedTable(HiveMapping.table(found), TableToken.of(found)));
  }

  @Override
  public void tables(String database, Consumer<List<CatalogTable>> page) {
    String action = "list tables of " + database;
    List<String> names = calls.get(action, client -> client.getAllTables(database));
    for (int from = 0; from < names.size(); from += TABLES_PER_READ) {
      List<String> some = names.subList(from, Math.min(names.size(), from + TABLES_PER_READ));
      page.accept(
          calls.get(
              action,
              client ->
                  client.getTableObjectsByName(database, some).stream()
                      .map(HiveMapping::table)
                      .toList()));
    }
  }

  @Override
  public void createTable(CatalogTable table) {
    Table fresh = new Table();
    HiveMapping.write(table, fresh);
    create(
        "table " + table.qualifiedName(), client -> client.createTable(fresh, context(Map.of())));
  }

  @Override
  public void updateTable(CatalogTable table, String version) {
    calls.run(
        "update table " + table.qualifiedName(), client -> updateTable(client, table, version));
  }

  private void updateTable(HiveMetaStoreClient client, CatalogTable table, String version)
      throws TException {
    Table there = client.getTable(table.database(), table.name());
    if (!TableToken.of(there).equals(version)) {
      throw new CatalogConflictException(name, table.qualifiedName());
    }
    long lastChange = TableToken.lastChange(there);
    HiveMapping.write(table, there);
    long now = Math.max(System.currentTimeMillis() / 1000, lastChange + 1);
    there.putToParameters(HiveMapping.LAST_CHANGE, Long.toString(now));
    Map<String, String> expected =
        Map.of(
            "expected_parameter_key",
            HiveMapping.LAST_CHANGE,
            "expected_parameter_value",
            Long.toString(lastChange));
    try {
      client.alter_table_with_environmentContext(
          table.database(), table.name(), there, context(lastChange == 0 ? Map.of() : expected));
    } catch (MetaException e) {
      if (e.getMessage() != null && e.getMessage().contains("table has been modified")) {
        throw new CatalogConflictException(name, table.qualifiedName(), e);
      }
      throw e;
    }
  }

  @Override
  public void partitions(String database, String table, Consumer<List<CatalogPartition>> page) {
    String action = "list partitions of " + database + "." + table;
    List<String> names =
        calls.get(action, client -> client.listPartitionNames(database, table, ALL));
    int most = rules().partitionsPerRead();
    for (int from = 0; from < names.size(); from += most) {
      List<String> some = names.subList(from, Math.min(names.size(), from + most));
      page.accept(calls.get(action, client -> named(client, database, table, some)));
    }
  }

  @Override
  public List<CatalogPartition> partitions(
      String database, String table, List<List<String>> values) {
    bounded(values.size(), rules().partitionsPerRead());
    return calls.get(
        "read partitions of " + database + "." + table,
        client -> {
          List<String> keys = keys(client, database, table);
          List<String> names =
              values.stream().map(value -> FileUtils.makePartName(keys, value)).toList();
          return named(client, database, table, names);
        });
  }

  private static List<CatalogPartition> named(
      HiveMetaStoreClient client, String database, String table, List<String> names)
      throws TException {
    return client.getPartitionsByNames(database, table, names).stream()
        .map(HiveMapping::partition)
        .toList();
  }

  private static List<String> keys(HiveMetaStoreClient client, String database, String table)
      throws TException {
    return client.getTable(database, table).getPartitionKeys().stream()
        .map(FieldSchema::getName)
        .toList();
  }

  @Override
  public void addPartitions(String database, String table, List<CatalogPartition> partitions) {
    bounded(partitions.size(), rules().partitionsPerWrite());
    List<Partition> fresh = new ArrayList<>();
    for (CatalogPartition partition : partitions) {
      Partition to = new Partition();
      to.setDbName(database);
      to.setTableName(table);
      HiveMapping.write(partition, to);
      fresh.add(to);
    }
    calls.run(
        "add partitions to " + database + "." + table,
        client -> client.add_partitions(fresh, true, false));
  }

  @Override
  public void updatePartitions(String database, String table, List<CatalogPartition> partitions) {
    bounded(partitions.size(), rules().partitionsPerWrite());
    calls.run(
        "update partitions of " + database + "." + table,
        client -> updatePartitions(client, database, table, partitions));
  }

  private static void updatePartitions(
      HiveMetaStoreClient client, String database, String table, List<CatalogPartition> partitions)
      throws TException {
    List<String> keys = keys(client, database, table);
    List<String> names =
        partitions.stream()
            .map(partition -> FileUtils.makePartName(keys, partition.values()))
            .toList();
    Map<List<String>, Partition> there =
        client.getPartitionsByNames(database, table, names).stream()
            .collect(Collectors.toMap(Partition::getValues, Function.identity()));
    List<Partition> changed = new ArrayList<>();
    for (CatalogPartition partition : partitions) {
      Partition to = there.get(partition.values());
      if (to == null) {
        throw new NoSuchObjectException("partition " + partition.values() + " is not there");
      }
      HiveMapping.write(partition, to);
      changed.add(to);
    }
    client.alter_partitions(database, table, changed, context(Map.of()));
  }

  @Override
  public void dropPartitions(String database, String table, List<List<String>> values) {
    bounded(values.size(), rules().partitionsPerDrop());
    for (List<String> value : values) {
      calls.find(
          "drop partition " + value + " of " + database + "." + table,
          client -> client.dropPartition(database, table, value, false));
    }
  }

  @Override
  public void close() {
    calls.close();
    afterClose.run();
  }

  private void create(String thing, HiveCalls.Action action) {
    calls.run(
        "create " + thing,
        client -> {
          try {
            action.run(client);
          } catch (AlreadyExistsException e) {
            throw new CatalogAlreadyExistsException(name, thing);
          }
        });
  }

  /** Statistics would make the metastore list the table's files. */
  private static EnvironmentContext context(Map<String, String> properties) {
    Map<String, String> all = new HashMap<>(properties);
    all.put("DO_NOT_UPDATE_STATS", "true");
    return new EnvironmentContext(all);
  }

  private static void bounded(int items, int most) {
    if (items > most) {
      throw new IllegalArgumentException(items + " partitions in one call; at most " + most);
    }
  }
}
