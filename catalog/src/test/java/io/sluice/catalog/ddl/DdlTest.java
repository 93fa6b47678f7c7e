package io.sluice.catalog.ddl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sluice.catalog.PublishedPartition;
import io.sluice.catalog.PublishedPartitions;
import io.sluice.catalog.PublishedTable;
import io.sluice.catalog.ddl.RedshiftDdl.Dated;
import io.sluice.catalog.ddl.RedshiftDdl.Source;
import io.sluice.layout.Column;
import io.sluice.layout.LakeException;
import io.sluice.layout.Location;
import io.sluice.layout.TableFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DdlTest {

  @Test
  void bigQueryReadsDeltaByItsLogAndParquetByItsFolders() {
    PublishedTable orders = table("gs://acme", TableFormat.DELTA, "What's ordered.\n`\\", "");
    PublishedTable items = table("gs://acme", TableFormat.PARQUET, "", "date=2026-11-19");
    assertEquals(
        """
        -- For BigQuery. DEFAULT is the project's default connection; its service account must be
        -- able to read the buckets.
        CREATE SCHEMA IF NOT EXISTS `processed`;

        CREATE OR REPLACE EXTERNAL TABLE `processed`.`shop_orders`
        WITH CONNECTION DEFAULT
        OPTIONS (
          format = 'DELTA_LAKE',
          uris = ['gs://acme/shop/orders'],
          description = 'What\\'s ordered.\\n`\\\\'
        );

        CREATE OR REPLACE EXTERNAL TABLE `processed`.`shop_orders`
        WITH PARTITION COLUMNS (`date` STRING)
        WITH CONNECTION DEFAULT
        OPTIONS (
          format = 'PARQUET',
          uris = ['gs://acme/shop/orders/*.parquet'],
          hive_partition_uri_prefix = 'gs://acme/shop/orders'
        );
        """,
        BigQueryDdl.of(List.of(orders, items)));
  }

  @Test
  void bigQueryIsNotGivenWhatItCannotRead() {
    assertEquals(
        "Cannot print the DDL of processed.shop_orders: it lies at s3a://acme/shop/orders, and"
            + " BigQuery reads gs:// only. Select tables of a layer on gs://.",
        refusal(() -> BigQueryDdl.of(List.of(table("s3a://acme", TableFormat.DELTA, "", "")))));
    assertEquals(
        "Cannot print the DDL of processed.shop_orders: its partition 2026-11-19 lies at"
            + " gs://acme/shop/orders/v7, which only a catalog knows, and BigQuery would read all"
            + " versions at once. Publish it in place, or write table-format = delta.",
        refusal(() -> BigQueryDdl.of(List.of(table("gs://acme", TableFormat.PARQUET, "", "v7")))));
  }

  @Test
  void redshiftReadsTheCatalogAndManifestsOfDelta() {
    assertEquals(
        """
        -- For Redshift. IAM_ROLE default is the role attached to the cluster as its default.
        CREATE EXTERNAL SCHEMA IF NOT EXISTS "processed"
        FROM DATA CATALOG
        DATABASE 'processed'
        REGION 'us-east-1'
        IAM_ROLE default;

        -- processed.shop_orders is in the schema as it is.

        -- processed.shop_orders is a Delta table, which Redshift reads through a manifest. Once, in Spark:
        --   ALTER TABLE delta.`s3a://acme/shop/orders`
        --   SET TBLPROPERTIES ('delta.compatibility.symlinkFormatManifest.enabled' = 'true');
        --   GENERATE symlink_format_manifest FOR TABLE delta.`s3a://acme/shop/orders`;
        -- Each publish then writes the manifests of the dates it changes. A new date must
        -- be added here again, and nothing keeps dates in step with each other.
        CREATE EXTERNAL TABLE "processed"."shop_orders__manifest" (
          "order_id" bigint,
          "age" smallint,
          "items" array<struct<sku:varchar(65535),price:decimal(12,2),weight:double precision>>
        )
        PARTITIONED BY ("date" varchar(10))
        ROW FORMAT SERDE 'org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe'
        STORED AS INPUTFORMAT 'org.apache.hadoop.hive.ql.io.SymlinkTextInputFormat'
        OUTPUTFORMAT 'org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat'
        LOCATION 's3://acme/shop/orders/_symlink_format_manifest/';
        ALTER TABLE "processed"."shop_orders__manifest" ADD IF NOT EXISTS
        PARTITION ("date" = '2026-11-18') LOCATION 's3://acme/shop/orders/_symlink_format_manifest/date=2026-11-18/'
        PARTITION ("date" = '2026-11-19') LOCATION 's3://acme/shop/orders/_symlink_format_manifest/date=2026-11-19/';
        """,
        RedshiftDdl.of(
            new Source.Glue("us-east-1"),
            List.of(
                new Dated(table("s3a://acme", TableFormat.PARQUET, "", ""), List.of()),
                new Dated(
                    table("s3a://acme", TableFormat.DELTA, "", ""),
                    List.of("2026-11-18", "2026-11-19")))));
  }

  @Test
  void redshiftFindsAMetastoreByHostAndPort() {
    assertEquals(
        """
        -- For Redshift. IAM_ROLE default is the role attached to the cluster as its default.
        CREATE EXTERNAL SCHEMA IF NOT EXISTS "processed"
        FROM HIVE METASTORE
        DATABASE 'processed'
        URI 'o''hara' PORT 9083
        IAM_ROLE default;

        -- processed.shop_orders is in the schema as it is.
        """,
        RedshiftDdl.of(
            new Source.Metastore("o'hara", 9083),
            List.of(new Dated(table("s3a://acme", TableFormat.PARQUET, "", ""), List.of()))));
    assertEquals(
        "Cannot print the DDL of processed.shop_orders: it lies at gs://acme/shop/orders, and"
            + " Redshift reads s3:// only. Select tables of a layer on S3.",
        refusal(
            () ->
                RedshiftDdl.of(
                    new Source.Glue("us-east-1"),
                    List.of(new Dated(table("gs://acme", TableFormat.DELTA, "", ""), List.of())))));
  }

  private static String refusal(Runnable printing) {
    LakeException refused = assertThrows(LakeException.class, printing::run);
    assertEquals(LakeException.Kind.CONFIGURATION, refused.kind());
    return refused.getMessage();
  }

  /**
   * @param folder of its one partition; empty for none
   */
  private static PublishedTable table(
      String root, TableFormat format, String description, String folder) {
    Location lake = Location.of(root);
    Location location = lake.child("shop/orders");
    return new PublishedTable(
        "processed",
        lake,
        "shop_orders",
        format,
        location,
        List.of(
            Column.of("order_id", "bigint"),
            Column.of("age", "tinyint"),
            Column.of("items", "array<struct<sku:string,price:decimal(12,2),weight:double>>")),
        Optional.of("date"),
        folder.isEmpty()
            ? PublishedPartitions.NONE
            : PublishedPartitions.all(
                List.of(new PublishedPartition("2026-11-19", location.child(folder)))),
        description,
        7,
        1_700_000_000_000L,
        Map.of(),
        Map.of());
  }
}
