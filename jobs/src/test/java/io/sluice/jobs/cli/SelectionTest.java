package io.sluice.jobs.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sluice.jobs.curate.Lakes;
import io.sluice.jobs.curate.MartGraph;
import io.sluice.layout.LakeException;
import io.sluice.layout.config.LakeConfig;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SelectionTest {

  private final LakeConfig lake =
      Lakes.lake(
          List.of("shop.clicks", "shop.orders", "web.orders"),
          Lakes.mart("sales.daily", "d.sql", 1, "SELECT * FROM processed.shop_orders"),
          Lakes.mart("sales.all_time", "a.sql", 1, "SELECT * FROM curated.sales_daily"));

  @ParameterizedTest
  @CsvSource({
    "shop.orders, shop.orders",
    "shop.*, shop.clicks shop.orders",
    "*.orders, shop.orders web.orders",
    "shop.c*, shop.clicks",
    "sales.daily, sales.daily",
    "+sales.daily, shop.orders sales.daily",
    "+sales.all_time, shop.orders sales.daily sales.all_time",
    "sales.daily+, sales.daily sales.all_time",
    "shop.orders+, shop.orders sales.daily sales.all_time",
    "+sales.daily+, shop.orders sales.daily sales.all_time",
    "+sales.*, shop.orders sales.daily sales.all_time"
  })
  void selectsWhatTheSelectorSays(String selector, String expected) {
    assertEquals(expected, selected(selector));
  }

  @Test
  void noSelectorSelectsTheWholeLake() {
    assertEquals("shop.clicks shop.orders web.orders sales.daily sales.all_time", selected());
  }

  @Test
  void severalSelectorsAddUp() {
    assertEquals("shop.clicks web.orders", selected("web.orders", "shop.clicks", "*.clicks"));
  }

  @Test
  void namesEverySelectorThatMatchesNothing() {
    LakeException refused =
        assertThrows(
            LakeException.class,
            () -> selected("shop.orders", "+sales.dayly", "processed.shop_clicks", "zebra"));
    assertEquals(LakeException.Kind.CONFIGURATION, refused.kind());
    assertEquals(
        """
        Cannot select +sales.dayly: no table or mart of this lake matches it. Did you mean +sales.daily?
        Cannot select processed.shop_clicks: no table or mart of this lake matches it. Did you mean shop.clicks?
        Cannot select zebra: no table or mart of this lake matches it. Select one of shop.clicks, shop.orders, web.orders, sales.daily, sales.all_time.""",
        refused.getMessage());
  }

  private String selected(String... selectors) {
    Selection selection = Selection.of(List.of(selectors), lake, MartGraph.of(lake));
    return String.join(
        " ",
        Stream.concat(selection.tables().stream(), selection.marts().stream())
            .map(Object::toString)
            .toList());
  }
}
