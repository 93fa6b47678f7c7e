package io.sluice.jobs.promote;

import static org.apache.spark.sql.functions.col;

import io.sluice.layout.ColumnNames;
import io.sluice.layout.intake.Manifest;
import java.util.HashMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.api.java.UDF3;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;

/** What becomes of a row where the rows of its key have met. */
final class Fate {

  static final int LEFT = 0;

  /** Another row of its key is later. */
  static final int LOST = 1;

  /** No row of its key is left. */
  static final int GONE = 2;

  /** A row of neither the run nor the table, which is counted where it is kept. */
  static final int DROPPED = 3;

  /** It waits for the row that it changes. */
  static final int WAITS = 4;

  private final Manifest manifest;
  private final Tally merged;

  /**
   * @param merged counts the rows that are not left
   */
  Fate(Manifest manifest, Tally merged) {
    this.manifest = manifest;
    this.merged = merged;
  }

  /**
   * True for rows that are left; counts the others. The rows have {@link Resolution#THERE}.
   *
   * @param fate what becomes of a row
   */
  Column left(Column fate) {
    HashMap<String, Integer> index = new HashMap<>();
    for (int i = 0; i < manifest.objects().size(); i++) {
      index.put(manifest.objects().get(i).path(), i);
    }
    Tally tally = merged;
    UDF3<Integer, Boolean, String, Boolean> judge =
        (what, there, file) -> {
          if (what == LEFT) {
            return true;
          }
          if (what == DROPPED) {
            return false;
          }
          if (!there) {
            tally.count(index.get(file), Tally.MERGED);
            if (what == WAITS) {
              tally.count(index.get(file), Tally.WAITING);
            }
          } else {
            tally.count(Folding.THE_TABLE, what == LOST ? Tally.MERGED : Tally.REMOVED);
          }
          return false;
        };
    return functions
        .udf(judge, DataTypes.BooleanType)
        .asNondeterministic()
        .apply(fate, col(Resolution.THERE), col(ColumnNames.FILE));
  }
}
