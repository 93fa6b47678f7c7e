package io.sluice.jobs.raw;

import io.sluice.layout.Column;
import io.sluice.layout.ColumnNames;
import io.sluice.layout.ColumnType;
import io.sluice.layout.config.RawFormat;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import javax.xml.XMLConstants;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * An XML document, of which one row at a time is in memory. Nothing outside of the file is ever
 * read: a document that declares its type, where entities come from, is refused.
 */
final class XmlFile implements RecordFile {

  private static final int MAX_DEPTH = 200;
  private static final int MAX_NAMES = 5;
  private static final String MESSAGE = "Message: ";

  private final RawFormat.Xml format;
  private final InputStream in;
  private final LongSupplier consumed;
  private final long until;
  private final XMLStreamReader xml;
  private final Map<String, ColumnType> contract = new HashMap<>();
  private final Map<String, Optional<ColumnType>> types = new HashMap<>();
  private final Set<String> others = new TreeSet<>();
  private XmlElement row;
  private long position = -1;
  private long line;
  private int depth;

  /**
   * @param consumed how many bytes of the file were taken by now
   * @param until after how many bytes of the file no more rows are wanted
   */
  XmlFile(
      RawFormat.Xml format,
      List<Column> contract,
      InputStream in,
      LongSupplier consumed,
      long until)
      throws IOException {
    this.format = format;
    this.in = in;
    this.consumed = consumed;
    this.until = until;
    contract.forEach(column -> this.contract.put(column.name(), column.type()));
    try {
      this.xml = factory().createXMLStreamReader(in);
    } catch (XMLStreamException e) {
      throw broken(e);
    }
  }

  /** The JDK's own, whatever else lies in the class path: its switches are known. */
  private static XMLInputFactory factory() {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLConstants.ACCESS_EXTERNAL_DTD, "");
    return factory;
  }

  @Override
  public Optional<List<ColumnType.Field>> columns() {
    return Optional.empty();
  }

  @Override
  public boolean next() throws IOException {
    if (consumed.getAsLong() >= until) {
      return false;
    }
    try {
      while (xml.hasNext()) {
        long before = Math.max(1, xml.getLocation().getLineNumber());
        switch (xml.next()) {
          case XMLStreamConstants.START_ELEMENT -> {
            if (xml.getLocalName().equals(format.row())) {
              line = before;
              row = element();
              position++;
              return true;
            }
            deeper();
            if (depth > 1 && others.size() < MAX_NAMES) {
              others.add("<" + xml.getLocalName() + ">");
            }
          }
          case XMLStreamConstants.END_ELEMENT -> depth--;
          default -> refuseEntities();
        }
      }
    } catch (XMLStreamException e) {
      throw broken(e);
    }
    if (position < 0 && !others.isEmpty()) {
      throw new UnreadableFileException(
          "it has no element <"
              + format.row()
              + ">, which is a row; it has "
              + String.join(", ", others));
    }
    return false;
  }

  /** The element that has just begun, up to its end. */
  private XmlElement element() throws XMLStreamException, IOException {
    Deque<XmlElement> open = new ArrayDeque<>();
    Deque<XmlElement> nil = new ArrayDeque<>();
    while (true) {
      if (xml.isStartElement()) {
        XmlElement element = new XmlElement(xml.getLocalName());
        if (!open.isEmpty()) {
          open.peek().add(element);
        }
        open.push(element);
        deeper();
        if (attributes(element)) {
          nil.push(element);
        }
      } else if (xml.isEndElement()) {
        depth--;
        XmlElement element = open.pop();
        if (element == nil.peek()) {
          nil.pop().clear();
        }
        if (open.isEmpty()) {
          return element;
        }
      } else if (xml.isCharacters()) {
        open.peek().add(xml.getText());
      } else {
        refuseEntities();
      }
      xml.next();
    }
  }

  private void deeper() throws UnreadableFileException {
    if (++depth > MAX_DEPTH) {
      throw new UnreadableFileException("its elements are nested deeper than " + MAX_DEPTH);
    }
  }

  /** Takes its attributes; whether one of them says that it is null. */
  private boolean attributes(XmlElement element) {
    boolean isNil = false;
    for (int i = 0; i < xml.getAttributeCount(); i++) {
      boolean ofSchema =
          XMLConstants.W3C_XML_SCHEMA_INSTANCE_NS_URI.equals(xml.getAttributeNamespace(i));
      String name = xml.getAttributeLocalName(i);
      String value = xml.getAttributeValue(i);
      if (!ofSchema) {
        element.attribute(format.attributePrefix() + name, value);
      } else if (name.equals("nil")) {
        isNil = value.strip().equals("true") || value.strip().equals("1");
      }
    }
    return isNil;
  }

  private void refuseEntities() throws UnreadableFileException {
    boolean declares = xml.getEventType() == XMLStreamConstants.DTD;
    if (declares || xml.getEventType() == XMLStreamConstants.ENTITY_REFERENCE) {
      throw new UnreadableFileException(
          "it has "
              + (declares ? "a DOCTYPE" : "an entity")
              + " at line "
              + xml.getLocation().getLineNumber()
              + ", and entities are not read, since they can stand for other files");
    }
  }

  /** What the parser says in its second line; trouble of the store goes on as it is. */
  private static IOException broken(XMLStreamException e) throws IOException {
    String message = String.valueOf(e.getMessage());
    int told = message.indexOf(MESSAGE);
    String reason = told < 0 ? message : message.substring(told + MESSAGE.length());
    String at = e.getLocation() == null ? "" : " at line " + e.getLocation().getLineNumber();
    UnreadableFileException malformed =
        new UnreadableFileException("it is not well-formed XML" + at + ": " + reason);
    if (e.getNestedException() instanceof IOException inner) {
      Unreadable.requireJudgement(inner);
    }
    return malformed;
  }

  @Override
  public long position() {
    return position;
  }

  @Override
  public long line() {
    return line;
  }

  @Override
  public void write(JsonText json, Predicate<String> wanted) {
    row.object(json, this::type);
  }

  private ColumnType type(String name) {
    return types
        .computeIfAbsent(name, n -> Optional.ofNullable(contract.get(ColumnNames.conform(n))))
        .orElse(null);
  }

  @Override
  public void show(JsonText json) {
    row.show(json);
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
