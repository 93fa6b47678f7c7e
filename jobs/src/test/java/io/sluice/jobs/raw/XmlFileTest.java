package io.sluice.jobs.raw;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.layout.Column;
import io.sluice.layout.config.RawFormat;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class XmlFileTest {

  @TempDir Path dir;

  private static List<String> read(InputStream in, String prefix, boolean show, Column... contract)
      throws IOException {
    List<String> rows = new ArrayList<>();
    JsonText json = new JsonText();
    try (XmlFile file =
        new XmlFile(
            new RawFormat.Xml("o", prefix), List.of(contract), in, () -> 0, Long.MAX_VALUE)) {
      while (file.next()) {
        assertEquals(rows.size(), file.position());
        json.clear();
        if (show) {
          file.show(json);
        } else {
          file.write(json, name -> true);
        }
        rows.add(file.line() + json.toString());
      }
    }
    return rows;
  }

  private static List<String> read(String text, Column... contract) throws IOException {
    return read(bytes(text), "", false, contract);
  }

  private static InputStream bytes(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String unreadable(String text) {
    return assertThrows(UnreadableFileException.class, () -> read(text)).getMessage();
  }

  @Test
  void attributesAndElementsAreFields() throws IOException {
    assertEquals(
        List.of(
            "3{\"id\":1,\"name\":\"A & B <c>\",\"price\":{\"currency\":\"EUR\",\"_value\":1.50}}",
            "7{\"id\":2,\"name\":null,\"price\":\"007\"}"),
        read(
            """
            <?xml version="1.0"?>
            <s:all xmlns:s="urn:s"><head/>
              <s:o id="1"><!-- comment --><?pi?>
                <name>A &amp; B <![CDATA[<c>]]></name>
                <price currency="EUR"> 1.50 </price>
              </s:o>
              <s:o id="2"><name/><price>007</price></s:o>
            </s:all>""",
            Column.of("name", "string"),
            Column.of("price", "struct<currency:string>")));
  }

  @Test
  void theWantedTypeSaysWhatIsAList() throws IOException {
    String one = "<all><o><tag>x</tag><p>5</p></o></all>";
    Column list = Column.of("tag", "array<string>");
    Column money = Column.of("p", "struct<_value:int,unit:string>");
    assertEquals(List.of("1{\"tag\":[\"x\"],\"p\":{\"_value\":5}}"), read(one, list, money));
    assertEquals(
        List.of("1{\"tag\":\"x\",\"p\":5}"),
        read(one, Column.of("tag", "string"), Column.of("p", "int")));
    String two = "<all><o><tag>x</tag><p/><tag>2</tag></o></all>";
    assertEquals(List.of("1{\"tag\":[\"x\",2],\"p\":null}"), read(two, list, money));
    assertEquals(
        List.of("1{\"tag\":[\"x\",2],\"p\":null}"), read(two, Column.of("tag", "string"), money));
    assertEquals(List.of("1{\"tag\":\"x\",\"p\":5}"), read(bytes(one), "", true));
  }

  @Test
  void numbersAreWrittenAsTheyStandAndOtherTextIsText() throws IOException {
    assertEquals(
        List.of("1{\"a\":[-1.50],\"b\":[\"1e5\"],\"c\":[\"+1\"],\"d\":[true],\"e\":[\"True\"]}"),
        read("<o><a>-1.50</a><b>1e5</b><c>+1</c><d>true</d><e>True</e></o>"));
  }

  @Test
  void nilIsNull() throws IOException {
    String nil = "xmlns:i='http://www.w3.org/2001/XMLSchema-instance' i:nil='true' i:type='x'";
    assertEquals(
        List.of("1{\"a\":null,\"b\":null}"),
        read("<o><a " + nil + " unit='m'>5</a><b>  \n</b></o>"));
  }

  @Test
  void aPrefixKeepsAttributesAndElementsApart() throws IOException {
    String text = "<o id='1'><id>A7</id></o>";
    assertEquals(List.of("1{\"id\":1,\"id\":[\"A7\"]}"), read(text));
    assertEquals(List.of("1{\"@id\":1,\"id\":[\"A7\"]}"), read(bytes(text), "@", false));
  }

  @Test
  void theEncodingIsThatOfTheDeclaration() throws IOException {
    for (String encoding : List.of("UTF-8", "ISO-8859-1", "windows-1252", "UTF-16", "Shift_JIS")) {
      String name = encoding.equals("Shift_JIS") ? "表ソ" : "é";
      String text = "<?xml version='1.0' encoding='" + encoding + "'?><o><n>" + name + "</n></o>";
      assertEquals(
          List.of("1{\"n\":[\"" + name + "\"]}"),
          read(new ByteArrayInputStream(text.getBytes(Charset.forName(encoding))), "", false),
          encoding);
    }
    byte[] latin = "<o><n>é</n></o>".getBytes(StandardCharsets.ISO_8859_1);
    String message =
        assertThrows(
                UnreadableFileException.class,
                () -> read(new ByteArrayInputStream(latin), "", false))
            .getMessage();
    assertTrue(message.startsWith("it is not well-formed XML"), message);
  }

  @Test
  void whatIsNotWellFormedIsUnreadable() {
    assertEquals(
        "it is not well-formed XML at line 2: XML document structures must start and end within the"
            + " same entity.",
        unreadable("<all><o><a>1</a></o>\n<o><a>2</a>"));
    assertTrue(unreadable("<all><o></all>").startsWith("it is not well-formed XML at line 1: "));
    assertTrue(unreadable("").startsWith("it is not well-formed XML"));
    assertTrue(unreadable("<o/><o/>").startsWith("it is not well-formed XML"));
    assertTrue(unreadable("{\"o\":1}").startsWith("it is not well-formed XML"));
    assertTrue(unreadable("<o a='1' a='2'/>").startsWith("it is not well-formed XML"));
  }

  @Test
  void aDocumentWithoutRowsIsEmptyAndOneWithOthersIsRefused() throws IOException {
    assertEquals(List.of(), read("<all/>"));
    assertEquals(
        "it has no element <o>, which is a row; it has <customer>, <name>",
        unreadable("<all><customer><name>x</name></customer></all>"));
  }

  @Test
  void nothingOutsideOfTheFileIsRead() throws IOException {
    Path secret = Files.writeString(dir.resolve("secret"), "secret");
    assertEquals(
        "it has a DOCTYPE at line 1, and entities are not read, since they can stand for other"
            + " files",
        unreadable(
            "<!DOCTYPE o [<!ENTITY x SYSTEM \"" + secret.toUri() + "\">]><o><a>&x;</a></o>"));
    assertTrue(unreadable("<o><a>&x;</a></o>").contains("\"x\" was referenced, but not declared"));
    assertEquals("its elements are nested deeper than 200", unreadable("<a>".repeat(300) + "<o/>"));
    assertEquals("its elements are nested deeper than 200", unreadable("<o>" + "<a>".repeat(300)));
  }

  @Test
  void aLongDocumentHasNoLimitOfItsOwn() throws IOException {
    String row = "<o a='1'><b>some text &amp; more</b></o>\n";
    assertEquals(1_500_000 / 40 * 10, read("<all>" + row.repeat(375_000) + "</all>").size());
  }

  @Test
  void aColumnIsAnArrayIfItWasOneInAnyRow() {
    Timestamps timestamps = new Timestamps(java.time.ZoneOffset.UTC);
    Shape shape = new Shape(timestamps);
    JsonCursor cursor = new JsonCursor();
    for (String json :
        List.of(
            "{\"one\":[1],\"many\":[\"x\"],\"in\":[{\"k\":[1],\"t\":[2]}]}",
            "{\"one\":[2],\"many\":[\"y\",\"z\"],\"in\":[{\"k\":[1,2],\"t\":null}]}")) {
      byte[] b = json.getBytes(StandardCharsets.UTF_8);
      cursor.reset(b, 0, b.length);
      shape.add(cursor);
    }
    assertEquals(
        "struct<one:bigint,many:array<string>,in:struct<k:array<bigint>,t:bigint>>",
        Shape.parse(shape.toString(), timestamps).gathered().type().toString());
  }
}
