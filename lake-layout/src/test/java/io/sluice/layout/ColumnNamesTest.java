package io.sluice.layout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ColumnNamesTest {

  @ParameterizedTest
  @CsvSource({
    "order_id, order_id",
    "OrderID, order_id",
    "orderID2Name, order_id2_name",
    "Order ID, order_id",
    "customer.e-mail, customer_e_mail",
    "HTTPStatus2, http_status2",
    "2nd name, _2nd_name",
    "_fivetran_synced, _fivetran_synced",
    "_Private, _private",
    "' _Private ', _private",
    "Total ($), total",
    "$amount, amount",
    "'', _",
    "--, _",
    "日本, _"
  })
  void conformsTheNamesThatRawFilesHave(String raw, String name) {
    assertEquals(name, ColumnNames.conform(raw));
    assertTrue(ColumnNames.isLegal(name));
    assertEquals(name, ColumnNames.conform(name));
  }

  @Test
  void isStrictAboutWhatIsLegal() {
    for (String name : new String[] {"", "A", "1a", "a-b", "a b", "é", "a\n"}) {
      assertFalse(ColumnNames.isLegal(name), name);
    }
  }
}
