package io.sluice.jobs.register;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sluice.jobs.register.Registration.Registered;
import io.sluice.jobs.store.FileStore;
import io.sluice.layout.LakeLayout;
import io.sluice.layout.Location;
import io.sluice.layout.TableFormat;
import io.sluice.layout.TableId;
import io.sluice.layout.config.CatalogConfig;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegistrationTest {

  private static final TableId ORDERS = TableId.processed("shop", "orders");
  private static final CatalogConfig HIVE =
      new CatalogConfig.Hive(
          new CatalogConfig.Databases("raw", "processed", "curated"),
          "thrift://nowhere.invalid:9083");

  @TempDir Path dir;

  @Test
  void foreseesThatATableNeverRegisteredIsCreated() {
    assertEquals(Optional.of("create processed.shop_orders"), foreseen(HIVE, TableFormat.DELTA));
    assertEquals(
        Optional.of("create processed.shop_orders with its partitions"),
        foreseen(HIVE, TableFormat.PARQUET));
  }

  @Test
  void foreseesThatARegisteredTableIsUpdated() {
    registered("hive thrift://nowhere.invalid:9083\t3 1795221777803 0000abcd\n");
    assertEquals(Optional.of("update processed.shop_orders"), foreseen(HIVE, TableFormat.DELTA));
    assertEquals(
        Optional.of("add new partitions to processed.shop_orders"),
        foreseen(HIVE, TableFormat.PARQUET));
  }

  @Test
  void foreseesNothingOfAnotherCatalogThanTheOneThatWasTold() {
    registered("embedded\t3 1795221777803 0000abcd\n");
    assertEquals(Optional.of("create processed.shop_orders"), foreseen(HIVE, TableFormat.DELTA));
    assertEquals(
        Optional.empty(),
        foreseen(
            new CatalogConfig.None(new CatalogConfig.Databases("raw", "processed", "curated")),
            TableFormat.DELTA));
  }

  private void registered(String mark) {
    new FileStore(new Configuration()).put(layout().registered(ORDERS), mark);
  }

  private Optional<String> foreseen(CatalogConfig catalog, TableFormat format) {
    Registered table =
        new Registered(
            ORDERS, format, Optional.of("date"), "", Map.of(), Map.of(), Optional.empty());
    try (Registration registration = new Registration(layout(), catalog, new Configuration())) {
      return registration.foreseen(table);
    }
  }

  private LakeLayout layout() {
    return new LakeLayout(at("raw"), at("processed"), at("curated"));
  }

  private Location at(String layer) {
    return Location.of(dir.resolve(layer).toUri().toString());
  }
}
