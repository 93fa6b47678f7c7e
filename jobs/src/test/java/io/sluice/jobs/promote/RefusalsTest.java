package io.sluice.jobs.promote;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sluice.layout.TableId;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RefusalsTest {

  private static final TableId ORDERS = TableId.processed("shop", "orders");

  private static String text(List<String> refused) {
    return Refusals.text(ORDERS, Outcome.refused(2, refused), 30);
  }

  @Test
  void findsTheReasonOfEachFileThatATextNames() {
    String text = text(List.of("x/b.gz (not gzip (byte 0))", "x/a.gz (cut off)"));
    assertEquals(
        "Cannot take 2 of 30 raw files of shop.orders: x/b.gz (not gzip (byte 0)); x/a.gz (cut"
            + " off). Nothing was published. Replace them; the next run takes them.",
        text);
    assertEquals(Optional.of("not gzip (byte 0)"), Refusals.reason(text, "x/b.gz"));
    assertEquals(Optional.of("cut off"), Refusals.reason(text, "x/a.gz"));
  }

  @Test
  void aFileWhoseNameOnlyEndsAlikeIsNotNamed() {
    String text = text(List.of("x/a.gz (cut off)"));
    assertEquals(Optional.empty(), Refusals.reason(text, "a.gz"));
    assertEquals(Optional.empty(), Refusals.reason("published run 3", "a.gz"));
  }

  @Test
  void namesTwentyFilesAtMost() {
    String text = text(Collections.nCopies(23, "x/a.gz (cut off)"));
    assertEquals(20, text.split("cut off", -1).length - 1);
    assertEquals(
        "; and 3 more. Nothing was published. Replace them; the next run takes them.",
        text.substring(text.indexOf("; and")));
    assertEquals(Optional.of("cut off"), Refusals.reason(text, "x/a.gz"));
  }
}
