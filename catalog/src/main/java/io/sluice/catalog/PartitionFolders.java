package io.sluice.catalog;

/** Partition values in folder names, escaped as Hive and Spark do: {@code a/b} is {@code a%2Fb}. */
final class PartitionFolders {

  private static final String SPECIAL = "\"#%'*/:=?\\{[]^";

  private PartitionFolders() {}

  static String escaped(String value) {
    StringBuilder out = new StringBuilder();
    for (char c : value.toCharArray()) {
      if (c < ' ' || c == 0x7F || SPECIAL.indexOf(c) >= 0) {
        out.append(String.format("%%%02X", (int) c));
      } else {
        out.append(c);
      }
    }
    return out.toString();
  }
}
