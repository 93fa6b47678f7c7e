package io.sluice.jobs.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sluice.layout.LakeException;
import io.sluice.layout.TableId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SelectionTest {

  private static final TableId ORDERS = TableId.processed("shop", "orders");
  private static final TableId ITEMS = TableId.processed("shop", "items");
  private static final TableId CLICKS = TableId.processed("web", "clicks");
  private static final TableId DAILY = TableId.curated("sales", "daily");
  private static final TableId ROI = TableId.curated("sales", "roi");
  private static final List<TableId> KNOWN = List.of(ORDERS, ITEMS, CLICKS, DAILY, ROI);
  private static final Map<TableId, List<TableId>> UPSTREAMS =
      Map.of(DAILY, List.of(ORDERS), ROI, List.of(DAILY, CLICKS));

  @Test
  void selectsEverythingWhenNothingIsNamed() {
    assertEquals("[shop.items, shop.orders, web.clicks, sales.daily, sales.roi]", select());
  }

  @Test
  void selectsATableOrAllOfAGroup() {
    assertEquals("[shop.orders]", select("shop.orders"));
    assertEquals("[shop.items, shop.orders, web.clicks]", select("shop.*", "web.clicks"));
  }

  @Test
  void addsAllUpstreamsOfAMartWithAPlus() {
    assertEquals("[sales.roi]", select("sales.roi"));
    assertEquals("[shop.orders, web.clicks, sales.daily, sales.roi]", select("+sales.roi"));
  }

  @Test
  void followsUpstreamsThroughATableThatIsSelectedAlready() {
    assertEquals(
        "[shop.orders, web.clicks, sales.daily, sales.roi]", select("sales.daily", "+sales.roi"));
  }

  @Test
  void refusesAnUnknownTableAndNamesTheKnownOnes() {
    LakeException e = assertThrows(LakeException.class, () -> select("shop.oders"));
    assertEquals(
        "Cannot select \"shop.oders\": no table has that name. Choose from shop.items, shop.orders,"
            + " web.clicks, sales.daily, sales.roi.",
        e.getMessage());
    assertEquals(LakeException.Kind.CONFIGURATION, e.kind());
  }

  @Test
  void refusesATextThatIsNoSelector() {
    LakeException e = assertThrows(LakeException.class, () -> select("shop"));
    assertEquals(
        "Cannot select \"shop\": it is not of the form source.table. Write shop.orders, shop.*, or"
            + " +sales.daily_revenue for a mart with its upstreams.",
        e.getMessage());
  }

  private static String select(String... texts) {
    return new Selection(List.of(texts))
        .of(KNOWN, table -> UPSTREAMS.getOrDefault(table, List.of()))
        .toString();
  }
}
