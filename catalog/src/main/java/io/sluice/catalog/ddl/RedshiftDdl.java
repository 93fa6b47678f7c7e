package io.sluice.catalog.ddl;

import io.sluice.catalog.PublishedTable;
import io.sluice.layout.ColumnType;
import io.sluice.layout.ColumnType.Primitive;
import io.sluice.layout.LakeException;
import io.sluice.layout.Location;
import io.sluice.layout.TableFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * An external schema of Redshift over a database of the catalog, in which its Parquet tables can be
 * read; and for each Delta table a second one over the manifest that Delta can write.
 */
public final class RedshiftDdl {

  private static final int PARTITIONS_A_STATEMENT = 100;
  private static final String MANIFEST = "_symlink_format_manifest";

  /** Where Redshift finds the catalog. */
  public sealed interface Source {

    String clause(String database);

    /** Glue of a region. */
    record Glue(String region) implements Source {
      @Override
      public String clause(String database) {
        return "FROM DATA CATALOG\nDATABASE " + text(database) + "\nREGION " + text(region);
      }
    }

    /** A Hive Metastore. */
    record Metastore(String host, int port) implements Source {
      @Override
      public String clause(String database) {
        return "FROM HIVE METASTORE\nDATABASE "
            + text(database)
            + "\nURI "
            + text(host)
            + " PORT "
            + port;
      }
    }
  }

  /**
   * A Delta table and its dates, which Redshift must be told of.
   *
   * @param dates empty for a table without partitions
   */
  public record Dated(PublishedTable table, List<String> dates) {

    public Dated {
      dates = List.copyOf(dates);
    }
  }

  private RedshiftDdl() {}

  /**
   * One schema a database, then one table and its partitions for each Delta table.
   *
   * @throws LakeException if Redshift cannot read one of them
   */
  public static String of(Source source, List<Dated> tables) {
    StringBuilder text =
        new StringBuilder(
            "-- For Redshift. IAM_ROLE default is the role attached to the cluster as its default.\n");
    tables.stream()
        .map(dated -> dated.table().database())
        .distinct()
        .forEach(
            database ->
                text.append("CREATE EXTERNAL SCHEMA IF NOT EXISTS ")
                    .append(name(database))
                    .append('\n')
                    .append(source.clause(database))
                    .append("\nIAM_ROLE default;\n"));
    for (Dated dated : tables) {
      requireReadable(dated.table());
      text.append('\n').append(statements(dated));
    }
    return text.toString();
  }

  private static String statements(Dated dated) {
    PublishedTable table = dated.table();
    if (table.format() == TableFormat.PARQUET) {
      return "-- " + table.qualifiedName() + " is in the schema as it is.\n";
    }
    String uri = uri(table.location());
    String delta = "delta.`" + table.location().uri().replace("`", "``") + "`";
    Optional<String> partition = table.partitionColumn();
    String name = name(table.database()) + "." + name(table.name() + "__manifest");
    StringBuilder text = new StringBuilder();
    text.append("-- ")
        .append(table.qualifiedName())
        .append(
            " is a Delta table, which Redshift reads through a manifest. Once, in Spark:\n--   ")
        .append("ALTER TABLE ")
        .append(delta)
        .append("\n--   SET TBLPROPERTIES ('delta.compatibility.symlinkFormatManifest.enabled' = ")
        .append("'true');\n--   GENERATE symlink_format_manifest FOR TABLE ")
        .append(delta)
        .append(
            ";\n-- Each publish then writes the manifests of the dates it changes. A new date must")
        .append("\n-- be added here again, and nothing keeps dates in step with each other.\n")
        .append("CREATE EXTERNAL TABLE ")
        .append(name)
        .append(" (\n")
        .append(
            table.columns().stream()
                .map(column -> "  " + name(column.name()) + " " + type(column.type()))
                .collect(Collectors.joining(",\n")))
        .append("\n)\n");
    partition.ifPresent(
        column -> text.append("PARTITIONED BY (").append(name(column)).append(" varchar(10))\n"));
    text.append("ROW FORMAT SERDE 'org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe'\n")
        .append("STORED AS INPUTFORMAT 'org.apache.hadoop.hive.ql.io.SymlinkTextInputFormat'\n")
        .append("OUTPUTFORMAT 'org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat'\n")
        .append("LOCATION ")
        .append(text(uri + "/" + MANIFEST + "/"))
        .append(";\n");
    partition.ifPresent(
        column -> text.append(partitions(name, column, uri + "/" + MANIFEST, dated.dates())));
    return text.toString();
  }

  private static String partitions(String table, String column, String root, List<String> dates) {
    StringBuilder text = new StringBuilder();
    for (int from = 0; from < dates.size(); from += PARTITIONS_A_STATEMENT) {
      int to = Math.min(from + PARTITIONS_A_STATEMENT, dates.size());
      text.append("ALTER TABLE ").append(table).append(" ADD IF NOT EXISTS\n");
      text.append(
          dates.subList(from, to).stream()
              .map(
                  date ->
                      "PARTITION ("
                          + name(column)
                          + " = "
                          + text(date)
                          + ") LOCATION "
                          + text(root + "/" + column + "=" + date + "/"))
              .collect(Collectors.joining("\n", "", ";\n")));
    }
    return text.toString();
  }

  private static String type(ColumnType type) {
    if (type instanceof ColumnType.Array array) {
      return "array<" + type(array.element()) + ">";
    }
    if (type instanceof ColumnType.Map map) {
      return "map<" + type(map.key()) + "," + type(map.value()) + ">";
    }
    if (type instanceof ColumnType.Struct struct) {
      return struct.fields().stream()
          .map(field -> field.name() + ":" + type(field.type()))
          .collect(Collectors.joining(",", "struct<", ">"));
    }
    if (type instanceof Primitive primitive) {
      return switch (primitive) {
        case TINYINT, SMALLINT -> "smallint";
        case INT -> "integer";
        case FLOAT -> "real";
        case DOUBLE -> "double precision";
        case STRING -> "varchar(65535)";
        case BINARY -> "varbyte(1000000)";
        case BOOLEAN, BIGINT, DATE, TIMESTAMP -> primitive.toString();
      };
    }
    return type.toString();
  }

  private static void requireReadable(PublishedTable table) {
    if (!uri(table.location()).startsWith("s3://")) {
      throw refused(
          table,
          "it lies at " + table.location() + ", and Redshift reads s3:// only",
          "Select tables of a layer on S3.");
    }
  }

  private static LakeException refused(PublishedTable table, String reason, String remedy) {
    return new LakeException(
        LakeException.Kind.CONFIGURATION,
        "Cannot print the DDL of " + table.qualifiedName() + ": " + reason + ". " + remedy);
  }

  private static String uri(Location location) {
    return location.uri().replaceFirst("^s3[an]://", "s3://");
  }

  private static String name(String name) {
    return "\"" + name.replace("\"", "\"\"") + "\"";
  }

  private static String text(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "''") + "'";
  }
}
