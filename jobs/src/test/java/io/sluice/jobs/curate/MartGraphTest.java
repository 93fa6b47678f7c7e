package io.sluice.jobs.curate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sluice.layout.TableId;
import io.sluice.layout.config.InvalidConfigException;
import io.sluice.layout.config.LakeConfig;
import io.sluice.layout.config.MartConfig;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MartGraphTest {

  private static final TableId ORDERS = TableId.processed("shop", "orders");
  private static final TableId DAILY = TableId.curated("sales", "daily");
  private static final TableId WEEKLY = TableId.curated("sales", "a_weekly");
  private static final TableId CLICKS = TableId.curated("web", "clicks");

  private final LakeConfig lake =
      Lakes.lake(
          List.of("shop.orders", "shop.clicks"),
          mart("sales.a_weekly", "SELECT * FROM curated.sales_daily"),
          mart("sales.daily", "SELECT * FROM processed.shop_orders"),
          mart("web.clicks", "SELECT * FROM processed.shop_clicks"));

  @Test
  void putsEachMartAfterTheMartsItReads() {
    assertEquals(
        List.of(DAILY, WEEKLY, CLICKS),
        MartGraph.of(lake).marts().stream().map(MartConfig::id).toList());
  }

  @Test
  void followsInputsBothWays() {
    MartGraph graph = MartGraph.of(lake);
    assertEquals(List.of(ORDERS), graph.inputs(DAILY));
    assertEquals(Set.of(ORDERS, DAILY), graph.upstream(WEEKLY));
    assertEquals(Set.of(DAILY, WEEKLY), graph.downstream(ORDERS));
    assertEquals(Set.of(), graph.upstream(ORDERS));
    assertEquals(Set.of(), graph.downstream(CLICKS));
  }

  @Test
  void namesEveryProblemAtOnce() {
    LakeConfig wrong =
        Lakes.lake(
            List.of("shop.orders"),
            mart("sales.a", "SELECT * FROM curated.sales_b"),
            mart("sales.b", "SELECT *\nFROM curated.sales_a"),
            mart("sales.c", "SELECT * FROM processed.shop_order"),
            mart("sales.d", "SELECT * FROM curated.shop_orders, processed.zebra"),
            mart("sales.e", "SELECT * FROM curated.sales_e"),
            mart("sales.f", "SELEC 1"),
            mart("sales.g", "SELECT * FROM curated.sales_a"));
    assertEquals(
        """
        marts/sales.c.sql:1: processed.shop_order is no table of this lake. Did you mean processed.shop_orders?
        marts/sales.d.sql:1: curated.shop_orders is no table of this lake. Did you mean processed.shop_orders?
        marts/sales.d.sql:1: processed.zebra is no table of this lake. Correct the name, or configure the table.
        marts/sales.f.sql:1: Syntax error at or near 'SELEC'. Correct the SQL.
        marts/sales.a.sql:1: marts read each other in a ring: sales.a → sales.b → sales.a. Take one of these inputs out.
        marts/sales.e.sql:1: marts read each other in a ring: sales.e → sales.e. Take one of these inputs out.""",
        assertThrows(InvalidConfigException.class, () -> MartGraph.of(wrong)).getMessage());
  }

  private static MartConfig mart(String id, String sql) {
    return Lakes.mart(id, "marts/" + id + ".sql", 1, sql);
  }
}
