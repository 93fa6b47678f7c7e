package io.sluice.catalog.ddl;

import io.sluice.catalog.PublishedPartition;
import io.sluice.catalog.PublishedTable;
import io.sluice.layout.LakeException;
import io.sluice.layout.TableFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * External tables of BigQuery over tables of a lake on Google's storage. Their columns are those of
 * Delta's log or of the Parquet files, found by BigQuery itself, so the statements stay right when
 * columns join.
 */
public final class BigQueryDdl {

  private BigQueryDdl() {}

  /**
   * One statement a table.
   *
   * @throws LakeException if BigQuery cannot read one of them
   */
  public static String of(List<PublishedTable> tables) {
    StringBuilder text =
        new StringBuilder(
            "-- For BigQuery. DEFAULT is the project's default connection; its service account must be\n"
                + "-- able to read the buckets.\n");
    tables.stream()
        .map(PublishedTable::database)
        .distinct()
        .forEach(
            dataset ->
                text.append("CREATE SCHEMA IF NOT EXISTS ").append(name(dataset)).append(";\n"));
    for (PublishedTable table : tables) {
      requireReadable(table);
      text.append('\n').append(statement(table));
    }
    return text.toString();
  }

  private static String statement(PublishedTable table) {
    String uri = table.location().uri();
    boolean delta = table.format() == TableFormat.DELTA;
    List<String> options = new ArrayList<>();
    options.add("format = " + text(delta ? "DELTA_LAKE" : "PARQUET"));
    options.add("uris = [" + text(delta ? uri : uri + "/*.parquet") + "]");
    Optional<String> partition = delta ? Optional.empty() : table.partitionColumn();
    if (partition.isPresent()) {
      options.add("hive_partition_uri_prefix = " + text(uri));
    }
    if (!table.description().isEmpty()) {
      options.add("description = " + text(table.description()));
    }
    return "CREATE OR REPLACE EXTERNAL TABLE "
        + name(table.database())
        + "."
        + name(table.name())
        + "\n"
        + partition
            .map(column -> "WITH PARTITION COLUMNS (" + name(column) + " STRING)\n")
            .orElse("")
        + "WITH CONNECTION DEFAULT\nOPTIONS (\n  "
        + String.join(",\n  ", options)
        + "\n);\n";
  }

  private static void requireReadable(PublishedTable table) {
    if (!table.location().scheme().equals("gs")) {
      throw refused(
          table,
          "it lies at " + table.location() + ", and BigQuery reads gs:// only",
          "Select tables of a layer on gs://.");
    }
    for (PublishedPartition partition : table.partitions().all()) {
      String column = table.partitionColumn().orElseThrow();
      if (!partition.location().equals(table.location().child(column + "=" + partition.value()))) {
        throw refused(
            table,
            "its partition "
                + partition.value()
                + " lies at "
                + partition.location()
                + ", which only a catalog knows, and BigQuery would read all versions at once",
            "Publish it in place, or write table-format = delta.");
      }
    }
  }

  private static LakeException refused(PublishedTable table, String reason, String remedy) {
    return new LakeException(
        LakeException.Kind.CONFIGURATION,
        "Cannot print the DDL of " + table.qualifiedName() + ": " + reason + ". " + remedy);
  }

  private static String name(String name) {
    return "`" + name.replace("\\", "\\\\").replace("`", "\\`") + "`";
  }

  private static String text(String text) {
    return "'"
        + text.replace("\\", "\\\\").replace("'", "\\'").replace("\n", "\\n").replace("\r", "\\r")
        + "'";
  }
}
