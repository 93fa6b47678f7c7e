package io.sluice.jobs.register;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sluice.catalog.PublishedPartition;
import io.sluice.layout.LakeException;
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
        "sluice-registered 1\n"
            + "hive thrift://metastore:9083\t12 1795221777803 0000abcd\n"
            + "2026-11-18\tdate=2026-11-18\n"
            + "2026-11-19\telsewhere/v2\n",
        told.toText(TABLE));
    assertEquals(told, parse(told.toText(TABLE)));
    String unversioned = told.toText(TABLE).substring("sluice-registered 1\n".length());
    assertEquals(told, parse(unversioned));
  }

  @Test
  void refusesWhatANewerSluiceWrote() {
    LakeException refused =
        assertThrows(LakeException.class, () -> parse("sluice-registered 2\nsomething else"));
    assertEquals(
        "Cannot read s3a://acme-processed/_sluice/registered: it is of format 2 and this Sluice knows"
            + " up to 1. It was written by a newer Sluice: use that or a newer one.",
        refused.getMessage());
  }

  private static Told parse(String text) {
    Location from = Location.of("s3a://acme-processed/_sluice/registered");
    return Told.parse(text, TABLE, from);
  }

  @Test
  void anEarlierWayOfWritingItNamesNoCatalogOfToday() {
    assertEquals("Hive 3 1795221777803", parse("Hive 3 1795221777803\n").catalog());
  }
}
