package io.sluice.jobs.curate;

import static org.apache.spark.sql.functions.col;

import io.sluice.jobs.store.LakeViews;
import io.sluice.jobs.store.SparkMessage;
import io.sluice.jobs.store.SparkTypes;
import io.sluice.layout.Column;
import io.sluice.layout.ColumnNames;
import io.sluice.layout.LakeException;
import io.sluice.layout.LakeLayout;
import io.sluice.layout.config.MartConfig;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;

/**
 * What a mart's SQL answers over its inputs, not computed yet: columns that every reader knows, and
 * the date, if it has one, as text.
 */
final class MartAnswer {

  private static final String ANSWER = "_sluice_answer";

  private final SparkSession spark;
  private final MartConfig mart;
  private final Dataset<Row> rows;

  private MartAnswer(SparkSession spark, MartConfig mart, Dataset<Row> rows) {
    this.spark = spark;
    this.mart = mart;
    this.rows = rows;
  }

  /** Analyses the SQL over the inputs as the plan saw them. */
  static MartAnswer of(
      SparkSession spark, LakeLayout layout, MartConfig mart, Inputs inputs, CuratePlan plan) {
    Dataset<Row> answer =
        LakeViews.alone(
            () -> {
              inputs.show(new LakeViews(spark, layout), plan.inputs());
              return analysed(spark, mart);
            });
    for (String name : answer.columns()) {
      if (!ColumnNames.isLegal(name)) {
        throw new LakeException(
            LakeException.Kind.CONFIGURATION,
            "Cannot curate "
                + mart.id()
                + ": its column \""
                + name
                + "\" has a name that not every"
                + " reader of the lake knows. Name it in "
                + mart.file()
                + ", such as AS "
                + ColumnNames.conform(name)
                + ".");
      }
    }
    return new MartAnswer(
        spark, mart, mart.date().isPresent() ? dated(mart, answer, mart.date().get()) : answer);
  }

  private static Dataset<Row> analysed(SparkSession spark, MartConfig mart) {
    try {
      return spark.sql(mart.sql());
    } catch (Exception e) {
      throw new LakeException(
          LakeException.Kind.CONFIGURATION,
          "Cannot curate "
              + mart.id()
              + ": "
              + SparkMessage.reason(e)
              + ". Correct "
              + mart.file()
              + ".",
          e);
    }
  }

  Dataset<Row> rows() {
    return rows;
  }

  /** Spread so that a date's rows meet in few tasks, which Spark sizes by what it sees. */
  Dataset<Row> spread() {
    rows.createOrReplaceTempView(ANSWER);
    String by = mart.date().map(date -> "(`" + date + "`)").orElse("");
    return spark.sql("SELECT /*+ REBALANCE" + by + " */ * FROM " + ANSWER);
  }

  /** The columns without the date. */
  List<Column> columns() {
    try {
      return SparkTypes.columns(rows.schema()).stream()
          .filter(column -> !mart.date().equals(Optional.of(column.name())))
          .toList();
    } catch (IllegalArgumentException e) {
      throw new LakeException(
          LakeException.Kind.CONFIGURATION,
          "Cannot curate " + mart.id() + ": " + e.getMessage() + ". See " + mart.file() + ".",
          e);
    }
  }

  /** What the front matter says of columns that are not there. */
  List<String> warnings() {
    return mart.comments().keySet().stream()
        .filter(name -> !List.of(rows.columns()).contains(name))
        .sorted()
        .map(
            name ->
                "columns says what "
                    + name
                    + " means, and the SELECT has no such column"
                    + Spelling.nearest(name, List.of(rows.columns()))
                        .map(near -> "; did you mean " + near + "?")
                        .orElse(""))
        .toList();
  }

  private static Dataset<Row> dated(MartConfig mart, Dataset<Row> answer, String date) {
    for (StructField field : answer.schema().fields()) {
      if (field.name().equals(date)) {
        DataType type = field.dataType();
        if (type.equals(DataTypes.DateType) || type.equals(DataTypes.StringType)) {
          return answer.withColumn(date, col(date).cast(DataTypes.StringType));
        }
        throw new LakeException(
            LakeException.Kind.CONFIGURATION,
            "Cannot curate "
                + mart.id()
                + ": its date column "
                + date
                + " is "
                + type.sql()
                + ". Cast it to DATE in "
                + mart.file()
                + ".");
      }
    }
    throw new LakeException(
        LakeException.Kind.CONFIGURATION,
        "Cannot curate "
            + mart.id()
            + ": its SELECT has no column "
            + date
            + ", which date names; it has "
            + List.of(answer.columns())
            + ". Correct "
            + mart.file()
            + ".");
  }
}
