package io.sluice.jobs.look;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.jobs.store.FileStore;
import io.sluice.layout.LakeException;
import io.sluice.layout.Location;
import io.sluice.layout.config.Dialect;
import io.sluice.layout.config.LakeConfigReader;
import io.sluice.layout.config.TableConfig;
import io.sluice.layout.config.TableConfig.WriteMode;
import io.sluice.layout.intake.RawLayout;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LookTest {

  private static final Path DATA = Path.of("..", "src-test-data", "dialects");

  @TempDir Path dir;

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void recognisesEachDialectAndWritesASourceThatIsValid(Dialect dialect) throws IOException {
    for (String state : List.of("first", "next")) {
      copy(DATA.resolve(dialect.word()).resolve("raw").resolve(state), raw("src/orders"));
    }
    Look look = look("src");
    TableFinding found = look.tables().get(0);
    assertEquals(List.of("orders"), look.tables().stream().map(TableFinding::name).toList());
    assertEquals(dialect, found.dialect(), found.toString());
    assertEquals(Optional.empty(), found.obstacle());

    TableConfig table = valid(look).get(0);
    boolean events = dialect == Dialect.KAFKA_CONNECT;
    assertEquals(List.of(events ? "event_id" : "id"), table.key());
    assertEquals(events ? "at" : "created_at", table.date().from());
    for (String path : found(dialect)) {
      assertTrue(table.layout().holds(path), table.layout() + " does not hold " + path);
    }
  }

  @Test
  void readsTheFootersOfParquetFiles() throws IOException {
    copy(Path.of("..", "src-test-data", "shop", "orders", "raw", "first"), raw("shop/orders"));
    TableConfig table = valid(look("shop")).get(0);
    assertEquals(RawLayout.DEFAULT, table.layout());
    assertEquals("parquet", table.raws().word());
    assertEquals(List.of("order_id"), table.key());
    assertEquals(List.of("updated_at"), table.order());
    assertEquals("created_at", table.date().from());
  }

  @Test
  void knowsTheLayoutOfAnOldLakeAndItsCsv() throws IOException {
    String text =
        "Order ID;Straße;Moved At;Updated At\n7;Hauptstraße;2026-11-19;2026-11-19 06:00:00\n";
    write("erp/orders/2026-11-19/a.csv", text.getBytes(Charset.forName("windows-1252")));
    TableConfig table = valid(look("erp")).get(0);
    assertEquals(RawLayout.of(List.of("{date}/**")), table.layout());
    assertEquals(List.of("order_id"), table.key());
    assertEquals(List.of("updated_at"), table.order());
    assertEquals(WriteMode.UPSERT, table.mode());
    assertEquals("moved_at", table.date().from());
    assertEquals(
        Map.of("encoding", "windows-1252", "delimiter", ";"), look("erp").tables().get(0).csv());
  }

  @Test
  void findsTheTablesOfASource() throws IOException {
    write("lake/eu/orders/2026-11-19/a.json", "{\"id\":1,\"created_at\":\"2026-11-19\"}\n");
    write("lake/eu/items/2026-11-19/a.json", "{\"n\":1,\"on\":\"2026-11-19\"}\n");
    write("lake/us/orders/2026-11-19/a.json", "{\"id\":1,\"created_at\":\"2026-11-19\"}\n");
    List<TableConfig> tables = valid(look("lake"));
    assertEquals(
        List.of("lake.eu_items", "lake.eu_orders", "lake.us_orders"),
        tables.stream().map(table -> table.id().toString()).toList());
    assertEquals(Location.of(raw("lake/eu/orders").toString()), tables.get(1).raw());
    assertEquals(WriteMode.APPEND, tables.get(0).mode());
    assertEquals(List.of(), tables.get(0).key());
  }

  @Test
  void aColumnThatRepeatsIsNoKeyOfRowsThatAreOnlyAdded() throws IOException {
    String line = "{\"order_id\":%d,\"item_id\":%d,\"at\":\"2026-11-19\"}\n";
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < 20; i++) {
      lines.append(String.format(line, i / 2, i));
    }
    write("shop/orders/2026-11-19/a.json", lines.toString());
    assertEquals(List.of("item_id"), valid(look("shop")).get(0).key());
    write("web/orders/2026-11-19/a.json", lines.toString().replace("item_id", "n"));
    assertEquals(List.of(), valid(look("web")).get(0).key());
  }

  @Test
  void aFolderOfFilesIsATable() throws IOException {
    write(
        "shop/clicks/clicks_2026-11-19.json.gz",
        gzip("{\"id\":1,\"at\":\"2026-11-19T06:00:00Z\"}\n"));
    TableConfig table = valid(look("shop/clicks")).get(0);
    assertEquals("shop.clicks", table.id().toString());
    assertEquals("2026-11-19", table.layout().extraction("clicks_2026-11-19.json.gz"));
  }

  @Test
  void leavesOutWhatCannotBeLoadedAndSaysWhy() throws IOException {
    write("mix/good/2026-11-19/a.json", "{\"id\":1,\"at\":\"2026-11-19\"}\n");
    write("mix/raw_form/2026_11_19_1795068000000_0.jsonl", "{\"_airbyte_data\":{\"id\":1}}\n");
    write("mix/timeless/2026-11-19/a.json", "{\"id\":1}\n");
    write("mix/nameless/2026-11-19/a.csv", "1,2026-11-19\n2,2026-11-19\n");
    write("mix/other/2026-11-19/a.bin", new byte[] {0, 1, 2});
    write("mix/events/2026-11-19/a.avro", new byte[] {0, 1, 2});
    write(
        "mix/envelope/partition=0/e+0+0000000000.json",
        "{\"before\":null,\"after\":{\"id\":1},\"source\":{},\"op\":\"c\"}\n");
    Look look = look("mix");
    assertEquals(
        List.of("mix.good"), valid(look).stream().map(table -> table.id().toString()).toList());
    assertTrue(
        look.text()
            .contains(
                "# Not loaded: its records are wrapped in _airbyte_data: set the destination's"
                    + " flattening to \"Root level flattening\" and sync anew.\n# tables.raw_form {"),
        look.text());
    Map<String, String> obstacles =
        look.tables().stream()
            .filter(table -> table.obstacle().isPresent())
            .collect(
                java.util.stream.Collectors.toMap(
                    TableFinding::name, table -> table.obstacle().orElseThrow()));
    assertEquals(
        "no column holds dates or times to take the business date from", obstacles.get("timeless"));
    assertEquals(
        "avro files are not looked into: write the key and the date yourself",
        obstacles.get("events"));
    assertEquals(
        "its CSV has no names in the first line: declare columns { … } in their order",
        obstacles.get("nameless"));
    assertEquals("its files are of no format that is read", obstacles.get("other"));
    assertEquals(
        "its records are Debezium's change events: set json.envelope = debezium, and the key and"
            + " the date by the names of the columns inside after",
        obstacles.get("envelope"));
  }

  @Test
  void namesWhatStandsInTheWayOfALook() throws IOException {
    Files.createDirectories(raw("empty"));
    write("timeless/a/2026-11-19/a.json", "{\"id\":1}\n");
    String at = "Cannot make a source of file://" + raw("") + "/";
    assertEquals(
        at + "gone: it does not exist. Check the name, and whether the loader has ever run.",
        assertThrows(LakeException.class, () -> look("gone")).getMessage());
    assertEquals(
        at + "empty: it holds no raw file. Name a folder into which a loader has written.",
        assertThrows(LakeException.class, () -> look("empty")).getMessage());
    Look timeless = look("timeless");
    assertEquals(
        at
            + "timeless: no table in it can be loaded as it is. a: no column holds dates or times"
            + " to take the business date from.",
        assertThrows(LakeException.class, timeless::requireUsable).getMessage());
    assertEquals(
        "Cannot make a source of file:///elsewhere: it is not below lake.raw, which is file://"
            + raw("")
            + ". Name a folder in there, or set lake.raw to the root of the raw files.",
        assertThrows(
                LakeException.class,
                () ->
                    Look.at(
                        Location.of("/elsewhere"),
                        Location.of(raw("").toString()),
                        new FileStore(new Configuration()),
                        new Configuration()))
            .getMessage());
  }

  private Path raw(String path) {
    return path.isEmpty() ? dir.resolve("raw") : dir.resolve("raw").resolve(path);
  }

  private Look look(String folder) {
    Configuration hadoop = new Configuration();
    return Look.at(
        Location.of(raw(folder).toString()),
        Location.of(raw("").toString()),
        new FileStore(hadoop),
        hadoop);
  }

  private List<TableConfig> valid(Look look) throws IOException {
    Path conf = dir.resolve("conf");
    Files.createDirectories(conf.resolve("sources"));
    Files.writeString(
        conf.resolve("lake.conf"),
        "lake { raw = raw, processed = processed, curated = curated, catalog.type = none }");
    Files.writeString(conf.resolve("sources/x.conf"), look.text());
    return LakeConfigReader.read(conf).tables();
  }

  private void write(String path, String text) throws IOException {
    write(path, text.getBytes(StandardCharsets.UTF_8));
  }

  private void write(String path, byte[] bytes) throws IOException {
    Files.createDirectories(raw(path).getParent());
    Files.write(raw(path), bytes);
  }

  private static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }

  private static List<String> found(Dialect dialect) throws IOException {
    Path raws = DATA.resolve(dialect.word()).resolve("raw");
    try (Stream<Path> files = Files.walk(raws)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> raws.relativize(file).toString().replaceFirst("^[a-z]+/", ""))
          .toList();
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
        Path target = to.resolve(from.relativize(file).toString());
        Files.createDirectories(target.getParent());
        Files.copy(file, target);
      }
    }
  }
}
