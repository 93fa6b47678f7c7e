package io.sluice.layout.config;

import io.sluice.layout.LakeLayout;
import io.sluice.layout.TableId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A lake's whole configuration.
 *
 * @param name what reports call the lake
 * @param keepReports how long the reports of past runs are kept
 * @param lease how one run at a time writes a table
 * @param tablesAtOnce how many tables are worked on side by side; empty to go by the machines
 * @param tables the processed tables, in the order of their ids
 * @param marts the curated tables, in the order of their ids
 * @param spark settings handed to Spark as they are
 */
public record LakeConfig(
    String name,
    LakeLayout layout,
    CatalogConfig catalog,
    Duration keepReports,
    LeaseRules lease,
    OptionalInt tablesAtOnce,
    List<TableConfig> tables,
    List<MartConfig> marts,
    Map<String, String> spark) {

  public LakeConfig {
    tables = List.copyOf(tables);
    marts = List.copyOf(marts);
    spark = Map.copyOf(spark);
  }

  public Optional<TableConfig> table(TableId id) {
    return tables.stream().filter(table -> table.id().equals(id)).findFirst();
  }

  public Optional<MartConfig> mart(TableId id) {
    return marts.stream().filter(mart -> mart.id().equals(id)).findFirst();
  }
}
