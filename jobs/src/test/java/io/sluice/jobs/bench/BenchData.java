package io.sluice.jobs.bench;

import io.sluice.layout.Column;
import io.sluice.layout.Location;
import io.sluice.layout.Publishing;
import io.sluice.layout.TableFormat;
import io.sluice.layout.TableId;
import io.sluice.layout.config.BusinessDate;
import io.sluice.layout.config.Deletes;
import io.sluice.layout.config.MaintainRules;
import io.sluice.layout.config.RawFormat;
import io.sluice.layout.config.TableConfig;
import io.sluice.layout.config.TableConfig.WriteMode;
import io.sluice.layout.intake.RawLayout;
import io.sluice.layout.readers.Engine;
import io.sluice.layout.sizing.FileSizing;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Raw data for the benchmark: JSON lines of 25 columns, a few dates that take most of the rows, 1 %
 * of the rows a second time with a later update. The same size gives the same bytes.
 */
final class BenchData {

  /** How keys and values lie in the files. */
  enum Shape {
    /** Keys and values in no order: a sample tells the truth. */
    RANDOM,
    /** Keys count up and values follow them: a sample compresses unlike the whole. */
    SEQUENTIAL,
    /** Nearly all rows are of one date. */
    SKEWED_DATE,
    /** Every second row is of one key. */
    SKEWED_KEY
  }

  private static final long FILE_BYTES = 128_000_000;
  private static final double[] DATE_SHARES = {0.62, 0.20, 0.09, 0.05, 0.03, 0.01};
  private static final Instant FIRST_DAY = Instant.parse("2026-11-10T00:00:00Z");
  private static final String[] WORDS =
      ("amber birch cedar delta ember fjord grove haven inlet jetty knoll ledge marsh north ocean"
              + " pearl quarry ridge shore tidal upland vale weir xenon yonder zephyr")
          .split(" ");
  private static final String[] STATUS = {"placed", "paid", "shipped", "delivered", "cancelled"};
  private static final String[] COUNTRY = {"BR", "DE", "FR", "IN", "JP", "MX", "US", "ZA"};

  private final Shape shape;

  BenchData(Shape shape) {
    this.shape = shape;
  }

  /** The columns as a source file declares them. */
  static final String[][] COLUMNS = {
    {"order_id", "bigint"}, {"customer_id", "bigint"}, {"status", "string"},
    {"country", "string"}, {"currency", "string"}, {"amount", "decimal(12,2)"},
    {"discount", "double"}, {"tax", "double"}, {"quantity", "int"},
    {"created_at", "timestamp"}, {"updated_at", "timestamp"}, {"shipped_on", "date"},
    {"is_gift", "boolean"}, {"channel", "string"}, {"session_id", "string"},
    {"device", "string"}, {"ip", "string"}, {"city", "string"},
    {"street", "string"}, {"note", "string"}, {"weight", "double"},
    {"items", "int"}, {"coupon", "string"}, {"warehouse", "int"},
    {"score", "double"}
  };

  /** A table of it, whose raw files lie in {@code bench/orders} below a folder. */
  static TableConfig table(
      TableId id, Path raw, WriteMode mode, Optional<Deletes> deletes, FileSizing sizing) {
    return new TableConfig(
        id,
        "",
        Map.of(),
        Location.of(raw.resolve("bench/orders").toString()),
        RawLayout.DEFAULT,
        new RawFormat.Json(),
        TableFormat.DELTA,
        Engine.DEFAULT,
        Publishing.REPLACE,
        mode,
        List.of("order_id"),
        List.of("updated_at"),
        deletes,
        Optional.empty(),
        new BusinessDate("created_at", ZoneOffset.UTC, "date", false),
        Arrays.stream(COLUMNS).map(c -> Column.of(c[0], c[1])).toList(),
        TableConfig.NewColumns.ADD,
        TableConfig.MissingColumns.NULL,
        List.of(),
        List.of(),
        0.01,
        0.5,
        30,
        Duration.ZERO,
        sizing,
        MaintainRules.DEFAULT);
  }

  /** Writes about this many bytes below a table's raw folder. */
  void write(Path raw, long bytes) {
    int files = (int) Math.max(1, bytes / FILE_BYTES);
    Path folder = raw.resolve("extracted_at=2026-11-19");
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    IntStream.range(0, files)
        .parallel()
        .forEach(
            file ->
                file(folder.resolve(String.format("part-%05d.json", file)), file, bytes / files));
  }

  private void file(Path path, int file, long bytes) {
    SplittableRandom random = new SplittableRandom(7_000 + file);
    long first = (long) file * 100_000_000L;
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(path), 1 << 20)) {
      long written = 0;
      StringBuilder line = new StringBuilder(1024);
      for (long row = 0; written < bytes; row++) {
        boolean again = row > 0 && random.nextInt(100) == 0;
        boolean common = shape == Shape.SKEWED_KEY && random.nextBoolean();
        long key = common ? 0 : first + (again ? random.nextLong(row) : row);
        line.setLength(0);
        row(line, shape == Shape.SEQUENTIAL ? key : key * 0x9E3779B97F4A7C15L >>> 1, key, again);
        byte[] text = line.toString().getBytes(StandardCharsets.UTF_8);
        out.write(text);
        written += text.length;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A row is a function of its key, so a second delivery has the same date. */
  private void row(StringBuilder line, long id, long key, boolean again) {
    SplittableRandom random = new SplittableRandom(key);
    boolean ordered = shape == Shape.SEQUENTIAL;
    int date = date(random.nextDouble());
    long second = ordered ? key % 86_400 : random.nextInt(86_400);
    Instant created = FIRST_DAY.plusSeconds(date * 86_400L + second);
    Instant updated = created.plusSeconds(random.nextInt(3_600) + (again ? 7_200 : 0));
    line.append("{\"order_id\":").append(id);
    line.append(",\"customer_id\":").append(ordered ? key / 7 : random.nextInt(5_000_000));
    text(line, "status", STATUS[random.nextInt(STATUS.length)]);
    text(line, "country", COUNTRY[random.nextInt(COUNTRY.length)]);
    text(line, "currency", "EUR");
    line.append(",\"amount\":").append(random.nextInt(10_000_000) / 100.0);
    line.append(",\"discount\":").append(random.nextInt(100) / 1000.0);
    line.append(",\"tax\":").append(ordered ? (key % 1000) / 10.0 : random.nextDouble());
    line.append(",\"quantity\":").append(1 + random.nextInt(9));
    text(line, "created_at", created.toString());
    text(line, "updated_at", updated.toString());
    text(
        line,
        "shipped_on",
        created.plusSeconds(86_400L * random.nextInt(9)).toString().substring(0, 10));
    line.append(",\"is_gift\":").append(random.nextInt(10) == 0);
    text(line, "channel", random.nextBoolean() ? "web" : "app");
    text(
        line,
        "session_id",
        ordered
            ? "session-" + key / 3
            : Long.toHexString(random.nextLong()) + Long.toHexString(random.nextLong()));
    text(line, "device", WORDS[random.nextInt(6)]);
    text(
        line,
        "ip",
        random.nextInt(256) + "." + random.nextInt(256) + "." + random.nextInt(256) + ".7");
    text(line, "city", WORDS[random.nextInt(WORDS.length)]);
    text(line, "street", WORDS[random.nextInt(WORDS.length)] + " street " + random.nextInt(400));
    text(line, "note", note(random));
    line.append(",\"weight\":").append(random.nextInt(100_000) / 1000.0);
    line.append(",\"items\":").append(1 + random.nextInt(5));
    if (random.nextInt(4) == 0) {
      text(line, "coupon", "C" + random.nextInt(500));
    } else {
      line.append(",\"coupon\":null");
    }
    line.append(",\"warehouse\":").append(random.nextInt(40));
    line.append(",\"score\":").append(ordered ? key / 1000 : random.nextDouble()).append("}\n");
  }

  private static String note(SplittableRandom random) {
    StringBuilder note = new StringBuilder();
    for (int word = 4 + random.nextInt(8); word > 0; word--) {
      note.append(WORDS[random.nextInt(WORDS.length)]).append(' ');
    }
    return note.toString().strip();
  }

  private int date(double place) {
    if (shape == Shape.SKEWED_DATE && place < 0.97) {
      return 0;
    }
    double sum = 0;
    for (int date = 0; date < DATE_SHARES.length; date++) {
      sum += DATE_SHARES[date];
      if (place < sum) {
        return date;
      }
    }
    return 0;
  }

  private static void text(StringBuilder line, String name, String value) {
    line.append(",\"").append(name).append("\":\"").append(value).append('"');
  }
}
