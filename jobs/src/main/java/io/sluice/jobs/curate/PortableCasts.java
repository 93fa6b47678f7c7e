package io.sluice.jobs.curate;

import java.util.Optional;
import org.apache.spark.sql.catalyst.expressions.Cast;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.Round;
import org.apache.spark.sql.catalyst.expressions.SubqueryExpression;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.IntegralType;
import scala.collection.Iterator;

/**
 * Casts of an analysed query whose values would be others in Presto: {@link Portability} does not
 * know the types that these depend on.
 */
final class PortableCasts {

  private PortableCasts() {}

  /** What is wrong with one of them, for a person. */
  static Optional<String> problem(LogicalPlan plan) {
    for (Iterator<Expression> all = plan.expressions().iterator(); all.hasNext(); ) {
      Optional<String> problem = problem(all.next());
      if (problem.isPresent()) {
        return problem;
      }
    }
    for (Iterator<LogicalPlan> all = plan.children().iterator(); all.hasNext(); ) {
      Optional<String> problem = problem(all.next());
      if (problem.isPresent()) {
        return problem;
      }
    }
    return Optional.empty();
  }

  private static Optional<String> problem(Expression expression) {
    if (expression instanceof Cast cast && !isSame(cast)) {
      String types = cast.child().dataType().sql() + " to " + cast.dataType().sql();
      return Optional.of(
          cast.dataType() instanceof IntegralType
              ? "a CAST of "
                  + types
                  + " cuts in Spark and rounds in Presto. CAST floor(…) or round(…)"
              : "a CAST of " + types + " is written otherwise in Presto. Leave it the type it has");
    }
    if (expression instanceof SubqueryExpression subquery) {
      Optional<String> problem = problem(subquery.plan());
      if (problem.isPresent()) {
        return problem;
      }
    }
    for (Iterator<Expression> all = expression.children().iterator(); all.hasNext(); ) {
      Optional<String> problem = problem(all.next());
      if (problem.isPresent()) {
        return problem;
      }
    }
    return Optional.empty();
  }

  private static boolean isSame(Cast cast) {
    DataType from = cast.child().dataType();
    boolean isDouble = from.equals(DataTypes.DoubleType) || from.equals(DataTypes.FloatType);
    boolean hasFraction = isDouble || from instanceof DecimalType decimal && decimal.scale() > 0;
    if (cast.dataType() instanceof IntegralType) {
      return !hasFraction || cast.child() instanceof Round;
    }
    boolean isText = cast.dataType().equals(DataTypes.StringType);
    return !isText || !isDouble && !from.equals(DataTypes.TimestampType);
  }
}
