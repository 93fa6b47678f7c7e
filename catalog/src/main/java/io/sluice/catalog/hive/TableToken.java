package io.sluice.catalog.hive;

import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.apache.hadoop.hive.metastore.api.Table;

/** Which version of a table was read: a digest of all that we carry of it, and its last change. */
final class TableToken {

  private TableToken() {}

  static String of(Table table) {
    String content = HiveMapping.table(table).toString();
    return lastChange(table)
        + "-"
        + UUID.nameUUIDFromBytes(content.getBytes(StandardCharsets.UTF_8));
  }

  /** Seconds since 1970; 0 when the metastore does not say. */
  static long lastChange(Table table) {
    String seconds =
        table.getParameters() == null ? null : table.getParameters().get(HiveMapping.LAST_CHANGE);
    return seconds == null || !seconds.matches("[0-9]{1,18}") ? 0 : Long.parseLong(seconds);
  }
}
