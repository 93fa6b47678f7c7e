package io.sluice.catalog.hive;

import io.sluice.catalog.CatalogException;
import java.util.Optional;
import org.apache.hadoop.hive.metastore.HiveMetaStoreClient;
import org.apache.hadoop.hive.metastore.api.NoSuchObjectException;
import org.apache.thrift.TException;
import org.apache.thrift.transport.TTransportException;

/**
 * The one way to the client: a connection that broke is opened again once, and no exception of Hive
 * or Thrift gets out.
 */
final class HiveCalls {

  /** A call to the client. */
  interface Call<T> {
    T run(HiveMetaStoreClient client) throws TException;
  }

  /** A call to the client that returns nothing. */
  interface Action {
    void run(HiveMetaStoreClient client) throws TException;
  }

  private final String name;
  private final HiveMetaStoreClient client;

  HiveCalls(String name, HiveMetaStoreClient client) {
    this.name = name;
    this.client = client;
  }

  void run(String action, Action call) {
    get(
        action,
        store -> {
          call.run(store);
          return true;
        });
  }

  <T> T get(String action, Call<T> call) {
    try {
      return reconnecting(call);
    } catch (TException | RuntimeException e) {
      throw translated(action, e);
    }
  }

  <T> Optional<T> find(String action, Call<T> call) {
    try {
      return Optional.of(reconnecting(call));
    } catch (NoSuchObjectException e) {
      return Optional.empty();
    } catch (TException | RuntimeException e) {
      throw translated(action, e);
    }
  }

  void close() {
    client.close();
  }

  private <T> T reconnecting(Call<T> call) throws TException {
    try {
      return call.run(client);
    } catch (TTransportException broken) {
      client.reconnect();
      return call.run(client);
    }
  }

  private CatalogException translated(String action, Exception e) {
    return e instanceof CatalogException ours ? ours : CatalogException.refused(action, name, e);
  }
}
