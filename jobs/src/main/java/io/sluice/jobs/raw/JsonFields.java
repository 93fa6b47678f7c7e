package io.sluice.jobs.raw;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.layout.ColumnType;
import io.sluice.layout.ColumnType.Field;
import io.sluice.layout.ColumnType.Primitive;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * The fields of the first records of a file of JSON lines: how they are nested, and text wherever a
 * value ends. Fields inside are known by names in lower case, as engines look for them; those with
 * names that no type can have are left out, and an object without any other is text.
 */
final class JsonFields {

  private static final int BYTES = 1 << 20;
  private static final int RECORDS = 1_000;
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Pattern FIELD = Pattern.compile("[a-z][a-z0-9_]*");

  private JsonFields() {}

  static List<Field> of(Slice file, Configuration hadoop) throws IOException {
    Map<String, ColumnType> fields = new LinkedHashMap<>();
    try (MappingIterator<JsonNode> records =
        MAPPER.readerFor(JsonNode.class).readValues(head(file, hadoop))) {
      for (int i = 0; i < RECORDS && records.hasNextValue(); i++) {
        records
            .nextValue()
            .properties()
            .forEach(
                field -> fields.merge(field.getKey(), type(field.getValue()), JsonFields::merged));
      }
    } catch (JsonProcessingException e) {
      // What came before is a sample; the head may end within a record.
    }
    List<Field> all = new ArrayList<>();
    fields.forEach((name, type) -> all.add(new Field(name, type)));
    return all;
  }

  private static InputStream head(Slice file, Configuration hadoop) throws IOException {
    Path path = new Path(file.path());
    try (InputStream in = path.getFileSystem(hadoop).open(path);
        InputStream text = file.isGzip() ? new GZIPInputStream(in) : in) {
      return new ByteArrayInputStream(text.readNBytes(BYTES));
    } catch (IllegalArgumentException | EOFException | java.util.zip.ZipException e) {
      throw new UnreadableFileException(e.getMessage());
    }
  }

  private static ColumnType type(JsonNode value) {
    if (value.isArray()) {
      ColumnType element = null;
      for (JsonNode one : value) {
        element = element == null ? type(one) : merged(element, type(one));
      }
      return new ColumnType.Array(element == null ? Primitive.STRING : element);
    }
    Map<String, ColumnType> fields = new LinkedHashMap<>();
    value
        .properties()
        .forEach(
            field -> {
              String name = field.getKey().toLowerCase(Locale.ROOT);
              if (FIELD.matcher(name).matches()) {
                fields.merge(name, type(field.getValue()), JsonFields::merged);
              }
            });
    return fields.isEmpty() ? Primitive.STRING : struct(fields);
  }

  /** What is nested, if one of them is: the other is text, or null in all of its records. */
  static ColumnType merged(ColumnType one, ColumnType other) {
    if (one instanceof ColumnType.Struct a && other instanceof ColumnType.Struct b) {
      Map<String, ColumnType> fields = new LinkedHashMap<>();
      a.fields().forEach(field -> fields.put(field.name(), field.type()));
      b.fields().forEach(field -> fields.merge(field.name(), field.type(), JsonFields::merged));
      return struct(fields);
    }
    if (one instanceof ColumnType.Array a && other instanceof ColumnType.Array b) {
      return new ColumnType.Array(merged(a.element(), b.element()));
    }
    return one instanceof Primitive ? other : one;
  }

  private static ColumnType struct(Map<String, ColumnType> fields) {
    List<Field> all = new ArrayList<>();
    fields.forEach((name, type) -> all.add(new Field(name, type)));
    return new ColumnType.Struct(all);
  }
}
