package io.sluice.jobs.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

class SparkTypesTest {

  @Test
  void refusesATypeThatNoCatalogHasAWordFor() {
    for (DataType type :
        List.of(
            DataTypes.NullType,
            DataTypes.CalendarIntervalType,
            DataTypes.createDayTimeIntervalType(),
            DataTypes.createArrayType(DataTypes.NullType))) {
      StructType schema = new StructType().add("total", "bigint").add("span", type);
      IllegalArgumentException refused =
          assertThrows(IllegalArgumentException.class, () -> SparkTypes.columns(schema));
      assertEquals(
          "column span has type "
              + type.sql()
              + ", which not every reader of the lake knows; cast it in the SQL",
          refused.getMessage());
    }
  }
}
