package io.sluice.layout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TableIdTest {

  @Test
  void hasANameForEveryReader() {
    TableId orders = TableId.processed("shop", "orders");
    assertEquals("shop.orders", orders.toString());
    assertEquals("shop_orders", orders.catalogName());
    assertEquals("processed.shop_orders", orders.sqlName());
    assertEquals("curated.sales_daily", TableId.curated("sales", "daily").sqlName());
  }

  @Test
  void namesTheTableOfItsRejectedRows() {
    TableId orders = TableId.processed("shop", "orders");
    assertEquals("shop.orders__rejected", orders.rejected().toString());
    assertTrue(orders.rejected().isRejected());
    assertFalse(orders.isRejected());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Orders", "2orders", "order-items", "a__b", "_a", "a_", "é"})
  void refusesNamesThatSomeCatalogRefuses(String name) {
    String problem =
        "\""
            + name
            + "\" is not a legal name; use lower-case letters, digits and single underscores,"
            + " starting with a letter, such as shop or daily_revenue";
    assertEquals(Optional.of(problem), TableId.problem("shop", name));
    assertEquals(Optional.of(problem), TableId.problem(name, "orders"));
    assertEquals(
        problem,
        assertThrows(IllegalArgumentException.class, () -> TableId.processed("shop", name))
            .getMessage());
  }

  @Test
  void everyLegalNameLeavesRoomForItsRejectedRows() {
    String longest = "a".repeat(117 - "shop_".length());
    assertEquals(127, TableId.processed("shop", longest).rejected().catalogName().length());
    assertEquals(
        Optional.of(
            "shop_"
                + longest
                + "a is longer than 117 characters, which leaves no room for __rejected; shorten"
                + " it"),
        TableId.problem("shop", longest + "a"));
  }

  @Test
  void sortsByLayerThenByName() {
    TableId mart = TableId.curated("a", "a");
    TableId clicks = TableId.processed("shop", "clicks");
    TableId orders = TableId.processed("shop", "orders");
    assertEquals(
        List.of(clicks, orders, mart), List.of(mart, orders, clicks).stream().sorted().toList());
  }
}
