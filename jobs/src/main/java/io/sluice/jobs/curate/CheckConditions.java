package io.sluice.jobs.curate;

import io.sluice.jobs.store.SparkMessage;
import io.sluice.layout.LakeException;
import io.sluice.layout.TableId;
import io.sluice.layout.config.Check;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.parser.CatalystSqlParser;
import org.apache.spark.sql.catalyst.parser.ParseException;
import org.apache.spark.sql.catalyst.parser.ParserInterface;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.NumericType;

/** Checks as conditions of Spark on one table's rows; what a check gets wrong is told here. */
final class CheckConditions {

  private final TableId table;
  private final Dataset<Row> rows;

  CheckConditions(TableId table, Dataset<Row> rows) {
    this.table = table;
    this.rows = rows;
  }

  /** True for the rows that break the check, and never null. */
  Column failing(Check check) {
    if (check instanceof Check.NotNull notNull) {
      return notNull.columns().stream()
          .map(name -> column(check, name).isNull())
          .reduce(functions.lit(false), Column::or);
    }
    if (check instanceof Check.Accepted accepted) {
      return accepted(accepted);
    }
    if (check instanceof Check.Sql sql) {
      return sql(sql);
    }
    throw new IllegalArgumentException(check + " is not about one row");
  }

  /** The columns in which no two rows may be the same. */
  Column[] key(Check.Unique check) {
    Column[] key = check.columns().stream().map(name -> column(check, name)).toArray(Column[]::new);
    analyze(check, () -> rows.groupBy(key).count());
    return key;
  }

  /** What an example shows: the checked columns first, then the others. */
  Column[] shown(Check check) {
    List<String> checked = List.of();
    if (check instanceof Check.NotNull notNull) {
      checked = notNull.columns();
    } else if (check instanceof Check.Accepted accepted) {
      checked = List.of(accepted.column());
    }
    List<String> first = checked.stream().map(name -> find(name).orElse(name)).distinct().toList();
    return Stream.concat(first.stream(), Arrays.stream(rows.columns()))
        .distinct()
        .map(CheckConditions::quoted)
        .toArray(Column[]::new);
  }

  private Column accepted(Check.Accepted check) {
    Column column = column(check, check.column());
    DataType type = rows.select(column).schema().fields()[0].dataType();
    Column text = column.cast("string");
    boolean typed =
        type instanceof NumericType || type instanceof BooleanType || type instanceof DateType;
    Object[] values =
        check.values().stream()
            .map(value -> typed ? literal(check, value, type) : value)
            .toArray(Object[]::new);
    Column known = (typed ? column : text).isin(values);
    return column.isNotNull().and(functions.not(known));
  }

  /** So that 1 accepts the decimal 1.00. */
  private Object literal(Check.Accepted check, String value, DataType type) {
    try {
      if (type instanceof NumericType) {
        return new BigDecimal(value);
      }
      if (type instanceof DateType) {
        return LocalDate.parse(value);
      }
    } catch (NumberFormatException | DateTimeException wrong) {
      throw notOfType(check, value, type);
    }
    if (!value.equalsIgnoreCase("true") && !value.equalsIgnoreCase("false")) {
      throw notOfType(check, value, type);
    }
    return Boolean.valueOf(value);
  }

  private LakeException notOfType(Check.Accepted check, String value, DataType type) {
    return wrong(
        check,
        "\"" + value + "\" is no " + type.simpleString() + ", the type of " + check.column());
  }

  private Column sql(Check.Sql check) {
    ParserInterface parser = new CatalystSqlParser();
    try {
      if (SqlTree.of(parser.parseExpression(check.condition())).hasSubquery()) {
        throw wrong(check, "a check looks at one row and cannot read other tables");
      }
    } catch (ParseException notSql) {
      throw wrong(check, SparkMessage.reason(notSql));
    }
    Column condition = functions.expr(check.condition());
    analyze(check, () -> rows.filter(condition));
    return functions.not(functions.coalesce(condition, functions.lit(true)));
  }

  private Column column(Check check, String name) {
    return find(name)
        .map(CheckConditions::quoted)
        .orElseThrow(() -> wrong(check, "there is no column " + name));
  }

  private Optional<String> find(String name) {
    return Arrays.stream(rows.columns()).filter(name::equalsIgnoreCase).findFirst();
  }

  private static Column quoted(String name) {
    return functions.col("`" + name.replace("`", "``") + "`");
  }

  /** Spark throws a checked exception here without declaring it. */
  private void analyze(Check check, Runnable query) {
    try {
      query.run();
    } catch (RuntimeException ours) {
      throw ours;
    } catch (Exception thrown) {
      if (thrown instanceof AnalysisException) {
        throw wrong(check, SparkMessage.reason(thrown));
      }
      throw new IllegalStateException(thrown);
    }
  }

  private LakeException wrong(Check check, String reason) {
    return new LakeException(
        LakeException.Kind.CONFIGURATION,
        "Cannot check "
            + table
            + " with \""
            + check
            + "\": "
            + reason
            + ". Correct the check; the columns are "
            + Arrays.stream(rows.columns()).collect(Collectors.joining(", "))
            + ".");
  }
}
