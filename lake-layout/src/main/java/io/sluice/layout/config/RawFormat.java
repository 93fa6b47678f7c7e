package io.sluice.layout.config;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** How a table's raw files are written. Compression is told by the file's name ({@code .gz}). */
public sealed interface RawFormat {

  /** What stands around the rows of JSON lines. */
  enum Envelope {
    /** Nothing: an object is a row. */
    NONE,

    /** Debezium's change event: the row before and after, the operation, where it is from. */
    DEBEZIUM
  }

  /** JSON objects, mostly one a line. */
  record Json(Envelope envelope) implements RawFormat {

    /** Rows without an envelope. */
    public Json() {
      this(Envelope.NONE);
    }
  }

  /** Parquet files; their own schemas tell the columns. */
  record Parquet() implements RawFormat {}

  /** Avro object container files; the schema in each tells its columns. */
  record Avro() implements RawFormat {}

  /** ORC files; their own schemas tell the columns. */
  record Orc() implements RawFormat {}

  /**
   * XML documents in which an element is a row: its attributes and the elements inside are the
   * columns.
   *
   * @param row the local name of that element
   * @param attributePrefix what a column's name begins with that comes from an attribute
   */
  record Xml(String row, String attributePrefix) implements RawFormat {}

  /**
   * Separated values, matched by the names of a header line.
   *
   * <pre>{@code
   * RawFormat.Csv.STANDARD.withEncoding(Charset.forName("Shift_JIS"))
   * }</pre>
   *
   * @param quote {@link #NONE} if a quote is text like any other
   * @param encoding of files that do not begin with a byte order mark
   * @param nulls the unquoted texts that stand for null
   * @param comment what a line begins with that is no record; {@link #NONE} if every line is one
   * @param skip how many lines stand before the header, or before the first record
   * @param columns the names of the fields in their order, for files without a header; else empty
   */
  record Csv(
      char delimiter,
      char quote,
      char escape,
      Charset encoding,
      List<String> nulls,
      char comment,
      int skip,
      List<String> columns)
      implements RawFormat {

    /** No such character. */
    public static final char NONE = 0;

    /** CSV as RFC 4180 has it, in UTF-8, where nothing between two commas is null. */
    public static final Csv STANDARD =
        new Csv(',', '"', '"', StandardCharsets.UTF_8, List.of(""), NONE, 0, List.of());

    public Csv {
      nulls = List.copyOf(nulls);
      columns = List.copyOf(columns);
    }

    /** The same with other characters. */
    public Csv with(char newDelimiter, char newQuote, char newEscape) {
      return new Csv(newDelimiter, newQuote, newEscape, encoding, nulls, comment, skip, columns);
    }

    public Csv withEncoding(Charset other) {
      return new Csv(delimiter, quote, escape, other, nulls, comment, skip, columns);
    }

    public Csv withNulls(List<String> others) {
      return new Csv(delimiter, quote, escape, encoding, others, comment, skip, columns);
    }

    /** The same with lines that are no records. */
    public Csv without(char commentLines, int firstLines) {
      return new Csv(delimiter, quote, escape, encoding, nulls, commentLines, firstLines, columns);
    }

    /** The same without a header. */
    public Csv withColumns(List<String> names) {
      return new Csv(delimiter, quote, escape, encoding, nulls, comment, skip, names);
    }
  }

  /** The word in the configuration. */
  default String word() {
    return getClass().getSimpleName().toLowerCase(java.util.Locale.ROOT);
  }
}
