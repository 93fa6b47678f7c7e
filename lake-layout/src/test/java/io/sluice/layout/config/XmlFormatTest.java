package io.sluice.layout.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class XmlFormatTest {

  @TempDir Path base;

  private RawFormat read(String format) {
    return new ConfFolder(base)
        .table("source = shop\ntables.orders { date { from = at, zone = UTC }\n" + format + " }")
        .raws();
  }

  private String problem(String format) {
    return assertThrows(InvalidConfigException.class, () -> read(format)).getMessage().strip();
  }

  @Test
  void aRowIsAnElement() {
    assertEquals(new RawFormat.Xml("order", ""), read("format = xml, xml { row = order }"));
    assertEquals(
        new RawFormat.Xml("order", "@"),
        read("format = xml, xml { row = order, attribute-prefix = \"@\" }"));
  }

  @Test
  void theElementMustBeNamed() {
    assertEquals(
        "conf/sources/shop.conf:2: tables.orders.xml.row: is not set. Write the name of the element"
            + " that is a row: xml { row = order }.",
        problem("format = xml"));
    assertEquals(
        "conf/sources/shop.conf:3: tables.orders.xml.row: \"/orders/order\" is not the name of an"
            + " element. Write it without brackets, path and namespace prefix, such as order.",
        problem("format = xml, xml { row = \"/orders/order\" }"));
    assertEquals(
        "conf/sources/shop.conf:3: tables.orders.xml.rows: unknown key \"rows\". Did you mean row?",
        problem("format = json, xml { rows = order }"));
  }

  @Test
  void avroAndOrcNeedNoMore() {
    assertEquals(new RawFormat.Avro(), read("format = avro"));
    assertEquals(new RawFormat.Orc(), read("format = orc"));
    assertEquals("avro", read("format = avro").word());
  }
}
