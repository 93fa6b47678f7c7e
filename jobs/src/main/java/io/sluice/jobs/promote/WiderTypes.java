package io.sluice.jobs.promote;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.udf;

import io.sluice.jobs.raw.RawRead;
import io.sluice.jobs.raw.RawRows;
import io.sluice.jobs.raw.WiderType;
import io.sluice.layout.ColumnType;
import io.sluice.layout.Contract;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF2;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;

/**
 * The types of inferred columns that are too narrow: what was inferred is a guess from the rows
 * there were, so a value that a safe wider type holds corrects the guess. What is declared is no
 * guess, and rejects.
 */
final class WiderTypes {

  private final Contract contract;
  private final Set<String> inferred;

  WiderTypes(Contract contract) {
    this.contract = contract;
    this.inferred =
        contract.entries().stream()
            .filter(entry -> !entry.declared() && mayWiden(entry.column().type()))
            .map(entry -> entry.column().name())
            .collect(Collectors.toSet());
  }

  private static boolean mayWiden(ColumnType type) {
    if (type instanceof ColumnType.Struct struct) {
      return struct.fields().stream().anyMatch(field -> mayWiden(field.type()));
    }
    if (type instanceof ColumnType.Array array) {
      return mayWiden(array.element());
    }
    return type instanceof ColumnType.Map map ? mayWiden(map.value()) : WiderType.mayHold(type);
  }

  /**
   * Looks at the rejected rows again, if one of the columns can be wider at all.
   *
   * @param read what the rows were read from
   * @param counts how many rows of which file were rejected
   * @return the wider types by column
   */
  Map<String, ColumnType> of(SparkSession spark, RawRead read, Tally.Counts counts) {
    Set<Integer> files =
        counts.files().stream()
            .filter(file -> counts.of(file, Tally.REJECTED) > 0)
            .collect(Collectors.toSet());
    if (files.isEmpty() || inferred.isEmpty()) {
      return Map.of();
    }
    String zone = read.zone().getId();
    UDF2<String, String, String> wider =
        (expected, value) ->
            value == null
                ? null
                : WiderType.holding(ColumnType.parse(expected), value, ZoneId.of(zone))
                    .map(ColumnType::toString)
                    .orElse(null);
    Map<String, ColumnType> types = new HashMap<>();
    for (Row row :
        RawRows.read(spark, read.onlyFiles(files))
            .where(col(RawRows.KIND).equalTo(Tally.REJECTED))
            .where(functions.substring_index(col(RawRows.COLUMN), ".", 1).isin(inferred.toArray()))
            .select(
                col(RawRows.COLUMN),
                udf(wider, DataTypes.StringType)
                    .apply(col(RawRows.EXPECTED), col(RawRows.VALUE))
                    .as("wider"))
            .where(col("wider").isNotNull())
            .distinct()
            .collectAsList()) {
      List<String> path = new ArrayList<>(Arrays.asList(row.getString(0).split("\\.")));
      String column = path.remove(0);
      ColumnType now = types.getOrDefault(column, contract.column(column).orElseThrow().type());
      types.put(column, widened(now, path, ColumnType.parse(row.getString(1))));
    }
    return types;
  }

  /** A type that holds a further value somewhere inside; arrays and maps are looked through. */
  static ColumnType widened(ColumnType type, List<String> path, ColumnType value) {
    if (type instanceof ColumnType.Array array) {
      return new ColumnType.Array(widened(array.element(), path, value));
    }
    if (type instanceof ColumnType.Map map) {
      return new ColumnType.Map(map.key(), widened(map.value(), path, value));
    }
    if (!(type instanceof ColumnType.Struct struct) || path.isEmpty()) {
      ColumnType both = ColumnType.widest(type, value);
      return both == null ? type : both;
    }
    List<ColumnType.Field> fields = new ArrayList<>();
    for (ColumnType.Field field : struct.fields()) {
      boolean here = field.name().equals(path.get(0));
      fields.add(
          here
              ? new ColumnType.Field(
                  field.name(), widened(field.type(), path.subList(1, path.size()), value))
              : field);
    }
    return new ColumnType.Struct(fields);
  }
}
