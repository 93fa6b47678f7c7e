package io.sluice.layout.config;

import java.util.List;

/** A statement about a table that must hold before it is published. */
public sealed interface Check {

  /** What a failing check does. */
  enum Severity {
    /** Nothing is published. */
    ERROR,
    /** It is published, and the report says so. */
    WARN
  }

  Severity severity();

  /** No row has null in one of the columns. */
  record NotNull(List<String> columns, Severity severity) implements Check {
    @Override
    public String toString() {
      return "not-null " + columns;
    }
  }

  /** No two rows have the same values in the columns. */
  record Unique(List<String> columns, Severity severity) implements Check {
    @Override
    public String toString() {
      return "unique " + columns;
    }
  }

  /** A column holds one of the values, or null. */
  record Accepted(String column, List<String> values, Severity severity) implements Check {
    @Override
    public String toString() {
      return "accepted " + column + " in " + values;
    }
  }

  /** A condition in SQL that is true, or null, for every row. */
  record Sql(String condition, Severity severity) implements Check {
    @Override
    public String toString() {
      return condition;
    }
  }
}
