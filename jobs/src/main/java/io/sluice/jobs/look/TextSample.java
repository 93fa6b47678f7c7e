package io.sluice.jobs.look;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.layout.ColumnNames;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The records at the beginning of text files. The last line of each may be cut off. */
final class TextSample {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Set<String> NULLS = Set.of("", "NULL", "null", "\\N");
  private static final String UTF_8 = "UTF-8";
  private static final int RECORDS_A_FILE = 2_000;
  private static final int CUT_CHARACTER = 3;

  private final Map<String, ColumnLook> columns = new LinkedHashMap<>();
  private final Map<String, String> csv = new LinkedHashMap<>();
  private long records;
  private boolean headed = true;

  /** The settings of {@code csv} that differ from the defaults. */
  Map<String, String> csv() {
    return csv;
  }

  long records() {
    return records;
  }

  Map<String, ColumnLook> columns() {
    return columns;
  }

  /** Whether the first line of every CSV file had names. */
  boolean isHeaded() {
    return headed;
  }

  /** Whether text begins as a JSON object does. */
  static boolean isJson(byte[] head) {
    return decoded(head, encoding(head)).stripLeading().startsWith("{");
  }

  void addJson(byte[] head) {
    List<String> lines = decoded(head, encoding(head)).lines().limit(RECORDS_A_FILE).toList();
    for (String line : lines) {
      try {
        JsonNode record = JSON.readTree(line);
        if (record != null && record.isObject()) {
          records++;
          record.fieldNames().forEachRemaining(name -> addJson(name, record.get(name)));
        }
      } catch (JsonProcessingException e) {
        continue; // A run says what is wrong with it; here it tells nothing.
      }
    }
  }

  private void addJson(String name, JsonNode value) {
    ColumnLook column = column(name);
    if (value.isContainerNode()) {
      column.add("", ColumnLook.Kind.OBJECT);
    } else if (!value.isNull()) {
      column.add(value.asText());
    }
  }

  void addCsv(byte[] head) {
    String encoding = encoding(head);
    if (!encoding.equals(UTF_8)) {
      csv.put("encoding", encoding);
    }
    String text = decoded(head, encoding);
    char delimiter = delimiter(text.lines().findFirst().orElse(""));
    if (delimiter != ',') {
      csv.put("delimiter", String.valueOf(delimiter));
    }
    List<List<String>> rows = rows(text, delimiter);
    if (rows.isEmpty()) {
      return;
    }
    List<String> names = rows.get(0);
    headed &= names.stream().noneMatch(name -> name.isBlank() || isValue(name));
    for (List<String> row : rows.subList(1, rows.size())) {
      records++;
      for (int i = 0; i < Math.min(names.size(), row.size()); i++) {
        ColumnLook column = column(names.get(i));
        if (!NULLS.contains(row.get(i))) {
          column.add(row.get(i));
        }
      }
    }
    names.forEach(this::column);
  }

  private ColumnLook column(String name) {
    return columns.computeIfAbsent(ColumnNames.conform(name), added -> new ColumnLook());
  }

  private static boolean isValue(String name) {
    ColumnLook look = new ColumnLook();
    look.add(name);
    return look.kind() != ColumnLook.Kind.TEXT;
  }

  private static char delimiter(String header) {
    char best = ',';
    for (char candidate : new char[] {';', '\t', '|'}) {
      best = count(header, candidate) > count(header, best) ? candidate : best;
    }
    return best;
  }

  private static long count(String text, char character) {
    return text.chars().filter(c -> c == character).count();
  }

  /** Whole records only: the last is left out, because it may go on. */
  private static List<List<String>> rows(String text, char delimiter) {
    List<List<String>> rows = new ArrayList<>();
    List<String> row = new ArrayList<>();
    StringBuilder field = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < text.length() && rows.size() <= RECORDS_A_FILE; i++) {
      char c = text.charAt(i);
      if (quoted) {
        if (c == '"' && i + 1 < text.length() && text.charAt(i + 1) == '"') {
          field.append('"');
          i++;
        } else if (c == '"') {
          quoted = false;
        } else {
          field.append(c);
        }
      } else if (c == '"') {
        quoted = true;
      } else if (c == delimiter || c == '\n') {
        row.add(field.toString());
        field.setLength(0);
        if (c == '\n') {
          rows.add(List.copyOf(row));
          row.clear();
        }
      } else if (c != '\r') {
        field.append(c);
      }
    }
    return rows;
  }

  private static String encoding(byte[] head) {
    int first = head.length > 1 ? (head[0] & 0xff) << 8 | head[1] & 0xff : 0;
    if (first == 0xfeff || first == 0xfffe) {
      return "UTF-16";
    }
    for (int cut = 0; cut <= Math.min(CUT_CHARACTER, head.length); cut++) {
      if (isUtf8(head, head.length - cut)) {
        return UTF_8;
      }
    }
    return "windows-1252";
  }

  private static boolean isUtf8(byte[] head, int length) {
    try {
      StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .decode(ByteBuffer.wrap(head, 0, length));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }

  private static String decoded(byte[] head, String encoding) {
    CharBuffer text = Charset.forName(encoding).decode(ByteBuffer.wrap(head));
    return text.toString().replaceFirst("^\uFEFF", "");
  }
}
