package io.sluice.layout.config;

import io.sluice.layout.Column;
import io.sluice.layout.ColumnType;
import io.sluice.layout.config.RawFormat.Envelope;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads how a table's raw files are written. */
final class RawFormatReader {

  private enum Format {
    CSV,
    JSON,
    PARQUET,
    AVRO,
    ORC,
    XML
  }

  private static final Map<String, Format> FORMATS =
      Map.of(
          "csv", Format.CSV,
          "json", Format.JSON,
          "parquet", Format.PARQUET,
          "avro", Format.AVRO,
          "orc", Format.ORC,
          "xml", Format.XML);

  private static final Map<String, Envelope> ENVELOPES =
      Map.of("none", Envelope.NONE, "debezium", Envelope.DEBEZIUM);

  private static final Pattern NAME = Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_.-]*");

  /** For settings that are inherited by tables which have no use for them. */
  private static final List<Column> ANY = List.of(Column.of("any", ColumnType.Primitive.STRING));

  private RawFormatReader() {}

  /**
   * @param columns the declared ones
   */
  static Optional<RawFormat> read(Settings table, List<Column> columns) {
    Optional<Format> format =
        table.need(
            "format",
            setting -> setting.oneOf(FORMATS),
            "Write format = csv, json, parquet, avro, orc or xml here, at the top of the"
                + " file or in lake.defaults.");
    boolean isCsv = format.filter(Format.CSV::equals).isPresent();
    Optional<RawFormat> csv = CsvReader.read(table.block("csv"), isCsv ? columns : ANY);
    Settings json = table.block("json");
    json.know(List.of("envelope"));
    Optional<Envelope> envelope = json.get("envelope", setting -> setting.oneOf(ENVELOPES));
    Settings xmlBlock = table.block("xml");
    xmlBlock.know(List.of("row", "attribute-prefix"));
    boolean isXml = format.filter(Format.XML::equals).isPresent();
    Optional<RawFormat> xml = isXml ? xml(xmlBlock) : Optional.empty();
    return format.flatMap(
        found ->
            switch (found) {
              case CSV -> csv;
              case JSON -> envelope.map(RawFormat.Json::new);
              case PARQUET -> Optional.of(new RawFormat.Parquet());
              case AVRO -> Optional.of(new RawFormat.Avro());
              case ORC -> Optional.of(new RawFormat.Orc());
              case XML -> xml;
            });
  }

  private static Optional<RawFormat> xml(Settings xml) {
    Optional<String> row =
        xml.need(
            "row",
            RawFormatReader::element,
            "Write the name of the element that is a row: xml { row = order }.");
    Optional<String> prefix = xml.get("attribute-prefix", Setting::text);
    return row.map(name -> new RawFormat.Xml(name, prefix.orElse("")));
  }

  private static String element(Setting setting) {
    String name = setting.text();
    if (!NAME.matcher(name).matches()) {
      throw new WrongSetting(
          "\""
              + name
              + "\" is not the name of an element. Write it without brackets, path and namespace"
              + " prefix, such as order.");
    }
    return name;
  }
}
