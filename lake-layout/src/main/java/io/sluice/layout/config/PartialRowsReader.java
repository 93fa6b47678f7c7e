package io.sluice.layout.config;

import io.sluice.layout.config.TableConfig.MissingColumns;
import io.sluice.layout.config.TableConfig.WriteMode;
import java.util.Locale;
import java.util.Optional;

/** Reads whether the rows of a table may carry only what changed. */
final class PartialRowsReader {

  private PartialRowsReader() {}

  /** Empty if every row is a whole one. */
  static Optional<PartialRows> read(
      Settings table, Optional<WriteMode> mode, Optional<MissingColumns> missing) {
    boolean updates =
        table.get("partial-updates", setting -> setting.oneOf(Setting.YES_NO)).orElse(false);
    String unavailable = table.get("unavailable", Setting::text).orElse("");
    if (!updates && unavailable.isEmpty()) {
      return Optional.empty();
    }
    mode.flatMap(PartialRowsReader::against)
        .ifPresent(
            why ->
                table.problem(
                    updates ? "partial-updates" : "unavailable",
                    "means rows that carry only what changed, but mode = "
                        + mode.get().name().toLowerCase(Locale.ROOT)
                        + " "
                        + why
                        + ". Write mode = upsert or cdc, or leave it out."));
    if (missing.isPresent() && missing.get() != MissingColumns.NULL) {
      table.problem(
          "missing-columns",
          "is "
              + missing.get().name().toLowerCase(Locale.ROOT)
              + ", but with partial-updates a row need not have every column. Leave one of the two"
              + " out.");
    }
    return Optional.of(new PartialRows(unavailable));
  }

  /** Why a mode cannot take such rows. */
  private static Optional<String> against(WriteMode mode) {
    return switch (mode) {
      case UPSERT, CDC -> Optional.empty();
      case APPEND -> Optional.of("keeps rows as they come and changes none");
      case SNAPSHOT -> Optional.of("takes each extraction for the whole table");
      case HISTORY -> Optional.of("keeps each row as a version, which must be whole");
    };
  }
}
