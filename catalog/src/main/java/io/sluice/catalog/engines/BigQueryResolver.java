package io.sluice.catalog.engines;

import io.sluice.catalog.CatalogColumn;
import io.sluice.catalog.engines.Resolution.Kind;

/** BigQuery, whose external tables are defined beside the catalog: the entry only says of what. */
final class BigQueryResolver implements Resolver {

  @Override
  public Resolution resolve(Reading reading) {
    Entry entry = reading.entry();
    if (entry.isView()) {
      return reading.unreadable(
          "the view",
          "is in a catalog it does not read",
          "Create it in BigQuery, or make the mart a table.");
    }
    String location = entry.location().orElse("");
    if (!Entry.scheme(location).equals("gs")) {
      return reading.unreadable(
          "the location",
          location.isEmpty() ? "is missing" : "is " + location + ", and it reads gs:// only",
          "Take bigquery out of the readers.");
    }
    if (entry.isMeantAsDelta()) {
      return reading.table(Kind.DELTA, location);
    }
    for (CatalogColumn key : entry.partitionColumns()) {
      if (reading.typeIs(key, "timestamp")) {
        reading.note(
            "partition column " + key.name(),
            "is a timestamp, which becomes a DATETIME",
            "Make it a string such as 2026-11-19.");
      }
    }
    return reading.files(entry.files());
  }
}
