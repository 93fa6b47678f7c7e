package io.sluice.jobs.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sluice.jobs.promote.Explanation;
import io.sluice.jobs.promote.FileRows;
import io.sluice.layout.Location;
import io.sluice.layout.intake.RawObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ExplainedTest {

  private static final RawObject FILE =
      new RawObject("extracted_at=2026-11-18/a.json", 900, 1_795_046_400_000L, "");

  private static Explained explained(
      Optional<RawObject> taken, OptionalLong run, Optional<FileRows> rows) {
    Explanation why =
        new Explanation(
            Samples.ORDERS,
            FILE.path(),
            taken.isPresent() ? Explanation.Fate.TAKEN : Explanation.Fate.UNPUBLISHED,
            Optional.of(FILE),
            taken,
            run,
            "The reason.",
            List.of());
    return new Explained(Location.of("s3a://raw/shop/orders/" + FILE.path()), why, rows);
  }

  private static Optional<FileRows> rows(Map<String, Long> inTable, long rejected, long read) {
    return Optional.of(
        new FileRows(
            new TreeMap<>(inTable), Map.of("order_id is null", rejected), OptionalLong.of(read)));
  }

  @Test
  void showsAnOverwrittenFileAndWhereItsRowsAre() {
    assertEquals(
        """
        overwritten: Run 7 took it.

        table  shop.orders
        file   file:///lake/raw/shop/orders/extracted_at=2026-11-18/a.json
        now    900 B, modified 2026-11-20T00:00:00Z, etag 9f86d081
        taken  52 kB (52,311 bytes), modified 2026-11-19T00:00:00Z, by run 7
        note: a note

        DATE        ROWS IN THE TABLE
        2026-11-17              1,200
        2026-11-18                  4

        REJECTED  REASON
              12  amount is not a decimal(12,2)
               3  order_id is null

        1,204 in the table, 15 rejected. How many were merged or replaced is not known: the file is no longer as it was read, and reports count per run.
        """,
        Samples.taken().text());
  }

  @Test
  void saysHowToSeeTheRows() {
    assertEquals(
        """
        taken: The reason.

        table  shop.orders
        file   s3a://raw/shop/orders/extracted_at=2026-11-18/a.json
        now    900 B, modified 2026-11-19T00:00:00Z
        taken  the same, by run 7

        Where its rows went: add --rows, which starts Spark.
        """,
        explained(Optional.of(FILE), OptionalLong.of(7), Optional.empty()).text());
  }

  @Test
  void accountsForEveryRowOfAFileThatIsAsItWasRead() {
    String text =
        explained(
                Optional.of(FILE), OptionalLong.of(7), rows(Map.of("2026-11-17", 1_200L), 3, 1_210))
            .text();
    assertEquals(
        "1,210 rows read: 1,200 in the table, 3 rejected, 7 merged when it was taken or replaced"
            + " since.",
        lastLine(text));
  }

  @Test
  void aRunThatPublishedNothingMayHaveRejectedRows() {
    String text = explained(Optional.empty(), OptionalLong.of(8), rows(Map.of(), 3, 10)).text();
    assertEquals("10 rows read: 3 rejected, none published.", lastLine(text));
  }

  private static String lastLine(String text) {
    return text.strip().substring(text.strip().lastIndexOf('\n') + 1);
  }
}
