package io.sluice.layout.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sluice.layout.readers.Engine;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadersReaderTest {

  private static final String CLOUD =
      """
      lake {
        raw = "s3a://acme-raw", processed = "s3a://acme-processed", curated = "s3a://acme-curated"
        catalog.type = none
      """;

  @TempDir Path base;
  private ConfFolder conf;

  @BeforeEach
  void aRightLake() {
    conf = new ConfFolder(base);
  }

  @Test
  void readersAreThoseOfTheLakeTheSourceOrTheTable() {
    conf.write("lake.conf", CLOUD + "defaults { readers = [trino, spark] } }")
        .write(
            "sources/shop.conf",
            """
            source = shop, format = json, date { from = at, zone = UTC }
            tables.orders {}
            tables.items { readers = athena }
            """)
        .write("marts/sales/all.sql", "/* readers = [presto] */ SELECT 1");
    LakeConfig lake = conf.read();
    assertEquals(EnumSet.of(Engine.ATHENA), lake.tables().get(0).readers());
    assertEquals(EnumSet.of(Engine.TRINO, Engine.SPARK), lake.tables().get(1).readers());
    assertEquals(EnumSet.of(Engine.PRESTO), lake.marts().get(0).readers());
  }

  @Test
  void whoNamesNoneHasThoseThatReadOneEntry() {
    conf.write("marts/sales/all.sql", "/* */ SELECT 1");
    assertEquals(Engine.DEFAULT, conf.read().marts().get(0).readers());
  }

  @Test
  void whatAReaderCannotReadIsAProblemWhereItStands() {
    conf.write("lake.conf", CLOUD + "}")
        .write(
            "sources/shop.conf",
            """
            source = shop
            format = json
            date { from = at, zone = UTC }
            tables.orders {
              readers = [redshift, bigquery]
              columns {
                at = timestamp
                size = "array<struct<a:tinyint>>"
                _file_name = string
              }
            }
            tables.items { readers = [redshift, trno], table-format = parquet }
            tables.none { readers = [] }
            """);
    assertEquals(
        List.of(
            "conf/sources/shop.conf:5: tables.orders.readers: BigQuery: the location is s3a://, and"
                + " it reads gs:// only. Take bigquery out of the readers.",
            "conf/sources/shop.conf:5: tables.orders.readers: Redshift: the format is delta, which it"
                + " reads through manifests only. Write table-format = parquet, or take redshift out"
                + " of the readers and see sluice register --ddl redshift.",
            "conf/sources/shop.conf:8: tables.orders.columns.size: Redshift: column size is"
                + " array<struct<a:tinyint>>, and external tables have no tinyint. Declare smallint.",
            "conf/sources/shop.conf:9: tables.orders.columns._file_name: BigQuery: column _file_name"
                + " has a name that is kept for BigQuery's own columns. Give it another name in raw,"
                + " or leave it out.",
            "conf/sources/shop.conf:12: tables.items.readers: \"trno\" is not athena, bigquery,"
                + " presto, redshift, spark or trino. Did you mean trino?",
            "conf/sources/shop.conf:13: tables.none.readers: names no engine. Write one or more, such"
                + " as readers = [trino]."),
        conf.problems());
  }

  @Test
  void aMartMustLieWhereItsReadersLook() {
    conf.write("lake.conf", CLOUD + "}")
        .write("marts/sales/all.sql", "/*\nreaders = [bigquery] */ SELECT 1")
        .write(
            "marts/sales/versions.sql",
            "/* readers = [bigquery], table-format = parquet\npublish = versioned */ SELECT 1");
    assertEquals(
        List.of(
            "conf/marts/sales/all.sql:2: readers: BigQuery: the location is s3a://, and it reads"
                + " gs:// only. Take bigquery out of the readers.",
            "conf/marts/sales/versions.sql:1: readers: BigQuery: the location is s3a://, and it reads"
                + " gs:// only. Take bigquery out of the readers.",
            "conf/marts/sales/versions.sql:2: publish: BigQuery: the table is published in versions,"
                + " and without a catalog all of them are read at once. Write publish = replace, or"
                + " table-format = delta."),
        conf.problems());
  }

  @Test
  void aViewIsForThoseWhoShareItsEntry() {
    conf.write("lake.conf", CLOUD + "}")
        .write(
            "marts/sales/all.sql",
            "/*\nmaterialize = view\nreaders = [redshift, trino] */ SELECT 1");
    assertEquals(
        List.of(
            "conf/marts/sales/all.sql:3: readers: Redshift: the view is an entry of the catalog,"
                + " which it does not take for a view. Write materialize = table, or take redshift"
                + " out of the readers and create the view there."),
        conf.problems());
  }

  @Test
  void aLocalLakeIsARehearsal() {
    conf.write("lake.conf", CLOUD.replace("s3a://acme", "data") + "}")
        .write("marts/sales/all.sql", "/* readers = [bigquery, spark] */ SELECT 1");
    assertEquals(EnumSet.of(Engine.BIGQUERY, Engine.SPARK), conf.read().marts().get(0).readers());
  }
}
