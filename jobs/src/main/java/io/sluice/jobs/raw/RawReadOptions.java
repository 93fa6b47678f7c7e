package io.sluice.jobs.raw;

import io.sluice.layout.Column;
import io.sluice.layout.Location;
import io.sluice.layout.config.RawFormat;
import java.nio.charset.Charset;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A {@link RawRead} as the options of a Spark source and back: a source gets text and nothing else,
 * and so needs no state outside of the query.
 */
record RawReadOptions(RawRead what, boolean inferring) {

  Map<String, String> toMap() {
    Map<String, String> map = new HashMap<>();
    map.put("root", what.root().uri());
    map.put("manifest", what.manifestAt().uri());
    map.put("format", what.format().word());
    if (what.format() instanceof RawFormat.Json json) {
      map.put("envelope", json.envelope().name());
    }
    if (what.format() instanceof RawFormat.Csv csv) {
      csv(csv, map);
    }
    if (what.format() instanceof RawFormat.Xml xml) {
      map.put("row", xml.row());
      map.put("attributes", xml.attributePrefix());
    }
    map.put(
        "contract",
        what.contract().stream()
            .map(c -> c.name() + "\t" + c.type())
            .collect(Collectors.joining("\n")));
    map.put("required", String.join("\t", what.required()));
    map.put("zone", what.zone().getId());
    map.put("leaveout", numbers(what.leaveOut()));
    what.only().ifPresent(only -> map.put("only", numbers(only)));
    map.put("keeptext", Boolean.toString(what.keepText()));
    map.put("splitbytes", Long.toString(what.splitBytes()));
    what.absent().ifPresent(absent -> map.put("absent", absent.unavailable()));
    what.sample().ifPresent(s -> map.put("sample", s.chunks() + "x" + s.chunkBytes()));
    map.put("inferring", Boolean.toString(inferring));
    return map;
  }

  static RawReadOptions parse(Map<String, String> map) {
    RawRead what =
        new RawRead(
            Location.of(map.get("root")),
            Location.of(map.get("manifest")),
            format(map),
            contract(map.get("contract")),
            map.get("required").isEmpty() ? Set.of() : Set.of(map.get("required").split("\t")),
            ZoneId.of(map.get("zone")),
            numbers(map.get("leaveout")),
            Optional.ofNullable(map.get("only")).map(RawReadOptions::numbers),
            Boolean.parseBoolean(map.get("keeptext")),
            Optional.ofNullable(map.get("sample")).map(RawReadOptions::sample),
            Long.parseLong(map.get("splitbytes")),
            Optional.ofNullable(map.get("absent")).map(AbsentValues::new));
    return new RawReadOptions(what, Boolean.parseBoolean(map.get("inferring")));
  }

  private static void csv(RawFormat.Csv csv, Map<String, String> map) {
    map.put("csv", "" + csv.delimiter() + csv.quote() + csv.escape() + csv.comment());
    map.put("encoding", csv.encoding().name());
    map.put("nulls", csv.nulls().stream().map(text -> text + "\n").collect(Collectors.joining()));
    map.put("skip", Integer.toString(csv.skip()));
    map.put("fields", String.join("\t", csv.columns()));
  }

  private static RawFormat format(Map<String, String> map) {
    return switch (map.get("format")) {
      case "parquet" -> new RawFormat.Parquet();
      case "avro" -> new RawFormat.Avro();
      case "orc" -> new RawFormat.Orc();
      case "xml" -> new RawFormat.Xml(map.get("row"), map.get("attributes"));
      default -> text(map);
    };
  }

  private static RawFormat text(Map<String, String> map) {
    String csv = map.get("csv");
    if (csv == null) {
      return new RawFormat.Json(RawFormat.Envelope.valueOf(map.get("envelope")));
    }
    String fields = map.get("fields");
    return new RawFormat.Csv(
        csv.charAt(0),
        csv.charAt(1),
        csv.charAt(2),
        Charset.forName(map.get("encoding")),
        map.get("nulls").lines().toList(),
        csv.charAt(3),
        Integer.parseInt(map.get("skip")),
        fields.isEmpty() ? List.of() : List.of(fields.split("\t")));
  }

  private static List<Column> contract(String text) {
    List<Column> columns = new ArrayList<>();
    for (String line : text.lines().toList()) {
      int tab = line.indexOf('\t');
      columns.add(Column.of(line.substring(0, tab), line.substring(tab + 1)));
    }
    return columns;
  }

  private static Sample sample(String text) {
    int x = text.indexOf('x');
    return new Sample(
        Integer.parseInt(text.substring(0, x)), Long.parseLong(text.substring(x + 1)));
  }

  private static String numbers(Set<Integer> numbers) {
    return numbers.stream().sorted().map(String::valueOf).collect(Collectors.joining(","));
  }

  private static Set<Integer> numbers(String text) {
    return text.isEmpty()
        ? Set.of()
        : Stream.of(text.split(",")).map(Integer::valueOf).collect(Collectors.toSet());
  }
}
