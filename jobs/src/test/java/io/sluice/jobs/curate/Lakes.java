package io.sluice.jobs.curate;

import io.sluice.layout.LakeLayout;
import io.sluice.layout.Location;
import io.sluice.layout.Publishing;
import io.sluice.layout.TableFormat;
import io.sluice.layout.TableId;
import io.sluice.layout.config.BusinessDate;
import io.sluice.layout.config.CatalogConfig;
import io.sluice.layout.config.LakeConfig;
import io.sluice.layout.config.LeaseRules;
import io.sluice.layout.config.MaintainRules;
import io.sluice.layout.config.MartConfig;
import io.sluice.layout.config.RawFormat;
import io.sluice.layout.config.TableConfig;
import io.sluice.layout.intake.RawLayout;
import io.sluice.layout.readers.Engine;
import io.sluice.layout.sizing.FileSizing;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Configurations for tests, made of names and SQL. */
public final class Lakes {

  private static final LakeLayout LAYOUT =
      new LakeLayout(
          Location.of("s3a://raw"), Location.of("s3a://processed"), Location.of("s3a://curated"));

  private Lakes() {}

  public static LakeConfig lake(List<String> tables, MartConfig... marts) {
    return new LakeConfig(
        "test",
        LAYOUT,
        new CatalogConfig.None(new CatalogConfig.Databases("raw", "processed", "curated")),
        Duration.ofDays(90),
        LeaseRules.DEFAULT,
        OptionalInt.empty(),
        tables.stream().map(Lakes::table).toList(),
        Arrays.stream(marts).sorted(Comparator.comparing(MartConfig::id)).toList(),
        Map.of());
  }

  public static MartConfig mart(String id, String file, int sqlLine, String sql) {
    return mart(MartConfig.Materialization.TABLE, id, file, sqlLine, sql);
  }

  public static MartConfig view(String id, String file, int sqlLine, String sql) {
    return mart(MartConfig.Materialization.VIEW, id, file, sqlLine, sql);
  }

  private static MartConfig mart(
      MartConfig.Materialization materialize, String id, String file, int sqlLine, String sql) {
    String[] parts = id.split("\\.");
    return new MartConfig(
        TableId.curated(parts[0], parts[1]),
        materialize,
        "",
        Map.of(),
        Map.of(),
        file,
        sql,
        sqlLine,
        Optional.empty(),
        TableFormat.DELTA,
        Engine.DEFAULT,
        Publishing.REPLACE,
        List.of(),
        FileSizing.DEFAULT,
        MaintainRules.DEFAULT);
  }

  private static TableConfig table(String id) {
    String[] parts = id.split("\\.");
    TableId tableId = TableId.processed(parts[0], parts[1]);
    return new TableConfig(
        tableId,
        "",
        Map.of(),
        LAYOUT.rawOf(tableId),
        RawLayout.DEFAULT,
        new RawFormat.Json(),
        TableFormat.DELTA,
        Engine.DEFAULT,
        Publishing.REPLACE,
        TableConfig.WriteMode.APPEND,
        List.of(),
        List.of(),
        Optional.empty(),
        Optional.empty(),
        new BusinessDate("created_at", ZoneId.of("UTC"), "date", false),
        List.of(),
        TableConfig.NewColumns.ADD,
        TableConfig.MissingColumns.NULL,
        List.of(),
        List.of(),
        0.01,
        0.5,
        7,
        Duration.ZERO,
        FileSizing.DEFAULT,
        MaintainRules.DEFAULT);
  }
}
