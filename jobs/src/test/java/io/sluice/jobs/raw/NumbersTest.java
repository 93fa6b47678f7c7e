package io.sluice.jobs.raw;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.apache.spark.sql.types.Decimal;
import org.junit.jupiter.api.Test;

class NumbersTest {

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static Long whole(String text) {
    byte[] b = bytes(text);
    return Numbers.whole(b, 0, b.length, Long.MIN_VALUE, Long.MAX_VALUE);
  }

  private static BigDecimal decimal(String text, int precision, int scale) {
    byte[] b = bytes(text);
    Decimal value = Numbers.decimal(b, 0, b.length, precision, scale);
    return value == null ? null : value.toJavaBigDecimal();
  }

  @Test
  void readsWholeNumbersExactlyOrNotAtAll() {
    assertEquals(Long.MIN_VALUE, whole("-9223372036854775808"));
    assertEquals(12, whole("12.0"));
    assertEquals(1200, whole("1.2e3"));
    assertEquals(7, whole("007"));
    for (String text :
        List.of(
            "",
            "-",
            "12.5",
            "9223372036854775808",
            "1e99",
            "1e999999999999",
            "0x10",
            " 1",
            "1 ",
            "--1")) {
      assertNull(whole(text), text);
    }
    byte[] b = bytes("128");
    assertNull(Numbers.whole(b, 0, b.length, Byte.MIN_VALUE, Byte.MAX_VALUE));
  }

  @Test
  void readsDecimalsWithoutLosingDigits() {
    assertEquals(new BigDecimal("12.50"), decimal("12.5", 12, 2));
    assertEquals(new BigDecimal("-12.50"), decimal("-12.5000", 12, 2));
    assertEquals(new BigDecimal("1200.00"), decimal("1.2e3", 12, 2));
    assertEquals(new BigDecimal("0.00"), decimal("0.000000", 12, 2));
    assertEquals(
        new BigDecimal("12345678901234567890.123456"),
        decimal("12345678901234567890.123456", 38, 6));
    assertNull(decimal("12.505", 12, 2));
    assertNull(decimal("12345678901.00", 12, 2));
    assertNull(decimal("12,50", 12, 2));
  }

  @Test
  void readsDoublesAsTheJdkDoes() {
    Random random = new Random(7);
    for (int i = 0; i < 20_000; i++) {
      String text =
          i % 2 == 0
              ? Double.toString(Double.longBitsToDouble(random.nextLong()))
              : BigDecimal.valueOf(random.nextLong() >> random.nextInt(60), random.nextInt(12))
                  .toPlainString();
      byte[] b = bytes(text);
      assertEquals(Double.valueOf(text), Numbers.floating(b, 0, b.length), text);
    }
    assertNull(Numbers.floating(bytes("1e999"), 0, 5));
    assertNull(Numbers.floating(bytes("1d"), 0, 2));
  }
}
