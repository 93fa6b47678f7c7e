package io.sluice.jobs.cli;

import io.sluice.jobs.GoldenRows;
import io.sluice.layout.TableFormat;
import io.sluice.layout.TableId;
import java.nio.file.Path;
import java.util.Locale;

/**
 * A lake with one small table, {@code shop.items}, and its rows as raw lines and as golden ones.
 */
final class Items {

  static final TableId ID = TableId.processed("shop", "items");

  private static final String COLUMNS = "id,day,updated,text,date";

  private Items() {}

  static TestLake lake(Path home, TableFormat format, String settings) {
    return TestLake.of(home, source(format, settings));
  }

  static String source(TableFormat format, String settings) {
    return """
        format = json
        table-format = %s
        tables.items {
          date { from = day }
          columns { id = bigint, day = date, updated = bigint, text = string }
          %s
        }
        """
        .formatted(format.name().toLowerCase(Locale.ROOT), settings);
  }

  /** A raw line; the day is one of November 2026. */
  static String item(int id, int day, int updated, String text) {
    return "{\"id\":%d,\"day\":\"2026-11-%02d\",\"updated\":%d,\"text\":\"%s\"}"
        .formatted(id, day, updated, text);
  }

  /** Rows such as {@code "1,2026-11-10,5,text"}; the date is added. */
  static GoldenRows rows(String... lines) {
    for (int i = 0; i < lines.length; i++) {
      lines[i] += "," + lines[i].split(",")[1];
    }
    return GoldenRows.rows(COLUMNS, lines);
  }
}
