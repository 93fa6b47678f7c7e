package io.sluice.catalog.glue;

import java.util.List;
import java.util.Map;

/** The sizes and patterns of Glue's API model, refused as Glue refuses them. */
final class GlueLimits {

  private GlueLimits() {}

  static void checkDatabase(Map<String, Object> input) {
    name("databaseInput.name", input.get("Name"));
    length("databaseInput.description", input.get("Description"), 0, 2048);
    length("databaseInput.locationUri", input.get("LocationUri"), 1, 1024);
  }

  static void checkTable(Map<String, Object> input) {
    name("tableInput.name", input.get("Name"));
    length("tableInput.description", input.get("Description"), 0, 2048);
    singleLine("tableInput.owner", input.get("Owner"), 255);
    length("tableInput.tableType", input.get("TableType"), 0, 255);
    length("tableInput.viewOriginalText", input.get("ViewOriginalText"), 0, 409_600);
    length("tableInput.viewExpandedText", input.get("ViewExpandedText"), 0, 409_600);
    columns("tableInput.partitionKeys", input.get("PartitionKeys"));
    parameters("tableInput.parameters", input.get("Parameters"));
    storage("tableInput.storageDescriptor", input.get("StorageDescriptor"));
  }

  static void checkPartition(Map<String, Object> input) {
    for (Object value : items(input.get("Values"))) {
      length("partitionInput.values", value, 1, 1024);
    }
    parameters("partitionInput.parameters", input.get("Parameters"));
    storage("partitionInput.storageDescriptor", input.get("StorageDescriptor"));
  }

  static void size(String what, Object list, int most) {
    int size = items(list).size();
    if (size > most) {
      throw Refusal.invalid(
          what, "Member must have length less than or equal to " + most + " (it has " + size + ")");
    }
  }

  static void name(String what, Object name) {
    if (name == null) {
      throw Refusal.invalid(what, "Member must not be null");
    }
    singleLine(what, name, 255);
    length(what, name, 1, 255);
  }

  private static void storage(String what, Object descriptor) {
    if (!(descriptor instanceof Map<?, ?> storage)) {
      return;
    }
    columns(what + ".columns", storage.get("Columns"));
    singleLine(what + ".location", storage.get("Location"), 2056);
    length(what + ".inputFormat", storage.get("InputFormat"), 0, 128);
    length(what + ".outputFormat", storage.get("OutputFormat"), 0, 128);
    parameters(what + ".parameters", storage.get("Parameters"));
    if (storage.get("SerdeInfo") instanceof Map<?, ?> serde) {
      length(what + ".serdeInfo.serializationLibrary", serde.get("SerializationLibrary"), 1, 255);
      parameters(what + ".serdeInfo.parameters", serde.get("Parameters"));
    }
  }

  private static void columns(String what, Object columns) {
    for (Object item : items(columns)) {
      Map<?, ?> column = (Map<?, ?>) item;
      name(what + ".name", column.get("Name"));
      singleLine(what + ".type", column.get("Type"), 131_072);
      singleLine(what + ".comment", column.get("Comment"), 255);
      parameters(what + ".parameters", column.get("Parameters"));
    }
  }

  private static void parameters(String what, Object parameters) {
    if (parameters instanceof Map<?, ?> map) {
      map.forEach(
          (key, value) -> {
            length(what + ".key", key, 1, 255);
            if (value == null) {
              throw Refusal.invalid(what + "." + key, "Map value must not be null");
            }
            length(what + "." + key, value, 0, 512_000);
          });
    }
  }

  private static void singleLine(String what, Object text, int most) {
    length(what, text, 0, most);
    if (text != null && ((String) text).matches("(?s).*[\\r\\n].*")) {
      throw Refusal.invalid(what, "Member must satisfy regular expression pattern: [single line]");
    }
  }

  private static void length(String what, Object text, int least, int most) {
    if (text == null) {
      return;
    }
    int length = ((String) text).length();
    if (length < least || length > most) {
      throw Refusal.invalid(
          what,
          "Member must have length between " + least + " and " + most + " (it has " + length + ")");
    }
  }

  private static List<?> items(Object list) {
    return list instanceof List<?> items ? items : List.of();
  }
}
