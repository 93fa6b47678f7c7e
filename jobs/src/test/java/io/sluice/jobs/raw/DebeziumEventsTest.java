package io.sluice.jobs.raw;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.layout.Column;
import io.sluice.layout.config.RawFormat;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DebeziumEventsTest {

  private static final List<Column> CONTRACT =
      List.of(
          Column.of("id", "bigint"),
          Column.of("name", "string"),
          Column.of("__op", "string"),
          Column.of("__deleted", "boolean"),
          Column.of("__ts_ms", "bigint"),
          Column.of("__source_ts_ms", "bigint"),
          Column.of("__source_lsn", "bigint"));
  private static final String FROM =
      "\"source\":{\"version\":\"2.7\",\"ts_ms\":7,\"snapshot\":\"false\",\"lsn\":24}";
  private static final String ANN = "{\"id\":1,\"name\":\"Ann\"}";

  private static List<String> read(List<Column> contract, NewColumns notes, String... lines)
      throws IOException {
    JsonRecords records =
        new JsonRecords(
            contract,
            IntStream.range(0, contract.size()).toArray(),
            true,
            RawFormat.Envelope.DEBEZIUM,
            new Timestamps(ZoneOffset.UTC),
            notes);
    records.nameAbsent(new AbsentValues("__debezium_unavailable_value"));
    byte[] bytes = String.join("\n", lines).getBytes(StandardCharsets.UTF_8);
    LineBuffer in = new LineBuffer(new ByteArrayInputStream(bytes), 0);
    records.open(in);
    List<String> rows = new ArrayList<>();
    while (records.nextOnLine(in) || records.next(in)) {
      Object[] row = new Object[contract.size()];
      try {
        records.read(in, row);
        Object absent = records.absent();
        rows.add(Arrays.toString(row) + (absent == null ? "" : " lacks " + absent));
      } catch (Reject e) {
        rows.add(e.reason());
      }
    }
    return rows;
  }

  private static List<String> read(String... lines) throws IOException {
    return read(CONTRACT, new NewColumns(ZoneOffset.UTC, false), lines);
  }

  private static String rejected(String line) throws IOException {
    List<String> rows = read(line);
    assertEquals(1, rows.size(), rows.toString());
    assertTrue(rows.get(0).startsWith("it is not a Debezium change event: "), rows.get(0));
    return rows.get(0).substring("it is not a Debezium change event: ".length());
  }

  private static String event(String op, String before, String after) {
    return "{\"before\":%s,\"after\":%s,%s,\"op\":\"%s\",\"ts_ms\":9,\"transaction\":null}"
        .formatted(before, after, FROM, op);
  }

  @Test
  void aRowIsTheOneAfterTheChangeOrTheOneBeforeADelete() throws IOException {
    String bob = "{\"name\":\"Bob\",\"id\":1}";
    assertEquals(
        List.of(
            "[1, Ann, c, false, 9, 7, 24]",
            "[1, Ann, r, false, 9, 7, 24]",
            "[1, Bob, u, false, 9, 7, 24]",
            "[1, Bob, d, true, 9, 7, 24]"),
        read(
            event("c", "null", ANN),
            event("r", "null", ANN),
            event("u", ANN, bob),
            event("d", bob, "null")));
  }

  @Test
  void theOrderOfTheFieldsAndTheSchemaAroundThemDoNotMatter() throws IOException {
    String payload = "{\"op\":\"c\",\"after\":" + ANN + ",\"ts_ms\":9," + FROM + "}";
    String schema = "{\"type\":\"struct\",\"fields\":[{\"field\":\"payload\"}],\"name\":\"op\"}";
    for (String line :
        List.of(
            payload,
            "{\"schema\":" + schema + ",\"payload\":" + payload + "}",
            "{\"payload\": " + payload + " , \"schema\" : null } ")) {
      assertEquals(List.of("[1, Ann, c, false, 9, 7, 24]"), read(line), line);
    }
    assertEquals(
        List.of("[1, Ann, c, false, 9, 7, 24]", "[1, Ann, c, false, 9, 7, 24]"),
        read(payload + payload));
  }

  @Test
  void aNullIsNoRecord() throws IOException {
    assertEquals(
        List.of("[1, Ann, c, false, 9, 7, 24]"),
        read(
            "null",
            " null \r",
            "",
            event("c", "null", ANN),
            "{\"schema\":null,\"payload\":null}",
            "null"));
    assertEquals(1, read("nul").size());
    assertEquals(1, read("null null").size());
    assertEquals(1, read("{\"payload\":null}x").size());
  }

  @Test
  void whatIsNoChangeOfARowIsRejectedAndSaysWhatItIs() throws IOException {
    assertEquals(
        "it is a truncate (op t): all rows of the table were deleted at once, and none of them is"
            + " named; load the table anew",
        rejected("{" + FROM + ",\"op\":\"t\",\"ts_ms\":9}"));
    assertEquals(
        "it is a message (op m) and holds no row",
        rejected("{" + FROM + ",\"op\":\"m\",\"message\":{\"prefix\":\"p\"}}"));
    assertEquals(
        "it is a schema change; keep the topic of schema changes out of the table's folder",
        rejected("{" + FROM + ",\"databaseName\":\"shop\",\"ddl\":\"DROP TABLE a\"}"));
    assertEquals(
        "it is a heartbeat; keep that topic out of the table's folder",
        rejected("{\"schema\":{},\"payload\":{\"ts_ms\":9}}"));
    assertEquals(
        "it is the begin or end of a transaction; keep that topic out of the table's folder",
        rejected("{\"status\":\"BEGIN\",\"id\":\"5:7\",\"event_count\":null,\"ts_ms\":9}"));
    String flat =
        "it has no op with before and after; if its rows were unwrapped already"
            + " (ExtractNewRecordState), it is read without an envelope";
    assertEquals(flat, rejected("{\"id\":1,\"name\":\"Ann\",\"__op\":\"c\"}"));
    assertEquals(flat, rejected("{\"id\":1,\"op\":\"c\"}"));
    assertEquals(flat, rejected("{\"schema\":{},\"payload\":" + ANN + "}"));
    assertEquals(flat, rejected("{}"));
    assertEquals(
        "its op is \"x\", which is none of c, u, d and r", rejected(event("x", "null", ANN)));
    assertEquals("its op is c and it has no object after", rejected(event("c", ANN, "null")));
    assertEquals("its op is u and it has no object after", rejected(event("u", ANN, "\"{}\"")));
    assertEquals("it is a delete and has no object before", rejected(event("d", "null", "null")));
  }

  @Test
  void aValueThatDoesNotFitNamesItsColumnAndWhatFollowsIsRead() throws IOException {
    assertEquals(
        List.of("id is not a bigint: \"one\"", "[1, Ann, c, false, 9, 7, 24]"),
        read(event("c", "null", "{\"id\":\"one\"}") + event("c", "null", ANN)));
    assertEquals(
        List.of("it has the field \"after\" twice"),
        read("{\"op\":\"c\",\"after\":" + ANN + ",\"after\":" + ANN + "}"));
    assertEquals(
        List.of("it has the field \"__op\" twice"),
        read(event("c", "null", "{\"id\":1,\"__op\":\"c\"}")));
    assertEquals(
        List.of(
            "it is not a JSON object: a string is not closed at byte 40, where the line ends; each line"
                + " must hold whole objects"),
        read(event("c", "null", ANN).substring(0, 39)));
  }

  @Test
  void whatTheEventDoesNotCarryIsAbsent() throws IOException {
    assertEquals(
        List.of(
            "[1, null, u, false, 9, 7, 24] lacks [name]",
            "[1, null, u, false, 9, 7, 24] lacks [name]",
            "[1, null, u, false, 9, 7, 24]",
            "[1, Ann, r, false, null, null, null] lacks [__ts_ms,__source_ts_ms,__source_lsn]",
            "[1, Ann, r, false, null, 7, null] lacks [__ts_ms]"),
        read(
            event("u", "null", "{\"id\":1,\"name\":\"__debezium_unavailable_value\"}"),
            event("u", "null", "{\"id\":1}"),
            event("u", "null", "{\"id\":1,\"name\":null}"),
            "{\"op\":\"r\",\"after\":" + ANN + "}",
            "{\"op\":\"r\",\"after\":" + ANN + ",\"source\":{\"ts_ms\":7,\"lsn\":null}}"));
  }

  @Test
  void theColumnsOfTheRowAreInferredThroughTheEnvelope() throws IOException {
    NewColumns notes = new NewColumns(ZoneOffset.UTC, true);
    read(
        List.of(),
        notes,
        event("c", "null", "{\"Id\":1,\"big\":\"__debezium_unavailable_value\",\"n\":null}"),
        event("c", "null", "{\"Id\":2,\"big\":[1]}"),
        "{\"op\":\"r\",\"after\":{},\"source\":{\"file\":\"b.1\",\"pos\":4,\"lsn\":null}}");
    assertEquals(
        "id bigint, big array<bigint>, n string, __op string, __ts_ms bigint, __deleted string,"
            + " __source_ts_ms bigint, __source_lsn bigint, __source_file string, __source_pos"
            + " bigint",
        String.join(
            ", ", notes.notes().stream().map(n -> n.column() + " " + n.shape().type()).toList()));
  }
}
