package io.sluice.jobs.register;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sluice.catalog.PublishedPartition;
import io.sluice.layout.Location;
import java.util.List;
import org.junit.jupiter.api.Test;

class ToldTest {

  private static final Location TABLE = Location.of("s3a://acme-processed/shop/orders");

  @Test
  void isReadBackAsItWasWritten() {
    Told told =
        new Told(
            "hive thrift://metastore:9083",
            "12 1795221777803 0000abcd",
            List.of(
                new PublishedPartition("2026-11-18", TABLE.child("date=2026-11-18")),
                new PublishedPartition("2026-11-19", TABLE.child("elsewhere/v2"))));
    assertEquals(
        "hive thrift://metastore:9083\t12 1795221777803 0000abcd\n"
            + "2026-11-18\tdate=2026-11-18\n"
            + "2026-11-19\telsewhere/v2\n",
        told.toText(TABLE));
    assertEquals(told, Told.parse(told.toText(TABLE), TABLE));
  }

  @Test
  void anEarlierWayOfWritingItNamesNoCatalogOfToday() {
    assertEquals("Hive 3 1795221777803", Told.parse("Hive 3 1795221777803\n", TABLE).catalog());
  }
}
