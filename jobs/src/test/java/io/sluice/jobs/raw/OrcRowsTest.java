package io.sluice.jobs.raw;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hive.ql.exec.vector.BytesColumnVector;
import org.apache.hadoop.hive.ql.exec.vector.DecimalColumnVector;
import org.apache.hadoop.hive.ql.exec.vector.DoubleColumnVector;
import org.apache.hadoop.hive.ql.exec.vector.ListColumnVector;
import org.apache.hadoop.hive.ql.exec.vector.LongColumnVector;
import org.apache.hadoop.hive.ql.exec.vector.MapColumnVector;
import org.apache.hadoop.hive.ql.exec.vector.StructColumnVector;
import org.apache.hadoop.hive.ql.exec.vector.TimestampColumnVector;
import org.apache.hadoop.hive.ql.exec.vector.VectorizedRowBatch;
import org.apache.hadoop.hive.serde2.io.HiveDecimalWritable;
import org.apache.orc.OrcFile;
import org.apache.orc.TypeDescription;
import org.apache.orc.Writer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OrcRowsTest {

  @TempDir Path dir;

  private final Configuration hadoop = new Configuration();

  /** Writes batches; the file's bytes, without the checksum that Hadoop puts beside. */
  private byte[] written(TypeDescription schema, int batches, Filler filler) throws IOException {
    Path file = dir.resolve("written.orc");
    Files.deleteIfExists(file);
    try (Writer writer =
        OrcFile.createWriter(
            new org.apache.hadoop.fs.Path(file.toUri()),
            OrcFile.writerOptions(hadoop)
                .setSchema(schema)
                .stripeSize(10_000)
                .useUTCTimestamp(true)
                .overwrite(true))) {
      VectorizedRowBatch batch = schema.createRowBatch();
      for (int i = 0; i < batches; i++) {
        batch.reset();
        filler.fill(batch, i);
        writer.addRowBatch(batch);
        writer.writeIntermediateFooter();
      }
    }
    return Files.readAllBytes(file);
  }

  private interface Filler {
    void fill(VectorizedRowBatch batch, int number);
  }

  private byte[] numbers() throws IOException {
    return written(
        TypeDescription.fromString("struct<id:bigint,name:string>"),
        5,
        (batch, number) -> {
          for (int i = 0; i < 1000; i++) {
            ((LongColumnVector) batch.cols[0]).vector[i] = number * 1000L + i;
            byte[] name = ("row " + i).getBytes(StandardCharsets.UTF_8);
            ((BytesColumnVector) batch.cols[1]).setVal(i, name);
          }
          batch.size = 1000;
        });
  }

  private Slice slice(byte[] bytes, long from, long to) throws IOException {
    Path file = Files.createTempFile(dir, "file", ".orc");
    Files.write(file, bytes);
    return new Slice(0, file.toUri().toString(), from, to, bytes.length);
  }

  private List<String> read(Slice slice, boolean sample, Predicate<String> wanted)
      throws IOException {
    List<String> rows = new ArrayList<>();
    JsonText json = new JsonText();
    try (OrcRows file = new OrcRows(slice, sample, hadoop, wanted)) {
      while (file.next()) {
        json.clear();
        file.show(json);
        rows.add(file.position() + json.toString());
      }
    }
    return rows;
  }

  private List<String> read(byte[] bytes) throws IOException {
    return read(slice(bytes, 0, bytes.length), false, name -> true);
  }

  @Test
  void everyTypeHasAColumnTypeAndAText() throws IOException {
    TypeDescription schema =
        TypeDescription.fromString(
            "struct<b:boolean,t:tinyint,d:double,c:char(5),bin:binary,day:date,ts:timestamp,"
                + "tz:timestamp with local time zone,dec:decimal(12,2),l:array<int>,"
                + "m:map<bigint,string>,s:struct<innerId:int>,u:uniontype<int,string>>");
    byte[] bytes =
        written(
            schema,
            1,
            (batch, number) -> {
              batch.size = 2;
              for (var column : batch.cols) {
                column.noNulls = false;
                column.isNull[1] = true;
              }
              ((LongColumnVector) batch.cols[0]).vector[0] = 1;
              ((LongColumnVector) batch.cols[1]).vector[0] = -7;
              ((DoubleColumnVector) batch.cols[2]).vector[0] = 1.5;
              ((BytesColumnVector) batch.cols[3]).setVal(0, new byte[] {'a', 'b'});
              ((BytesColumnVector) batch.cols[4]).setVal(0, new byte[] {1, 2});
              ((LongColumnVector) batch.cols[5]).vector[0] = 20776;
              for (int i = 6; i < 8; i++) {
                ((TimestampColumnVector) batch.cols[i]).time[0] = 1500;
                ((TimestampColumnVector) batch.cols[i]).nanos[0] = 500_001_000;
              }
              ((DecimalColumnVector) batch.cols[8]).vector[0] = new HiveDecimalWritable("-0.10");
              ListColumnVector list = (ListColumnVector) batch.cols[9];
              list.lengths[0] = 2;
              list.childCount = 2;
              ((LongColumnVector) list.child).vector[1] = 9;
              MapColumnVector map = (MapColumnVector) batch.cols[10];
              map.lengths[0] = 1;
              map.childCount = 1;
              ((LongColumnVector) map.keys).vector[0] = 4;
              ((BytesColumnVector) map.values).setVal(0, new byte[] {'v'});
              ((LongColumnVector) ((StructColumnVector) batch.cols[11]).fields[0]).vector[0] = 3;
              ((org.apache.hadoop.hive.ql.exec.vector.UnionColumnVector) batch.cols[12]).tags[0] =
                  0;
            });
    try (OrcRows rows = new OrcRows(slice(bytes, 0, bytes.length), false, hadoop, name -> true)) {
      assertEquals(
          "[b:boolean, t:tinyint, d:double, c:string, bin:binary, day:date, ts:timestamp,"
              + " tz:timestamp, dec:decimal(12,2), l:array<int>, m:map<bigint,string>,"
              + " s:struct<inner_id:int>, u:string]",
          rows.columns().orElseThrow().toString());
    }
    assertEquals(
        List.of(
            "0{\"b\":true,\"t\":-7,\"d\":1.5,\"c\":\"ab\",\"bin\":\"AQI=\",\"day\":\"2026-11-19\","
                + "\"ts\":\"1970-01-01T00:00:01.500001\",\"tz\":\"1970-01-01T00:00:01.500001Z\","
                + "\"dec\":-0.1,\"l\":[0,9],\"m\":{\"4\":\"v\"},\"s\":{\"innerId\":3},\"u\":0}",
            "1{\"b\":null,\"t\":null,\"d\":null,\"c\":null,\"bin\":null,\"day\":null,\"ts\":null,"
                + "\"tz\":null,\"dec\":null,\"l\":null,\"m\":null,\"s\":null,\"u\":null}"),
        read(bytes));
  }

  @Test
  void slicesShareTheRowsAndNoneIsReadTwice() throws IOException {
    byte[] bytes = numbers();
    List<String> whole = read(bytes);
    assertEquals(5000, whole.size());
    assertEquals("4999{\"id\":4999,\"name\":\"row 999\"}", whole.get(4999));
    for (boolean sample : new boolean[] {false, true}) {
      List<String> parts = new ArrayList<>();
      long step = bytes.length / 7;
      int most = 0;
      for (long from = 0; from < bytes.length; from += step) {
        long to = Math.min(bytes.length, from + step);
        List<String> part = read(slice(bytes, from, to), sample, name -> true);
        most = Math.max(most, part.size());
        parts.addAll(part);
      }
      assertEquals(whole, parts);
      assertTrue(most < 5000, "all rows in one slice");
    }
  }

  @Test
  void onlyWantedColumnsAreRead() throws IOException {
    byte[] bytes = numbers();
    assertEquals("7{\"id\":7}", read(slice(bytes, 0, bytes.length), false, "id"::equals).get(7));
  }

  @Test
  void aFileThatIsCutOffOrNoneIsUnreadable() throws IOException {
    byte[] whole = numbers();
    for (int length : new int[] {1, 10, whole.length / 2, whole.length - 1}) {
      byte[] cut = Arrays.copyOf(whole, length);
      String message = assertThrows(UnreadableFileException.class, () -> read(cut)).getMessage();
      assertTrue(message.startsWith("it is not a whole ORC file: "), message);
    }
  }

  @Test
  void damagedBytesNeverGiveMoreThanARefusedFile() throws IOException {
    byte[] whole = numbers();
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    int refused = 0;
    for (int round = 0; round < 300; round++) {
      byte[] damaged = whole.clone();
      for (int i = 0; i < 3; i++) {
        damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
      }
      try {
        read(damaged);
      } catch (UnreadableFileException e) {
        refused++;
      } catch (IOException | RuntimeException e) {
        throw new AssertionError("seed " + seed + ", round " + round, e);
      }
    }
    assertTrue(refused > 30, "seed " + seed + ": only " + refused + " of 300 were refused");
  }
}
