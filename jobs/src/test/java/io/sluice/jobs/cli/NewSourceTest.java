package io.sluice.jobs.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NewSourceTest {

  @TempDir Path dir;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private Path file;

  @BeforeEach
  void aLakeWithRawFiles() throws IOException {
    Path raw = dir.resolve("raw/shop/orders/2026-11-19/a.json");
    Files.createDirectories(raw.getParent());
    Files.writeString(raw, "{\"id\":1,\"created_at\":\"2026-11-19T06:00:00Z\"}\n");
    Files.createDirectories(dir.resolve("conf"));
    Files.writeString(
        dir.resolve("conf/lake.conf"),
        "lake { raw = raw, processed = processed, curated = curated, catalog.type = none }");
    file = dir.resolve("conf/sources/shop.conf");
  }

  @Test
  void writesASourceAndSaysWhatItSawAndWhy() throws IOException {
    assertEquals(0, init());
    assertTrue(out().startsWith("shop.orders\n  dialect plain: no loader's columns"), out());
    assertTrue(out().contains("\nwrote " + file + " with 1 table\n"), out());
    assertTrue(Files.readString(file).contains("  layout = \"{date}/**\"\n"));
  }

  @Test
  void neverOverwritesAFile() throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, "mine");
    assertEquals(2, init());
    assertEquals("mine", Files.readString(file));
    assertEquals(
        "Cannot write "
            + file
            + ": it is there already. Move it away, or add --dry-run to see what would be"
            + " written.\n",
        err.toString(StandardCharsets.UTF_8));
  }

  @Test
  void writesNothingWhenItOnlyLooks() {
    assertEquals(0, init("--dry-run"));
    assertFalse(Files.exists(file));
    assertTrue(out().contains("\ntables.orders {\n"), out());
  }

  @Test
  void tellsAMachineTheSame() throws IOException {
    assertEquals(0, init("--json"));
    JsonNode answer = new ObjectMapper().readTree(out());
    assertEquals(file.toString(), answer.get("file").asText());
    assertTrue(answer.get("written").asBoolean());
    assertEquals("shop.orders", answer.at("/tables/0/table").asText());
    assertEquals("{date}/**", answer.at("/tables/0/layout/0").asText());
    assertEquals("created_at", answer.at("/tables/0/date").asText());
    assertTrue(answer.at("/tables/0/reasons").size() > 3, out());
  }

  @Test
  void needsALake() throws IOException {
    Files.delete(dir.resolve("conf/lake.conf"));
    assertEquals(2, init());
    assertTrue(
        err.toString(StandardCharsets.UTF_8)
            .contains(
                "conf/lake.conf: does not exist. Write it with lake.raw, lake.processed and"
                    + " lake.curated"),
        err.toString(StandardCharsets.UTF_8));
  }

  private int init(String... options) {
    Session session =
        new Session(
            conf -> {
              throw new AssertionError("the lake was opened");
            },
            Map.of(),
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            Clock.systemUTC());
    String[] args = new String[options.length + 4];
    args[0] = "init";
    args[1] = dir.toString();
    args[2] = "--from";
    args[3] = dir.resolve("raw/shop").toString();
    System.arraycopy(options, 0, args, 4, options.length);
    return new Shell(session).run(args);
  }

  private String out() {
    return out.toString(StandardCharsets.UTF_8);
  }
}
