package io.sluice.jobs.raw;

import io.sluice.layout.Column;
import io.sluice.layout.ColumnNames;
import io.sluice.layout.ColumnType;
import io.sluice.layout.ColumnType.Primitive;
import io.sluice.layout.config.RawFormat;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.sql.catalyst.util.GenericArrayData;

/** CSV, matched by the names of a header in every file, or by declared names in their order. */
final class CsvRecords implements TextRecords {

  private final List<Column> contract;
  private final Set<String> required;
  private final int[] places;
  private final boolean readAll;
  private final NewColumns notes;
  private final CsvFields fields;
  private final RawFormat.Csv format;
  private final byte[][] nulls;
  private final Scalars[] values;
  private final JsonCursor json = new JsonCursor();
  private AbsentColumns absent;
  private byte[] unavailable;

  private Charset encoding = StandardCharsets.UTF_8;
  private String[] header = {};
  private String[] conformed = {};
  private int[] columns = {};
  private boolean[] inHeader = {};

  /**
   * @param places where in a row each column of the contract goes; below 0 nowhere
   * @param readAll whether columns without a place are read all the same, to be judged
   */
  CsvRecords(
      RawFormat.Csv format,
      List<Column> contract,
      Set<String> required,
      int[] places,
      boolean readAll,
      Timestamps timestamps,
      NewColumns notes) {
    this.contract = contract;
    this.required = required;
    this.places = places;
    this.readAll = readAll;
    this.notes = notes;
    this.fields = new CsvFields(format);
    this.format = format;
    this.nulls =
        format.nulls().stream()
            .map(text -> text.getBytes(StandardCharsets.UTF_8))
            .toArray(byte[][]::new);
    this.values = new Scalars[contract.size()];
    for (int i = 0; i < values.length; i++) {
      ColumnType type = contract.get(i).type();
      boolean nested = !(type instanceof Primitive || type instanceof ColumnType.Decimal);
      values[i] =
          nested
              ? nested(JsonValue.of(contract.get(i).name(), type, timestamps, notes))
              : Scalars.of(type, timestamps);
    }
  }

  /** A struct, array or map stands in a CSV field as JSON. */
  private Scalars nested(JsonValue value) {
    return (b, start, end) -> {
      json.reset(b, start, end);
      try {
        Object read = json.peek() < 0 ? null : value.read(json);
        return json.peek() < 0 ? read : null;
      } catch (Reject e) {
        return null;
      }
    };
  }

  /** The encoding of the file that is opened next, to be named where it is broken. */
  void encodedIn(Charset told) {
    encoding = told;
  }

  @Override
  public void open(LineBuffer lines) throws IOException {
    new LineEnds(format).tell(lines);
    for (int i = 0; i < format.skip(); i++) {
      if (!lines.next()) {
        throw new UnreadableFileException(
            "it has " + i + " lines, and csv.skip leaves out " + format.skip());
      }
    }
    if (!format.columns().isEmpty()) {
      header(format.columns().toArray(new String[0]), String.join(",", format.columns()));
      return;
    }
    if (!next(lines)) {
      throw new UnreadableFileException("it is empty, and a CSV file has a header at least");
    }
    byte[] b = lines.bytes();
    String line = Numbers.text(b, lines.start(), lines.end()).strip();
    if (fields.problem() != null || !Words.isText(b, lines.start(), lines.end())) {
      String why =
          fields.problem() == null ? "it is not " + encoding() + " text" : fields.problem();
      throw new UnreadableFileException("its header cannot be read: " + why);
    }
    if (line.indexOf(0) >= 0) {
      throw new UnreadableFileException(
          "its header cannot be read: it has NUL characters, as UTF-16 text has; set csv.encoding");
    }
    String[] names = new String[fields.count()];
    for (int i = 0; i < names.length; i++) {
      names[i] = new String(fields.plain(lines, i), StandardCharsets.UTF_8);
    }
    header(names, line);
  }

  private void header(String[] names, String line) throws UnreadableFileException {
    int count = names.length;
    header = names;
    conformed = new String[count];
    columns = new int[count];
    inHeader = new boolean[contract.size()];
    Map<String, String> seen = new HashMap<>();
    for (int i = 0; i < count; i++) {
      conformed[i] = ColumnNames.conform(header[i]);
      columns[i] = contractIndex(conformed[i]);
      if (columns[i] >= 0) {
        inHeader[columns[i]] = true;
      }
      String twin = seen.put(conformed[i], header[i]);
      if (twin != null) {
        throw new UnreadableFileException(
            twin.equals(header[i])
                ? "its header has \"" + twin + "\" twice"
                : "its columns \""
                    + twin
                    + "\" and \""
                    + header[i]
                    + "\" are both the column "
                    + conformed[i]);
      }
    }
    for (String name : new TreeSet<>(required)) {
      if (!seen.containsKey(name)) {
        throw new UnreadableFileException("it has no column " + name + "; its header is " + line);
      }
    }
    for (int i = 0; notes.inferring() && i < count; i++) {
      notes.shape("", conformed[i], header[i]);
    }
  }

  /** The names of the fields, as the file has them. */
  String[] header() {
    return header;
  }

  private int contractIndex(String name) {
    for (int i = 0; i < contract.size(); i++) {
      if (contract.get(i).name().equals(name)) {
        return i;
      }
    }
    return -1;
  }

  @Override
  public boolean next(LineBuffer lines) throws IOException {
    return fields.next(lines);
  }

  @Override
  public void read(LineBuffer lines, Object[] into) {
    byte[] b = lines.bytes();
    int base = lines.start();
    if (!Words.isText(b, base, lines.end())) {
      throw Reject.notText(expected(), encoding());
    }
    if (fields.problem() != null) {
      throw Reject.record(expected(), fields.problem());
    }
    if (fields.count() != header.length) {
      throw Reject.record(expected(), "it has " + fields.count());
    }
    if (absent != null) {
      beginAbsent();
    }
    for (int i = 0; i < header.length; i++) {
      int column = columns[i];
      if (column >= 0 && places[column] < 0 && !readAll) {
        continue;
      }
      int from = base + fields.from(i);
      int to = base + fields.to(i);
      if (!fields.isQuoted(i) && isNull(b, from, to)) {
        continue;
      }
      byte[] plain = b;
      if (fields.isEscaped(i)) {
        plain = fields.plain(lines, i);
        from = 0;
        to = plain.length;
      }
      if (unavailable != null
          && Arrays.equals(plain, from, to, unavailable, 0, unavailable.length)) {
        unavailable(column);
        continue;
      }
      if (column < 0) {
        notes.shape("", conformed[i], header[i]).addText(plain, from, to);
        continue;
      }
      Object value = values[column].parse(plain, from, to);
      if (value == null) {
        Column misfit = contract.get(column);
        throw Reject.value(misfit.name(), misfit.type().toString(), Numbers.text(plain, from, to));
      }
      if (places[column] >= 0) {
        into[places[column]] = value;
      }
    }
  }

  private void beginAbsent() {
    absent.clear();
    for (int i = 0; i < inHeader.length; i++) {
      if (!inHeader[i]) {
        absent.add(i);
      }
    }
  }

  private void unavailable(int column) {
    if (column >= 0) {
      absent.add(column);
    }
  }

  @Override
  public void nameAbsent(AbsentValues values) {
    absent = new AbsentColumns(contract);
    unavailable = values.bytes();
  }

  @Override
  public GenericArrayData absent() {
    return absent == null ? null : absent.array();
  }

  private boolean isNull(byte[] b, int from, int to) {
    for (byte[] text : nulls) {
      if (Arrays.equals(b, from, to, text, 0, text.length)) {
        return true;
      }
    }
    return false;
  }

  private String encoding() {
    return encoding.name();
  }

  private String expected() {
    return "a CSV record of " + header.length + " fields";
  }
}
