package io.sluice.jobs.promote;

import static org.apache.spark.sql.functions.lit;

import io.sluice.layout.ColumnNames;
import io.sluice.layout.Contract;
import io.sluice.layout.config.TableConfig;
import io.sluice.layout.intake.Intake;
import io.sluice.layout.intake.Manifest;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** What a table does that takes partial updates, where others keep the latest row of a key. */
final class PartialMerge {

  private final Manifest manifest;
  private final Pieces pieces;
  private final PartialKeyedRows rows;
  private final PartialResolution resolution;

  /**
   * @param merged counts the rows that are not left in the table
   */
  PartialMerge(
      TableConfig table,
      Manifest manifest,
      Contract contract,
      FreshRows fresh,
      Pieces pieces,
      Tally merged) {
    Carried carried = new Carried(contract);
    this.manifest = manifest;
    this.pieces = pieces;
    this.rows = new PartialKeyedRows(table, contract, carried, fresh);
    this.resolution = new PartialResolution(table, manifest, contract, carried, merged);
  }

  /** The fresh rows that have something to give. */
  Dataset<Row> latest(Dataset<Row> good, int tasks, Tally mergedInRun) {
    pieces.clear(manifest.run());
    return rows.latest(good, tasks, mergedInRun);
  }

  /** The pieces of all runs in force. */
  Optional<Dataset<Row>> pieces(Intake intake) {
    return pieces
        .of(intake)
        .map(
            rows ->
                rows.withColumn(Resolution.THERE, lit(true))
                    .withColumn(PartialResolution.PIECE, lit(true)));
  }

  /** Keeps the pieces that the run makes, of all rows of its keys. */
  void keep(Dataset<Row> meeting) {
    pieces.keep(manifest.run(), resolution.pieces(complete(meeting)));
  }

  /** What is left of rows that meet, of whichever keys. */
  Dataset<Row> left(Dataset<Row> meeting) {
    return resolution.of(complete(meeting));
  }

  /** Where no row of the table or no piece is there, nobody has brought their columns along. */
  private static Dataset<Row> complete(Dataset<Row> meeting) {
    Dataset<Row> all = meeting;
    for (String name : List.of(ColumnNames.PARTIAL, PartialResolution.PIECE)) {
      if (!List.of(meeting.columns()).contains(name)) {
        all = all.withColumn(name, lit(null).cast("boolean"));
      }
    }
    return all;
  }
}
