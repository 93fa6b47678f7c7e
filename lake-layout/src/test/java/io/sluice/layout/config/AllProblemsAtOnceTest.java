package io.sluice.layout.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AllProblemsAtOnceTest {

  @Test
  void namesEveryProblemInOneGo(@TempDir Path base) {
    ConfFolder conf =
        new ConfFolder(base)
            .write(
                "lake.conf",
                """
                lake {
                  raw = "s3a://acme/lake"
                  processed = "s3a://acme/lake/processed"
                  catalog { type = hiv }
                  default { mode = append }
                }
                """)
            .write(
                "sources/shop.conf",
                """
                source = shop
                mod = upsert
                tables.orders {
                  format = jsn
                  mode = upsert
                  order = [updatd_at]
                  date { from = created_at, zone = "America/Sao_Paolo" }
                  columns {
                    OrderID = bigint
                    created_at = timestamp
                    updated_at = timestamp
                    amount = "decimal(50,2)"
                  }
                  max-rejected = 150%
                  files { minimum = 190MB }
                }
                tables.clicks {
                  date.from = at
                }
                """)
            .write("sources/web.conf", "source = web\ntables.Hits {}\n")
            .write(
                "marts/sales/daily.sql",
                """
                /*
                  materialize = incremental
                  checks = [
                    { uniqe = [day] }
                  ]
                */
                SELECT 1;
                DROP TABLE x
                """)
            .write("marts/sales/weekly.sql", "/* dat = day */\nSELECT 1");
    assertEquals(
        """
        conf/lake.conf:1: lake.curated: is not set. Write lake.curated = "s3a://<bucket>", or the path of a folder.
        conf/lake.conf:3: lake.processed: s3a://acme/lake/processed is inside lake.raw (s3a://acme/lake). Give every layer a root of its own.
        conf/lake.conf:4: lake.catalog.type: "hiv" is not embedded, glue, hive or none. Did you mean hive?
        conf/lake.conf:5: lake.default: unknown key "default". Did you mean defaults?
        conf/marts/sales/daily.sql:2: materialize: "incremental" is not there yet; only table and view are. Write materialize = table.
        conf/marts/sales/daily.sql:4: checks.uniqe: unknown key "uniqe". Did you mean unique?
        conf/marts/sales/daily.sql:8: there is a second statement after the semicolon. A mart is one SELECT; move the other into a file of its own.
        conf/marts/sales/weekly.sql:1: dat: unknown key "dat". Did you mean date?
        conf/sources/shop.conf:2: mod: unknown key "mod". Did you mean mode?
        conf/sources/shop.conf:3: tables.orders.key: mode = upsert needs it. Write key = [<column>], the columns that identify a row.
        conf/sources/shop.conf:4: tables.orders.format: "jsn" is not avro, csv, json, orc, parquet or xml. Did you mean json?
        conf/sources/shop.conf:6: tables.orders.order: "updatd_at" is not a declared column. Did you mean updated_at?
        conf/sources/shop.conf:7: tables.orders.date.zone: "America/Sao_Paolo" is not a time zone. Did you mean America/Sao_Paulo?
        conf/sources/shop.conf:9: tables.orders.columns.OrderID: "OrderID" is not a conformed name. Write order_id.
        conf/sources/shop.conf:12: tables.orders.columns.amount: decimal(50,2) is not legal: 1 <= precision <= 38, scale <= precision. Write a type such as bigint or decimal(12,2).
        conf/sources/shop.conf:14: tables.orders.max-rejected: 150% is not between 0 and 1. Write a share such as 1% or 0.01.
        conf/sources/shop.conf:15: tables.orders.files: minimum 190000000, target 175000000 and maximum 200000000 bytes do not increase from above 0. Write sizes such as minimum = 150MB, target = 175MB, maximum = 200MB.
        conf/sources/shop.conf:17: tables.clicks.format: is not set. Write format = csv, json, parquet, avro, orc or xml here, at the top of the file or in lake.defaults.
        conf/sources/shop.conf:18: tables.clicks.date.zone: is not set, and at is not declared as a date. Write the zone in which its days begin and end, such as zone = UTC.
        conf/sources/web.conf:2: tables.Hits: "Hits" is not a legal name; use lower-case letters, digits and single underscores, starting with a letter, such as shop or daily_revenue.
        """,
        String.join("\n", conf.problems()) + "\n");
  }
}
