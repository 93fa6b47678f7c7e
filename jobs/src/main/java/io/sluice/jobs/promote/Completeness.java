package io.sluice.jobs.promote;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.array_intersect;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.element_at;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.map;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.when;

import io.sluice.jobs.raw.RawRead;
import io.sluice.jobs.raw.RawRows;
import io.sluice.jobs.report.Amounts;
import io.sluice.layout.Contract;
import io.sluice.layout.LakeException;
import io.sluice.layout.config.TableConfig;
import io.sluice.layout.config.TableConfig.MissingColumns;
import io.sluice.layout.intake.Manifest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;

/**
 * Whether records carry what the contract promises: the columns that are declared, or were there
 * before this run. What a file of this run brings is not missing in the others. Where rows carry
 * only what changed, nothing is promised.
 */
final class Completeness {

  private final TableConfig table;
  private final List<io.sluice.layout.Column> promised;

  /**
   * @param run the number of the run that reads
   */
  Completeness(TableConfig table, Contract contract, long run) {
    this.table = table;
    this.promised =
        contract.entries().stream()
            .filter(entry -> table.partial().isEmpty())
            .filter(entry -> entry.declared() || entry.since() < run)
            .map(Contract.Entry::column)
            .toList();
  }

  RawRead asking(RawRead read) {
    return promised.isEmpty() ? read : read.namingAbsent();
  }

  boolean rejects() {
    return table.missingColumns() == MissingColumns.REJECT && !promised.isEmpty();
  }

  /** The names of the promised columns that a record lacks, an array; null for a complete one. */
  private Column lacking() {
    Column all = array(promised.stream().map(column -> lit(column.name())).toArray(Column[]::new));
    Column lacking = array_intersect(all, col(RawRows.ABSENT));
    return when(size(lacking).gt(0), lacking);
  }

  /** The same as a text for {@link Absences}; empty for a complete record. */
  Column text() {
    return promised.isEmpty() ? lit("") : concat_ws(",", lacking());
  }

  /** The first of them. */
  Column first() {
    return element_at(lacking(), 1);
  }

  /** The type of the first of them. */
  Column typeOfFirst() {
    return element_at(
        map(
            promised.stream()
                .flatMap(column -> Stream.of(column.name(), column.type().toString()))
                .map(org.apache.spark.sql.functions::lit)
                .toArray(Column[]::new)),
        first());
  }

  /**
   * What a person should know of files that lack columns.
   *
   * @throws LakeException if the table wants such files to fail
   */
  List<String> judge(Map<Integer, Absences> byFile, Manifest manifest) {
    return switch (table.missingColumns()) {
      case NULL -> warnings(byFile, manifest);
      case REJECT -> List.of();
      case FAIL -> {
        requireNone(byFile, manifest);
        yield List.of();
      }
    };
  }

  private static List<String> warnings(Map<Integer, Absences> byFile, Manifest manifest) {
    Map<String, List<String>> files = new TreeMap<>();
    byFile.forEach(
        (file, absences) -> {
          if (!absences.inAll().isEmpty()) {
            files
                .computeIfAbsent(columns(absences.inAll()), unused -> new ArrayList<>())
                .add(manifest.objects().get(file).path());
          }
        });
    List<String> warnings = new ArrayList<>();
    files.forEach(
        (columns, paths) -> warnings.add(columns + " missing in " + named(paths) + ", null there"));
    return warnings;
  }

  private void requireNone(Map<Integer, Absences> byFile, Manifest manifest) {
    Set<String> columns = new TreeSet<>();
    List<String> paths = new ArrayList<>();
    byFile.forEach(
        (file, absences) -> {
          if (!absences.inSome().isEmpty()) {
            columns.addAll(absences.inSome());
            paths.add(manifest.objects().get(file).path());
          }
        });
    if (!columns.isEmpty()) {
      throw new LakeException(
          LakeException.Kind.DATA,
          "Cannot promote "
              + table.id()
              + ": "
              + columns(columns)
              + " missing in records of "
              + named(paths)
              + ". Let the loader write them, or set missing-columns to null or reject. Nothing was"
              + " published.");
    }
  }

  private static String columns(Set<String> names) {
    return names.size() == 1
        ? "the column " + names.iterator().next() + " is"
        : "the columns " + String.join(", ", names) + " are";
  }

  private static String named(List<String> paths) {
    String first = paths.get(0);
    return paths.size() == 1
        ? first
        : Amounts.count(paths.size(), "raw file") + ", such as " + first;
  }
}
