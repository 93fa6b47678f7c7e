package io.sluice.layout.readers;

import io.sluice.layout.Column;
import io.sluice.layout.ColumnType;
import io.sluice.layout.ColumnType.Primitive;
import io.sluice.layout.LakeException;
import io.sluice.layout.TableFormat;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which columns, formats and places the declared readers of a table cannot read. Most of what
 * engines stumble over cannot happen here: names are conformed, {@link ColumnType} has no type that
 * an engine lacks but one, and partition columns are strings.
 */
public final class Portability {

  private static final int REDSHIFT_COLUMNS = 1598;
  private static final int REDSHIFT_NAME = 127;
  private static final List<String> BIGQUERY_PREFIXES =
      List.of("_table_", "_file_", "_partition", "_row_timestamp", "__root__", "_colidentifier");

  private Portability() {}

  /** What is wrong with one column. */
  public static List<Verdict> ofColumn(Collection<Engine> readers, Column column) {
    List<Verdict> verdicts = new ArrayList<>();
    String thing = "column " + column.name();
    if (readers.contains(Engine.REDSHIFT)) {
      if (has(column.type(), Primitive.TINYINT)) {
        verdicts.add(
            Verdict.problem(
                Engine.REDSHIFT,
                thing,
                "is " + column.type() + ", and external tables have no tinyint",
                "Declare smallint."));
      }
      if (column.name().length() > REDSHIFT_NAME) {
        verdicts.add(
            Verdict.problem(
                Engine.REDSHIFT,
                thing,
                "has a name of " + column.name().length() + " bytes (limit " + REDSHIFT_NAME + ")",
                "Give it a shorter name in raw, or leave it out."));
      }
    }
    if (readers.contains(Engine.BIGQUERY)
        && BIGQUERY_PREFIXES.stream().anyMatch(column.name()::startsWith)) {
      verdicts.add(
          Verdict.problem(
              Engine.BIGQUERY,
              thing,
              "has a name that is kept for BigQuery's own columns",
              "Give it another name in raw, or leave it out."));
    }
    return verdicts;
  }

  /** What is wrong with a table's columns, one by one and together. */
  public static List<Verdict> ofColumns(Collection<Engine> readers, List<Column> columns) {
    List<Verdict> verdicts = new ArrayList<>();
    columns.forEach(column -> verdicts.addAll(ofColumn(readers, column)));
    verdicts.addAll(ofWidth(readers, columns.size()));
    return verdicts;
  }

  /** What is wrong with so many columns. */
  public static List<Verdict> ofWidth(Collection<Engine> readers, int columns) {
    return readers.contains(Engine.REDSHIFT) && columns > REDSHIFT_COLUMNS
        ? List.of(
            Verdict.problem(
                Engine.REDSHIFT,
                "the table",
                "has " + columns + " columns (limit " + REDSHIFT_COLUMNS + ")",
                "Leave some out, or split it."))
        : List.of();
  }

  /**
   * What is wrong with where a table lies and how. A local root is a rehearsal, and anything goes.
   *
   * @param scheme of the layer's root: {@code s3a}
   */
  public static List<Verdict> ofPlace(
      Collection<Engine> readers, TableFormat format, String scheme) {
    List<Verdict> verdicts = new ArrayList<>();
    if (readers.contains(Engine.REDSHIFT) && !Set.of("s3", "s3a", "s3n", "file").contains(scheme)) {
      verdicts.add(
          Verdict.problem(
              Engine.REDSHIFT,
              "the location",
              "is " + scheme + "://, and it reads S3 only",
              "Take redshift out of the readers."));
    }
    if (readers.contains(Engine.BIGQUERY) && !Set.of("gs", "file").contains(scheme)) {
      verdicts.add(
          Verdict.problem(
              Engine.BIGQUERY,
              "the location",
              "is " + scheme + "://, and it reads gs:// only",
              "Take bigquery out of the readers."));
    }
    if (readers.contains(Engine.REDSHIFT) && format == TableFormat.DELTA) {
      verdicts.add(
          Verdict.problem(
              Engine.REDSHIFT,
              "the format",
              "is delta, which it reads through manifests only",
              "Write table-format = parquet, or take redshift out of the readers and see sluice"
                  + " register --ddl redshift."));
    }
    return verdicts;
  }

  /** What is wrong with versions in folders of their own, of which the catalog knows the latest. */
  public static List<Verdict> ofVersions(Collection<Engine> readers) {
    return readers.contains(Engine.BIGQUERY)
        ? List.of(
            Verdict.problem(
                Engine.BIGQUERY,
                "the table",
                "is published in versions, and without a catalog all of them are read at once",
                "Write publish = replace, or table-format = delta."))
        : List.of();
  }

  /** What is wrong with a mart that is a view: its entry is in the words of those who share it. */
  public static List<Verdict> ofView(Collection<Engine> readers) {
    return readers.stream()
        .filter(engine -> engine == Engine.REDSHIFT || engine == Engine.BIGQUERY)
        .map(
            engine ->
                Verdict.problem(
                    engine,
                    "the view",
                    "is an entry of the catalog, which it does not take for a view",
                    "Write materialize = table, or take "
                        + engine.word()
                        + " out of the readers and create the view there."))
        .toList();
  }

  /**
   * Throws if there is a problem among the verdicts, with all of them.
   *
   * @param attempt what cannot be done then: {@code publish shop.orders}
   */
  public static void require(String attempt, List<Verdict> verdicts) {
    List<Verdict> problems = verdicts.stream().filter(Verdict::isProblem).toList();
    if (!problems.isEmpty()) {
      throw new LakeException(
          LakeException.Kind.CONFIGURATION,
          "Cannot "
              + attempt
              + ": not every engine of its readers can read it. "
              + problems.stream().map(Verdict::toString).collect(Collectors.joining(" ")));
    }
  }

  private static boolean has(ColumnType type, Primitive primitive) {
    if (type instanceof ColumnType.Array array) {
      return has(array.element(), primitive);
    }
    if (type instanceof ColumnType.Map map) {
      return has(map.key(), primitive) || has(map.value(), primitive);
    }
    if (type instanceof ColumnType.Struct struct) {
      return struct.fields().stream().anyMatch(field -> has(field.type(), primitive));
    }
    return type == primitive;
  }
}
