package io.sluice.catalog;

import io.sluice.layout.Column;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The parameters that every entry of ours has, whatever it describes. */
final class OurParameters {

  private static final String PREFIX = "sluice.";

  private OurParameters() {}

  /**
   * @param properties written as {@code sluice.<key>}
   * @param schema all columns, those of partitions too
   */
  static Map<String, String> of(Map<String, String> properties, List<Column> schema) {
    Map<String, String> parameters = new TreeMap<>();
    properties.forEach((key, value) -> parameters.put(PREFIX + key, value));
    parameters.put(PREFIX + "managed-by", "sluice");
    parameters.put(PREFIX + "schema-hash", hash(SparkSchemaJson.of(schema)));
    parameters.put("EXTERNAL", "TRUE");
    return parameters;
  }

  private static String hash(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
