package io.sluice.jobs.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.layout.sizing.BinPlan;
import io.sluice.layout.sizing.FileSizing;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.plans.physical.HashPartitioning;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.Test;
import scala.collection.JavaConverters;

class RouterTest {

  private static final int ROWS = 100_000;

  @Test
  void sparkSendsEachSaltToItsTask() {
    for (int tasks = 1; tasks <= 200; tasks++) {
      int[] salts = Router.salts(tasks);
      assertEquals(tasks, salts.length);
      for (int task = 0; task < tasks; task++) {
        assertEquals(task, taskOfSpark(salts[task], tasks), "salt " + salts[task] + " of " + tasks);
      }
    }
  }

  @Test
  void rowsFallIntoBinsInProportion() {
    BinPlan plan =
        BinPlan.of(
            Map.of("2026-11-18", 250_000_000L, "2026-11-19", 520_000_000L), FileSizing.DEFAULT);
    Router router = new Router(plan);
    for (String date : plan.partitions().keySet()) {
      int[] rows = new int[plan.tasks()];
      Random places = new Random(7);
      for (int row = 0; row < ROWS; row++) {
        rows[router.task(date, places.nextDouble())]++;
      }
      List<Double> shares = plan.sharesOf(date);
      int first = plan.partitions().get(date).firstTask();
      int counted = 0;
      for (int bin = 0; bin < shares.size(); bin++) {
        assertEquals(shares.get(bin), (double) rows[first + bin] / ROWS, 0.01);
        counted += rows[first + bin];
      }
      assertEquals(ROWS, counted, "rows of " + date + " went to another's bin");
    }
  }

  @Test
  void theVeryLastPlaceIsInTheLastBin() {
    BinPlan plan = BinPlan.of(Map.of("a", 520_000_000L), FileSizing.DEFAULT);
    Router router = new Router(plan);
    assertEquals(0, router.task("a", 0.0));
    assertEquals(2, router.task("a", Math.nextDown(1.0)));
    assertEquals(2, router.task("a", 1.0));
  }

  @Test
  void aDateThatThePlanDoesNotKnowGoesWholeToOneTask() {
    Router router = new Router(new BinPlan(3, Map.of()));
    Set<Integer> used = new HashSet<>();
    for (int day = 1; day <= 30; day++) {
      String date = String.format("2026-11-%02d", day);
      int task = router.task(date, 0.0);
      assertEquals(task, router.task(date, 0.9));
      used.add(task);
    }
    used.add(router.task(null, 0.5));
    assertTrue(Set.of(0, 1, 2).equals(used), "tasks " + used);
  }

  /** As Spark computes it for a repartition by the salt's column. */
  private static int taskOfSpark(int salt, int tasks) {
    List<Expression> by = List.of(new Literal(salt, DataTypes.IntegerType));
    HashPartitioning partitioning =
        new HashPartitioning(JavaConverters.asScalaBufferConverter(by).asScala().toSeq(), tasks);
    return (Integer) partitioning.partitionIdExpression().eval(InternalRow.empty());
  }
}
