package io.sluice.jobs.raw;

import io.sluice.layout.ColumnNames;
import io.sluice.layout.ColumnType;
import io.sluice.layout.ColumnType.Primitive;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * An element of XML with all that is in it, and how it is told as JSON. XML does not say whether an
 * element that stands once is a value or a list of one: the type that is wanted decides, and where
 * there is none it is told as a list, so that {@link Shape#gathered} can see whether it ever was
 * more than one.
 */
final class XmlElement {

  /** The field of an element's own text where it has attributes or elements too. */
  static final String TEXT = "_value";

  private static final Pattern JSON_NUMBER =
      Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+([eE][+-]?[0-9]+)?)?");

  private final String name;
  private final Map<String, String> attributes = new LinkedHashMap<>();
  private final List<XmlElement> children = new ArrayList<>();
  private final StringBuilder text = new StringBuilder();

  XmlElement(String name) {
    this.name = name;
  }

  void attribute(String attribute, String value) {
    attributes.put(attribute, value);
  }

  void add(XmlElement child) {
    children.add(child);
  }

  void add(String characters) {
    text.append(characters);
  }

  /** Nothing of it counts but its name. */
  void clear() {
    attributes.clear();
    children.clear();
    text.setLength(0);
  }

  private boolean isLeaf() {
    return attributes.isEmpty() && children.isEmpty();
  }

  private boolean isEmpty() {
    return isLeaf() && text.toString().isBlank();
  }

  /**
   * Writes it as an object.
   *
   * @param types of its fields by their raw names; null for what has none
   */
  void object(JsonText json, Function<String, ColumnType> types) {
    json.open('{');
    attributes.forEach(
        (attribute, value) -> {
          json.name(attribute);
          scalar(value, json);
        });
    Map<String, List<XmlElement>> byName = new LinkedHashMap<>();
    for (XmlElement child : children) {
      byName.computeIfAbsent(child.name, n -> new ArrayList<>()).add(child);
    }
    byName.forEach(
        (child, all) -> {
          json.name(child);
          values(all, types.apply(child), json);
        });
    if (!text.toString().isBlank()) {
      json.name(TEXT);
      scalar(text.toString(), json);
    }
    json.close('}');
  }

  private static void values(List<XmlElement> all, ColumnType type, JsonText json) {
    XmlElement first = all.get(0);
    boolean list = type == null || type instanceof ColumnType.Array;
    if (all.size() == 1 && (!list || first.isEmpty())) {
      first.value(type, json);
      return;
    }
    ColumnType element = type instanceof ColumnType.Array array ? array.element() : type;
    json.open('[');
    all.forEach(item -> item.value(element, json));
    json.close(']');
  }

  private void value(ColumnType type, JsonText json) {
    if (isEmpty()) {
      json.nothing();
    } else if (!isLeaf() || hasText(type)) {
      object(json, child -> inside(type, child));
    } else {
      scalar(text.toString(), json);
    }
  }

  private static boolean hasText(ColumnType type) {
    return type instanceof ColumnType.Struct struct
        && struct.fields().stream().anyMatch(field -> field.name().equals(TEXT));
  }

  /** The type of an element inside of one of that type; text all the way down inside of text. */
  private static ColumnType inside(ColumnType type, String child) {
    if (type instanceof ColumnType.Struct struct) {
      String column = ColumnNames.conform(child);
      return struct.fields().stream()
          .filter(field -> field.name().equals(column))
          .map(ColumnType.Field::type)
          .findFirst()
          .orElse(null);
    }
    return type instanceof ColumnType.Map map ? map.value() : type;
  }

  /** What reads as a number or a boolean is written as one, with the very same characters. */
  private static void scalar(String raw, JsonText json) {
    String text = raw.strip();
    if (text.isEmpty()) {
      json.nothing();
    } else if (text.equals("true") || text.equals("false")) {
      json.bool(text.equals("true"));
    } else if (JSON_NUMBER.matcher(text).matches()) {
      json.number(text);
    } else {
      byte[] b = text.getBytes(StandardCharsets.UTF_8);
      json.string(b, 0, b.length);
    }
  }

  /** Writes it as an object with each element as it stands there. */
  void show(JsonText json) {
    object(json, child -> Primitive.STRING);
  }
}
