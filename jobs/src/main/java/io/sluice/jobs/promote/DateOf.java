package io.sluice.jobs.promote;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.from_utc_timestamp;
import static org.apache.spark.sql.functions.length;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.substring;
import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.functions.when;

import io.sluice.layout.ColumnType;
import io.sluice.layout.ColumnType.Primitive;
import io.sluice.layout.Contract;
import io.sluice.layout.DatePattern;
import io.sluice.layout.LakeException;
import io.sluice.layout.config.BusinessDate;
import io.sluice.layout.config.BusinessDate.Epoch;
import io.sluice.layout.config.BusinessDate.Text;
import io.sluice.layout.config.TableConfig;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataTypes;

/**
 * The business date of a row, as a text, and the ways in which a row has none.
 *
 * <p>What is no date gives null or a text that is too long, whatever Spark is set to: no expression
 * fails under ANSI, and texts are read by java.time, since Spark's own reading depends on {@code
 * spark.sql.legacy.timeParserPolicy}.
 */
final class DateOf {

  private static final String CALENDAR = "from 0001-01-01 to 9999-12-31";
  private static final String DIGITS = " RLIKE '^-?[0-9]{1,18}([.][0-9]+)?$'";
  private static final int MAX_VALUE = 1000;

  private final TableConfig table;
  private final BusinessDate date;
  private final String from;
  private final ColumnType type;

  DateOf(TableConfig table, Contract contract) {
    this.table = table;
    this.date = table.date();
    this.from = date.from();
    this.type =
        contract
            .column(from)
            .orElseThrow(
                () ->
                    new LakeException(
                        LakeException.Kind.DATA,
                        "Cannot promote "
                            + table.id()
                            + ": its raw files have no column "
                            + from
                            + " to take the business date from; they have "
                            + contract.columns().stream()
                                .map(io.sluice.layout.Column::name)
                                .toList()
                            + ". Set date.from to one of those."))
            .type();
  }

  /**
   * The date column over the columns of the contract.
   *
   * @param dateless which rows need none: the default is not given to them
   */
  Column column(Column dateless) {
    Column read = read();
    return date.otherwise()
        .map(
            day -> when(col(from).isNull().and(not(dateless)), lit(day.toString())).otherwise(read))
        .orElse(read);
  }

  private Column read() {
    if (date.as() instanceof Epoch epoch) {
      return counted(epoch);
    }
    if (date.as() instanceof Text text) {
      return written(text);
    }
    if (type == Primitive.DATE) {
      return col(from).cast(DataTypes.StringType);
    }
    if (type == Primitive.TIMESTAMP) {
      return dayOf(col(from));
    }
    throw wrongType(
        "Declare columns { "
            + from
            + " = timestamp } or date, set date.as if it counts since 1970 or is a text, or set"
            + " date.from to a column of such a type.");
  }

  private Column dayOf(Column instant) {
    return from_utc_timestamp(instant, date.zone().getId())
        .cast(DataTypes.DateType)
        .cast(DataTypes.StringType);
  }

  /** Of fractions a day does not depend, so that only whole units are counted. */
  private Column counted(Epoch epoch) {
    long first = Epoch.FIRST_SECOND * epoch.perSecond();
    long end = Epoch.END_SECOND * epoch.perSecond();
    String name = "`" + from + "`";
    String whole;
    if (type == Primitive.INT || type == Primitive.BIGINT) {
      whole = "CAST(" + name + " AS bigint)";
    } else if (type == Primitive.DOUBLE) {
      // Below any date and beyond any the floor of a double would be a number that it is not.
      String inside = name + " >= " + first + " AND " + name + " < " + end;
      whole = "CASE WHEN " + inside + " THEN floor(" + name + ") END";
    } else if (type instanceof ColumnType.Decimal) {
      whole = "try_cast(floor(" + name + ") AS bigint)";
    } else if (type == Primitive.STRING) {
      String number = "try_cast(" + name + " AS decimal(38,18))";
      whole = "CASE WHEN " + name + DIGITS + " THEN try_cast(floor(" + number + ") AS bigint) END";
    } else {
      throw wrongType("Declare columns { " + from + " = bigint }, or correct date.as.");
    }
    String legal = whole + " >= " + first + " AND " + whole + " < " + end;
    String units = epoch.name().toLowerCase(Locale.ROOT);
    return dayOf(expr("timestamp_" + units + "(CASE WHEN " + legal + " THEN " + whole + " END)"));
  }

  private Column written(Text text) {
    boolean whole = type == Primitive.INT || type == Primitive.BIGINT;
    if (!whole && type != Primitive.STRING) {
      throw wrongType("Declare columns { " + from + " = string }, or correct date.as.");
    }
    UDF1<String, String> day = new DayOfText(text.pattern().toString(), date.zone());
    return udf(day, DataTypes.StringType).apply(col(from).cast(DataTypes.StringType));
  }

  /**
   * What a row without a date fails by; the date column must be there.
   *
   * @param dateless which rows need none
   */
  List<Fault> faults(Column dateless) {
    List<Fault> faults = new ArrayList<>();
    if (date.otherwise().isEmpty()) {
      faults.add(
          new Fault(
              col(from).isNull().and(not(dateless)),
              from,
              "not null",
              lit(null),
              from + " is null: the row has no business date"));
    }
    Column day = col(date.column());
    Column value = substring(col(from).cast(DataTypes.StringType), 1, MAX_VALUE);
    Column unfit = day.isNull().or(length(day).notEqual("yyyy-MM-dd".length()));
    String expected = "a date " + CALENDAR;
    String reason = from + " is out of the calendar";
    if (date.as() instanceof Text text) {
      expected = "a date as " + text.pattern();
      reason = from + " is not " + expected;
    } else if (date.as() instanceof Epoch epoch) {
      expected = "a number of " + epoch.word() + " " + CALENDAR;
      reason = from + " is not " + expected;
    }
    faults.add(new Fault(col(from).isNotNull().and(unfit), from, expected, value, reason));
    return faults;
  }

  private LakeException wrongType(String advice) {
    return new LakeException(
        LakeException.Kind.CONFIGURATION,
        "Cannot promote "
            + table.id()
            + ": the business date comes from "
            + from
            + ", which is "
            + type
            + ". "
            + advice);
  }

  /** Reads a text's day; the pattern is made anew where it runs, since it cannot travel. */
  private static final class DayOfText implements UDF1<String, String> {

    private static final long serialVersionUID = 1L;

    private final String letters;
    private final ZoneId zone;
    private transient DatePattern pattern;

    DayOfText(String letters, ZoneId zone) {
      this.letters = letters;
      this.zone = zone;
    }

    @Override
    public String call(String text) {
      if (pattern == null) {
        pattern = DatePattern.of(letters);
      }
      return text == null ? null : pattern.read(text, zone).map(LocalDate::toString).orElse(null);
    }
  }
}
