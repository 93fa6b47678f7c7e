package io.sluice.jobs.raw;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sluice.jobs.raw.ParquetSamples.How;
import io.sluice.layout.Column;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.io.api.Binary;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each Parquet type by each writer is the right value, or a rejected row that says why. */
class ParquetRowsTest {

  @TempDir Path dir;

  /** Reads a file twice, with its values in pages and in a dictionary. */
  @SafeVarargs
  private List<String> read(String fields, String contract, Consumer<Group>... rows)
      throws IOException {
    Column[] columns = columns(contract);
    Path plain = ParquetSamples.write(dir.resolve("plain"), How.PLAIN, fields, rows);
    Path coded =
        ParquetSamples.write(dir.resolve("coded"), How.PLAIN.withDictionary(), fields, rows);
    List<String> read = ParquetSamples.read(plain, columns);
    assertEquals(read, ParquetSamples.read(coded, columns), "with a dictionary");
    java.nio.file.Files.delete(plain);
    java.nio.file.Files.delete(coded);
    return read;
  }

  private static Column[] columns(String contract) {
    List<Column> columns = new ArrayList<>();
    for (String column : contract.isEmpty() ? new String[0] : contract.split("; ")) {
      int space = column.indexOf(' ');
      columns.add(Column.of(column.substring(0, space), column.substring(space + 1)));
    }
    return columns.toArray(new Column[0]);
  }

  private static Binary bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return Binary.fromConstantByteArray(bytes);
  }

  private static Binary int96(long nanosOfDay, int julianDay) {
    ByteBuffer bytes = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN);
    return Binary.fromConstantByteArray(bytes.putLong(nanosOfDay).putInt(julianDay).array());
  }

  private static final String INTEGERS =
      "required int32 i8 (INTEGER(8,true)); required int32 i16 (INTEGER(16,true));"
          + " required int32 i32 (INTEGER(32,true)); required int64 i64 (INTEGER(64,true));"
          + " required int32 u8 (INTEGER(8,false)); required int32 u16 (INTEGER(16,false));"
          + " required int32 u32 (INTEGER(32,false)); required int64 u64 (INTEGER(64,false));";

  @Test
  void integersOfEverySizeAndSignAreNeverWrapped() throws IOException {
    assertEquals(
        List.of(
            "new i8 tinyint",
            "new i16 smallint",
            "new i32 int",
            "new i64 bigint",
            "new u8 smallint",
            "new u16 int",
            "new u32 bigint",
            "new u64 decimal(20,0)"),
        read(INTEGERS, ""));
    Consumer<Group> largest =
        row ->
            row.append("i8", -128)
                .append("i16", 32767)
                .append("i32", Integer.MIN_VALUE)
                .append("i64", Long.MAX_VALUE)
                .append("u8", 255)
                .append("u16", 65535)
                .append("u32", -1)
                .append("u64", -1L);
    assertEquals(
        List.of(
            "-128|32767|-2147483648|9223372036854775807|255|65535|4294967295|18446744073709551615"),
        read(
            INTEGERS,
            "i8 tinyint; i16 smallint; i32 int; i64 bigint; u8 smallint; u16 int; u32 bigint; u64"
                + " decimal(20,0)",
            largest));
    assertEquals(
        List.of("rejected 0: u64 is not a bigint: 18446744073709551615"),
        read(
            "required int64 u64 (INTEGER(64,false));",
            "u64 bigint",
            row -> row.append("u64", -1L)));
    assertEquals(
        List.of("rejected 0: u32 is not an int: 4294967295"),
        read("required int32 u32 (INTEGER(32,false));", "u32 int", row -> row.append("u32", -1)));
    assertEquals(
        List.of("rejected 0: i8 is not a tinyint: 300", "rejected 1: i8 is not a tinyint: 300"),
        read(
            "required int32 i8 (INTEGER(8,true));",
            "i8 tinyint",
            row -> row.append("i8", 300),
            row -> row.append("i8", 300)));
  }

  @Test
  void decimalsOfEveryPhysicalTypeAreExact() throws IOException {
    String fields =
        "required int32 a (DECIMAL(9,2)); required int64 b (DECIMAL(18,4));"
            + " required fixed_len_byte_array(16) c (DECIMAL(38,10)); required binary d"
            + " (DECIMAL(20,3));";
    byte[] fixed = new byte[16];
    byte[] value = new BigInteger("-12345678901234567890123456789012345678").toByteArray();
    java.util.Arrays.fill(fixed, (byte) -1);
    System.arraycopy(value, 0, fixed, 16 - value.length, value.length);
    Consumer<Group> row =
        one ->
            one.append("a", 123456789)
                .append("b", -1L)
                .append("c", Binary.fromConstantByteArray(fixed))
                .append("d", bytes(0xff, 0x38));
    assertEquals(
        List.of("1234567.89|-0.0001|-1234567890123456789012345678.9012345678|-0.200"),
        read(fields, "a decimal(9,2); b decimal(18,4); c decimal(38,10); d decimal(20,3)", row));
    assertEquals(
        List.of("1234567.8900|-1.0E-4|-1234567890123456789012345678.9012345678|-0.2"),
        read(fields, "a decimal(12,4); b double; c string; d decimal(5,1)", row));
    assertEquals(
        List.of("rejected 0: a is not a decimal(9,1): 1234567.89"),
        read(fields, "a decimal(9,1)", row).subList(0, 1));
    assertEquals(
        List.of("rejected 0: a is not a decimal(3,0): 1000"),
        read("required int32 a (DECIMAL(3,0));", "a decimal(3,0)", one -> one.append("a", 1000)));
    assertEquals(List.of("new a string"), read("required binary a (DECIMAL(50,0));", ""));
  }

  @Test
  void timestampsOfEveryUnitAreInstantsAndWithoutAZoneTheyAreTheTables() throws IOException {
    String fields =
        "required int64 a (TIMESTAMP(MILLIS,true)); required int64 b (TIMESTAMP(MICROS,true));"
            + " required int64 c (TIMESTAMP(NANOS,true)); required int64 d"
            + " (TIMESTAMP(MILLIS,false)); required int64 e (TIMESTAMP(MICROS,false));"
            + " required int64 f (TIMESTAMP(NANOS,false)); required int96 g;";
    long seconds = Instant.parse("2026-11-19T01:02:03Z").getEpochSecond();
    Consumer<Group> row =
        one ->
            one.append("a", seconds * 1000 + 4)
                .append("b", seconds * 1_000_000 + 5)
                .append("c", seconds * 1_000_000_000 + 6000)
                .append("d", seconds * 1000 + 4)
                .append("e", seconds * 1_000_000 + 5)
                .append("f", seconds * 1_000_000_000 + 6000)
                .append("g", int96(3_723_000_007_000L, 2_461_364));
    assertEquals(
        List.of(
            "2026-11-19T01:02:03.004Z|2026-11-19T01:02:03.000005Z|2026-11-19T01:02:03.000006Z|"
                + "2026-11-19T04:02:03.004Z|2026-11-19T04:02:03.000005Z|"
                + "2026-11-19T04:02:03.000006Z|2026-11-19T01:02:03.000007Z"),
        read(
            fields,
            "a timestamp; b timestamp; c timestamp; d timestamp; e timestamp; f timestamp; g"
                + " timestamp",
            row));
    assertEquals(
        List.of(
            "2026-11-19T01:02:03.004Z|2026-11-19T01:02:03.000005Z|2026-11-19T01:02:03.000006Z|"
                + "2026-11-19T01:02:03.004|2026-11-19T01:02:03.000005|"
                + "2026-11-19T01:02:03.000006|2026-11-19T01:02:03.000007Z"),
        read(fields, "a string; b string; c string; d string; e string; f string; g string", row));
  }

  @Test
  void digitsBelowTheMicrosecondRejectTheRowUnlessItIsReadAsText() throws IOException {
    String fields = "required int64 a (TIMESTAMP(NANOS,true)); required int96 b;";
    Consumer<Group> nanos = row -> row.append("a", 1L).append("b", int96(0, 2_440_588));
    Consumer<Group> int96 = row -> row.append("a", -1000L).append("b", int96(1, 2_440_588));
    assertEquals(
        List.of(
            "rejected 0: a is not a timestamp: 1970-01-01T00:00:00.000000001Z",
            "rejected 1: b is not a timestamp: 1970-01-01T00:00:00.000000001Z"),
        read(fields, "a timestamp; b timestamp", nanos, int96));
    assertEquals(
        List.of(
            "1970-01-01T00:00:00.000000001Z|1970-01-01T00:00:00Z",
            "1969-12-31T23:59:59.999999Z|1970-01-01T00:00:00.000000001Z"),
        read(fields, "a string; b string", nanos, int96));
    assertEquals(
        List.of("rejected 0: b is not a timestamp: +5874898-06-03T00:00:00Z"),
        read(
            "required int96 b;",
            "b timestamp",
            row -> row.append("b", int96(0, Integer.MAX_VALUE))));
    assertEquals(
        List.of("rejected 0: a is not a timestamp: +292278994-08-17T07:12:55.807"),
        read(
            "required int64 a (TIMESTAMP(MILLIS,false));",
            "a timestamp",
            row -> row.append("a", Long.MAX_VALUE)));
  }

  @Test
  void datesBeforeTheGregorianCalendarAreAsTheirWriterCountedThem() throws IOException {
    String fields =
        "required int32 a (DATE); required int64 b (TIMESTAMP(MICROS,true)); required int96 c;";
    int day = (int) LocalDate.of(1500, 1, 1).toEpochDay();
    Consumer<Group> row =
        one ->
            one.append("a", day)
                .append("b", day * 86_400_000_000L)
                .append("c", int96(0, 2_440_588 + day));
    Column[] contract = columns("a date; b timestamp; c timestamp");
    Path other = ParquetSamples.write(dir.resolve("other"), How.PLAIN, fields, row);
    assertEquals(
        List.of("1500-01-01|1500-01-01T00:00:00Z|1500-01-01T00:00:00Z"),
        ParquetSamples.read(other, contract));
    Path spark2 =
        ParquetSamples.write(
            dir.resolve("spark2"),
            How.PLAIN.with(Map.of("org.apache.spark.version", "2.4.8")),
            fields,
            row);
    assertEquals(
        List.of("1499-12-23|1499-12-23T00:00:00Z|1499-12-23T00:00:00Z"),
        ParquetSamples.read(spark2, contract));
  }

  @Test
  void typesTheLakeHasNotAreTextThatKeepsTheValue() throws IOException {
    String fields =
        "required int32 a (TIME(MILLIS,true)); required int64 b (TIME(MICROS,false));"
            + " required int64 c (TIME(NANOS,true)); required fixed_len_byte_array(16) d (UUID);"
            + " required fixed_len_byte_array(12) e (INTERVAL); required binary f (ENUM);"
            + " required binary g (JSON); required binary h (BSON); required binary i;"
            + " required fixed_len_byte_array(2) j;";
    assertEquals(
        List.of(
            "string", "string", "string", "string", "string", "string", "string", "binary",
            "binary", "binary"),
        read(fields, "").stream().map(line -> line.substring(line.lastIndexOf(' ') + 1)).toList());
    Consumer<Group> row =
        one ->
            one.append("a", 30_600_250)
                .append("b", 86_399_999_999L)
                .append("c", 1L)
                .append("d", bytes(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15))
                .append("e", bytes(14, 0, 0, 0, 3, 0, 0, 0, 0xa5, 0x0f, 0, 0))
                .append("f", "RED")
                .append("g", "{\"a\":1}")
                .append("h", bytes(5, 0, 0, 0, 0))
                .append("i", "text")
                .append("j", bytes(0xc3, 0x28));
    assertEquals(
        List.of(
            "08:30:00.25|23:59:59.999999|00:00:00.000000001|00010203-0405-0607-0809-0a0b0c0d0e0f|"
                + "P14M3DT4.005S|RED|{\"a\":1}|BQAAAAA=|text|wyg="),
        read(
            fields,
            "a string; b string; c string; d string; e string; f string; g string; h binary; i"
                + " string; j binary",
            row));
    assertEquals(
        List.of("rejected 0: j is not a string: wyg="),
        read(
            "required fixed_len_byte_array(2) j;",
            "j string",
            one -> one.append("j", bytes(0xc3, 0x28))));
    assertEquals(
        List.of("rejected 0: a is not a string: 86400000"),
        read(
            "required int32 a (TIME(MILLIS,true));",
            "a string",
            one -> one.append("a", 86_400_000)));
  }

  @Test
  void bytesThatAreNoTextRejectTheRow() throws IOException {
    assertEquals(
        List.of("rejected 0: a is not a string: caf\u00e9", "é"),
        read(
            "optional binary a (STRING);",
            "a string",
            row ->
                row.append(
                    "a",
                    Binary.fromConstantByteArray("café".getBytes(StandardCharsets.ISO_8859_1))),
            row -> row.append("a", "é")));
  }

  /**
   * Each with [1, null, 2], or [1, 2] where elements cannot be null; and an empty one; and none.
   */
  @Test
  void listsOfEveryEncodingAreLists() throws IOException {
    String three = "optional group l (LIST) { repeated group %s { optional int32 %s; } }";
    for (String names : List.of("list element", "bag array_element", "element item")) {
      String[] name = names.split(" ");
      assertEquals(
          List.of("[1, null, 2]", "[]", "null"),
          read(
              String.format(three, name[0], name[1]),
              "l array<int>",
              row -> {
                Group list = row.addGroup("l");
                list.addGroup(0).append(name[1], 1);
                list.addGroup(0);
                list.addGroup(0).append(name[1], 2);
              },
              row -> row.addGroup("l"),
              row -> {}),
          names);
    }
    for (String name : List.of("array", "element", "l_tuple")) {
      assertEquals(
          List.of("[1, 2]", "[]", "null"),
          read(
              "optional group l (LIST) { repeated int32 " + name + "; }",
              "l array<int>",
              row -> row.addGroup("l").append(name, 1).append(name, 2),
              row -> row.addGroup("l"),
              row -> {}),
          name);
    }
    assertEquals(
        List.of("[1, 2]", "[]"),
        read(
            "repeated int32 l;",
            "l array<int>",
            row -> row.append("l", 1).append("l", 2),
            row -> {}));
    for (String name : List.of("array", "l_tuple")) {
      assertEquals(
          List.of("[(1)]"),
          read(
              "optional group l (LIST) { repeated group " + name + " { required int32 x; } }",
              "l array<struct<x:int>>",
              row -> row.addGroup("l").addGroup(0).append("x", 1)),
          name);
    }
    assertEquals(
        List.of("[(1, a), (2, null)]"),
        read(
            "optional group l (LIST) { repeated group any { required int32 x; optional binary y"
                + " (STRING); } }",
            "l array<struct<x:int,y:string>>",
            row -> {
              Group list = row.addGroup("l");
              list.addGroup(0).append("x", 1).append("y", "a");
              list.addGroup(0).append("x", 2);
            }));
    assertEquals(
        List.of("[[1, 2], []]"),
        read(
            "optional group l (LIST) { repeated group array (LIST) { repeated int32 array; } }",
            "l array<array<int>>",
            row -> {
              Group list = row.addGroup("l");
              list.addGroup(0).append("array", 1).append("array", 2);
              list.addGroup(0);
            }));
    assertEquals(
        List.of("[(7)]|[{}]"),
        read(
            "repeated group l { required int32 x; } optional group m (LIST) { repeated group list {"
                + " optional group element (MAP) { repeated group map (MAP_KEY_VALUE) { required"
                + " binary key (UTF8); optional int32 value; } } } }",
            "l array<struct<x:int>>; m array<map<string,int>>",
            row -> {
              row.addGroup("l").append("x", 7);
              row.addGroup("m").addGroup(0).addGroup(0);
            }));
  }

  private static final String MAP =
      "optional group m (MAP) { repeated group key_value { optional binary key (STRING); optional"
          + " int32 value; } }";

  @Test
  void mapsKeepNullValuesAndRejectKeysThatAreNullOrTwice() throws IOException {
    assertEquals(
        List.of(
            "{a=1, b=null}",
            "{}",
            "null",
            "rejected 3: it has the field \"a\" twice",
            "rejected 4: m is not a map<string,int>: it has a key that is null"),
        read(
            MAP,
            "m map<string,int>",
            row -> {
              Group map = row.addGroup("m");
              map.addGroup(0).append("key", "a").append("value", 1);
              map.addGroup(0).append("key", "b");
            },
            row -> row.addGroup("m"),
            row -> {},
            row -> {
              Group map = row.addGroup("m");
              map.addGroup(0).append("key", "a").append("value", 1);
              map.addGroup(0).append("key", "a").append("value", 2);
            },
            row -> row.addGroup("m").addGroup(0).append("value", 1)));
    assertEquals(
        List.of("{\"a\":1,\"b\":null}"),
        read(
            MAP,
            "m string",
            row -> {
              Group map = row.addGroup("m");
              map.addGroup(0).append("key", "a").append("value", 1);
              map.addGroup(0).append("key", "b");
            }));
  }

  @Test
  void structsAreMatchedByNameHoweverDeepAndJudgedInside() throws IOException {
    String fields =
        "optional group orderInfo { optional group Ship { optional int64 qty; optional binary zip"
            + " (STRING); } optional int32 extra; }";
    Consumer<Group> row =
        one -> {
          Group ship = one.addGroup("orderInfo").append("extra", 9).addGroup("Ship");
          ship.append("qty", 5_000_000_000L).append("zip", "01");
        };
    assertEquals(
        List.of("((01, 5000000000, null))", "null", "new order_info.extra int"),
        read(
            fields,
            "order_info struct<ship:struct<zip:string,qty:bigint,more:string>>",
            row,
            one -> {}));
    assertEquals(
        List.of(
            "rejected 0: order_info.ship.qty is not an int: 5000000000",
            "new order_info.extra int"),
        read(fields, "order_info struct<ship:struct<zip:string,qty:int>>", row).stream().toList());
    assertEquals(
        List.of("{\"Ship\":{\"qty\":5000000000,\"zip\":\"01\"},\"extra\":9}"),
        read(fields, "order_info string", row));
    assertEquals(
        List.of(
            "rejected 0: order_info is not an int: {\"Ship\":{\"qty\":5000000000,\"zip\":\"01\"},\"extra\":9}",
            "null"),
        read(fields, "order_info int", row, one -> {}));
    assertEquals(
        List.of(
            "refused: the fields \"userId\" and \"user_id\" of its column o are both the field"
                + " user_id"),
        read("optional group o { optional int32 userId; optional int32 user_id; }", ""));
  }

  @Test
  void aValueOfAnotherTypeFitsExactlyOrRejectsItsRow() throws IOException {
    assertEquals(
        List.of("5|5.0|5.00|5", "rejected 1: b is not a float: 16777217"),
        read(
            "required int64 a; required int64 b; required int32 c; required int64 d;",
            "a int; b float; c decimal(5,2); d string",
            row -> row.append("a", 5L).append("b", 5L).append("c", 5).append("d", 5L),
            row -> row.append("a", 5L).append("b", 16_777_217L).append("c", 5).append("d", 5L)));
    assertEquals(
        List.of(
            "2|0.5|1.10",
            "rejected 1: a is not an int: 2.5",
            "rejected 2: a is not an int: NaN",
            "rejected 3: b is not a float: 0.1",
            "rejected 4: c is not a decimal(5,2): 1.001"),
        read(
            "required double a; required double b; required double c;",
            "a int; b float; c decimal(5,2)",
            row -> row.append("a", 2d).append("b", 0.5).append("c", 1.1),
            row -> row.append("a", 2.5).append("b", 0.5).append("c", 1.1),
            row -> row.append("a", Double.NaN).append("b", 0.5).append("c", 1.1),
            row -> row.append("a", 2d).append("b", 0.1).append("c", 1.1),
            row -> row.append("a", 2d).append("b", 0.5).append("c", 1.001)));
    assertEquals(
        List.of("7|2026-11-19T03:00:00Z|true", "rejected 1: a is not an int: seven"),
        read(
            "optional binary a (STRING); optional binary b (STRING); optional binary c (STRING);",
            "a int; b timestamp; c boolean",
            row -> row.append("a", "7").append("b", "2026-11-19").append("c", "true"),
            row -> row.append("a", "seven")));
    int day = (int) LocalDate.of(2026, 11, 19).toEpochDay();
    long micros = day * 86_400_000_000L;
    assertEquals(
        List.of(
            "2026-11-19T03:00:00Z|2026-11-19|2026-11-19",
            "rejected 1: b is not a date: 2026-11-19T00:00:00Z"),
        read(
            "required int32 a (DATE); required int64 b (TIMESTAMP(MICROS,true)); required int64 c"
                + " (TIMESTAMP(MICROS,false));",
            "a timestamp; b date; c date",
            row -> row.append("a", day).append("b", micros + 10_800_000_000L).append("c", micros),
            row -> row.append("a", day).append("b", micros).append("c", micros)));
    assertEquals(
        List.of("rejected 0: a is not a bigint: true"),
        read("required boolean a;", "a bigint", row -> row.append("a", true)));
  }

  @Test
  void aRejectedRowKeepsAllItsColumnsAsText() throws IOException {
    Path file =
        ParquetSamples.write(
            dir.resolve("file"),
            How.PLAIN,
            "required int32 id; optional binary Name (STRING); repeated int32 codes; required"
                + " double amount; optional group tags (LIST) { repeated group list { optional"
                + " binary element (STRING); } } optional int32 nothing; "
                + MAP,
            row -> {
              row.append("id", 1).append("Name", "a \"b\"\n\u0001é").append("codes", 1);
              row.append("codes", 2).append("amount", Double.NaN);
              Group tags = row.addGroup("tags");
              tags.addGroup(0).append("element", "x");
              tags.addGroup(0);
              row.addGroup("m").addGroup(0).append("key", "k");
            },
            row -> row.append("id", 2).append("amount", 1.5));
    assertEquals(
        List.of(
            "rejected 0: amount is not a decimal(5,2): NaN {\"id\":1,\"Name\":\"a"
                + " \\\"b\\\"\\n\\u0001é\",\"amount\":\"NaN\",\"tags\":[\"x\",null],\"m\":{\"k\":null},\"codes\":[1,2]}",
            "2|1.50 {\"id\":2,\"amount\":1.5,\"codes\":[]}"),
        ParquetSamples.read(
                ParquetSamples.what(List.of(columns("id int; amount decimal(5,2)"))).keepingText(),
                List.of(ParquetSamples.slice(file)))
            .subList(0, 2));
  }

  @Test
  void rowGroupsAreReadOnceWhereverTheFileIsCut() throws IOException {
    List<Consumer<Group>> rows = new ArrayList<>();
    for (int i = 0; i < 5_000; i++) {
      int id = i;
      rows.add(row -> row.append("id", id).append("name", "name " + id * 7919));
    }
    Path file =
        ParquetSamples.write(
            dir.resolve("file"),
            How.PLAIN.inRowGroupsOf(16_000),
            "required int32 id; required binary name (STRING);",
            rows);
    Column[] contract = columns("id int; name string");
    List<String> whole = ParquetSamples.read(file, contract);
    assertEquals(5_000, whole.size());
    long size = ParquetSamples.slice(file).fileBytes();
    for (long bytes : new long[] {100, 1_000, 30_000, size - 1}) {
      List<Slice> slices = new ArrayList<>();
      for (long from = 0; from < size; from += bytes) {
        slices.add(new Slice(0, file.toUri().toString(), from, Math.min(size, from + bytes), size));
      }
      assertEquals(
          whole, ParquetSamples.read(ParquetSamples.what(List.of(contract)), slices), "" + bytes);
    }
    assertEquals(
        List.of("refused: it has no column day; its columns are id, name"),
        ParquetSamples.read(
            ParquetSamples.what(List.of(contract)).requiring(Set.of("day")),
            List.of(ParquetSamples.slice(file))));
  }
}
