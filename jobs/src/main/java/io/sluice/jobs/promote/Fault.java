package io.sluice.jobs.promote;

import static org.apache.spark.sql.functions.lit;

import org.apache.spark.sql.Column;

/** A way a record fails, first come first told. */
record Fault(Column when, Column column, Column expected, Column value, Column reason) {

  /** A way that is the same for every record. */
  Fault(Column when, String column, String expected, Column value, String reason) {
    this(when, lit(column), lit(expected), value, lit(reason));
  }
}
