package io.sluice.catalog.glue;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What Glue holds, and what each operation does to it. */
final class GlueState {

  /** A table with its partitions. */
  private static final class Entry {
    private Map<String, Object> input;
    private Object indexes = List.of();
    private int version;
    private int archived;
    private final Map<List<?>, Map<String, Object>> partitions = new LinkedHashMap<>();
  }

  private final Map<String, Map<String, Object>> databases = new TreeMap<>();
  private final Map<String, Entry> tables = new TreeMap<>();
  private final Map<List<?>, Refusal> undone = new HashMap<>();
  private final Map<List<?>, Integer> times = new HashMap<>();
  private int pageSize = 1000;
  private int unprocessed;

  void pageSize(int size) {
    pageSize = size;
  }

  /** The next so many keys of reads of single partitions are left unprocessed. */
  void unprocessed(int keys) {
    unprocessed = keys;
  }

  /** Single partitions are refused in a batch that is otherwise done, so many times. */
  void undone(List<String> values, Refusal refusal, int howOften) {
    undone.put(values, refusal);
    times.put(values, howOften);
  }

  void heal() {
    unprocessed = 0;
    undone.clear();
    times.clear();
  }

  /** How many old versions of a table are kept. */
  int archived(String database, String table) {
    return entry(database, table).archived;
  }

  Object indexes(String database, String table) {
    return entry(database, table).indexes;
  }

  Map<String, Object> answer(String operation, Map<String, Object> request) {
    return switch (operation) {
      case "GetDatabase" -> Map.of("Database", database(text(request, "Name")));
      case "CreateDatabase" -> createDatabase(object(request, "DatabaseInput"));
      case "GetTable" -> getTable(text(request, "DatabaseName"), text(request, "Name"));
      case "GetTables" -> getTables(request);
      case "CreateTable" -> createTable(request);
      case "UpdateTable" -> updateTable(request);
      case "DeleteTable" -> deleteTable(text(request, "DatabaseName"), text(request, "Name"));
      case "GetPartitions" -> getPartitions(request);
      case "BatchGetPartition" -> batchGetPartition(request);
      case "BatchCreatePartition" -> batchCreatePartition(request);
      case "BatchUpdatePartition" -> batchUpdatePartition(request);
      case "BatchDeletePartition" -> batchDeletePartition(request);
      default -> throw Refusal.of("UnknownOperationException", operation);
    };
  }

  private Map<String, Object> createDatabase(Map<String, Object> input) {
    GlueLimits.checkDatabase(input);
    String name = folded(input.get("Name"));
    Map<String, Object> database = new LinkedHashMap<>(input);
    database.put("Name", name);
    if (databases.putIfAbsent(name, database) != null) {
      throw Refusal.of("AlreadyExistsException", "Database already exists.");
    }
    return Map.of();
  }

  private Map<String, Object> database(String name) {
    Map<String, Object> database = databases.get(folded(name));
    if (database == null) {
      throw Refusal.of("EntityNotFoundException", "Database " + folded(name) + " not found.");
    }
    return database;
  }

  private Map<String, Object> getTable(String database, String name) {
    database(database);
    return Map.of("Table", shown(database, entry(database, name)));
  }

  private Map<String, Object> getTables(Map<String, Object> request) {
    String database = folded(database(text(request, "DatabaseName")).get("Name"));
    List<Map<String, Object>> all =
        tables.entrySet().stream()
            .filter(entry -> entry.getKey().startsWith(database + "."))
            .map(entry -> shown(database, entry.getValue()))
            .toList();
    return page("TableList", all, request, 100);
  }

  private static Map<String, Object> shown(String database, Entry entry) {
    Map<String, Object> table = new LinkedHashMap<>(entry.input);
    table.put("DatabaseName", folded(database));
    table.put("VersionId", Integer.toString(entry.version));
    table.put("CreateTime", BigDecimal.valueOf(1_700_000_000L));
    table.put("IsRegisteredWithLakeFormation", false);
    return table;
  }

  private Map<String, Object> createTable(Map<String, Object> request) {
    Map<String, Object> input = checkedTable(request);
    String database = folded(database(text(request, "DatabaseName")).get("Name"));
    Entry entry = new Entry();
    entry.input = input;
    entry.indexes = list(request, "PartitionIndexes");
    GlueLimits.size("partitionIndexes", entry.indexes, 3);
    checkIndexes(entry);
    if (tables.putIfAbsent(database + "." + input.get("Name"), entry) != null) {
      throw Refusal.of("AlreadyExistsException", "Table already exists.");
    }
    return Map.of();
  }

  private static void checkIndexes(Entry entry) {
    for (Object index : (List<?>) entry.indexes) {
      for (Object key : (List<?>) ((Map<?, ?>) index).get("Keys")) {
        if (!keys(entry).contains(key)) {
          throw Refusal.of(
              "InvalidInputException", "Partition index key " + key + " is no partition key.");
        }
      }
    }
  }

  private Map<String, Object> updateTable(Map<String, Object> request) {
    Map<String, Object> input = checkedTable(request);
    Entry entry = entry(text(request, "DatabaseName"), text(input, "Name"));
    Object expected = request.get("VersionId");
    if (expected != null && !expected.equals(Integer.toString(entry.version))) {
      throw Refusal.of(
          "ConcurrentModificationException",
          "Update table failed due to concurrent modifications.");
    }
    entry.input = input;
    entry.version++;
    entry.archived += Boolean.TRUE.equals(request.get("SkipArchive")) ? 0 : 1;
    return Map.of();
  }

  private Map<String, Object> deleteTable(String database, String name) {
    entry(database, name);
    tables.remove(folded(database) + "." + folded(name));
    return Map.of();
  }

  private Map<String, Object> checkedTable(Map<String, Object> request) {
    Map<String, Object> input = new LinkedHashMap<>(object(request, "TableInput"));
    GlueLimits.checkTable(input);
    input.put("Name", folded(input.get("Name")));
    return input;
  }

  private Map<String, Object> getPartitions(Map<String, Object> request) {
    Entry entry = entry(text(request, "DatabaseName"), text(request, "TableName"));
    if (request.get("Expression") != null) {
      throw Refusal.of("InvalidInputException", "Expressions are not understood here.");
    }
    boolean bare = Boolean.TRUE.equals(request.get("ExcludeColumnSchema"));
    List<Map<String, Object>> all =
        entry.partitions.values().stream().map(one -> shown(one, bare)).toList();
    return page("Partitions", all, request, 1000);
  }

  private Map<String, Object> page(
      String key, List<Map<String, Object>> all, Map<String, Object> request, int most) {
    int asked = request.get("MaxResults") instanceof BigDecimal size ? size.intValue() : most;
    if (asked < 1 || asked > most) {
      throw Refusal.invalid("maxResults", "Member must have value less than or equal to " + most);
    }
    int from = request.get("NextToken") == null ? 0 : Integer.parseInt(text(request, "NextToken"));
    int to = Math.min(all.size(), from + Math.min(asked, pageSize));
    Map<String, Object> answer = new HashMap<>();
    answer.put(key, all.subList(from, to));
    if (to < all.size()) {
      answer.put("NextToken", Integer.toString(to));
    }
    return answer;
  }

  private static Map<String, Object> shown(Map<String, Object> partition, boolean bare) {
    if (!bare) {
      return partition;
    }
    Map<String, Object> storage = new HashMap<>(object(partition, "StorageDescriptor"));
    storage.remove("Columns");
    Map<String, Object> shown = new HashMap<>(partition);
    shown.put("StorageDescriptor", storage);
    return shown;
  }

  private Map<String, Object> batchGetPartition(Map<String, Object> request) {
    Entry entry = entry(text(request, "DatabaseName"), text(request, "TableName"));
    List<?> asked = list(request, "PartitionsToGet");
    GlueLimits.size("partitionsToGet", asked, 1000);
    List<Object> found = new ArrayList<>();
    List<Object> later = new ArrayList<>();
    for (Object one : asked) {
      List<?> values = arity(entry, (List<?>) ((Map<?, ?>) one).get("Values"));
      if (unprocessed > 0) {
        unprocessed--;
        later.add(one);
      } else if (entry.partitions.containsKey(values)) {
        found.add(entry.partitions.get(values));
      }
    }
    return Map.of("Partitions", found, "UnprocessedKeys", later);
  }

  private Map<String, Object> batchCreatePartition(Map<String, Object> request) {
    Entry entry = entry(text(request, "DatabaseName"), text(request, "TableName"));
    List<Map<String, Object>> inputs = objects(request, "PartitionInputList");
    GlueLimits.size("partitionInputList", inputs, 100);
    inputs.forEach(GlueLimits::checkPartition);
    List<Object> errors = new ArrayList<>();
    for (Map<String, Object> input : inputs) {
      List<?> values = arity(entry, list(input, "Values"));
      try {
        refuseWhatIsUndone(values);
        if (entry.partitions.putIfAbsent(values, input) != null) {
          throw Refusal.of("AlreadyExistsException", "Partition already exists.");
        }
      } catch (Refusal refusal) {
        errors.add(Map.of("PartitionValues", values, "ErrorDetail", refusal.detail()));
      }
    }
    return Map.of("Errors", errors);
  }

  private Map<String, Object> batchUpdatePartition(Map<String, Object> request) {
    Entry entry = entry(text(request, "DatabaseName"), text(request, "TableName"));
    List<Map<String, Object>> entries = objects(request, "Entries");
    GlueLimits.size("entries", entries, 100);
    List<Object> errors = new ArrayList<>();
    for (Map<String, Object> one : entries) {
      Map<String, Object> input = object(one, "PartitionInput");
      GlueLimits.checkPartition(input);
      arity(entry, list(input, "Values"));
      List<?> values = list(one, "PartitionValueList");
      try {
        refuseWhatIsUndone(values);
        if (entry.partitions.replace(values, input) == null) {
          throw Refusal.of("EntityNotFoundException", "Partition not found.");
        }
      } catch (Refusal refusal) {
        errors.add(Map.of("PartitionValueList", values, "ErrorDetail", refusal.detail()));
      }
    }
    return Map.of("Errors", errors);
  }

  private Map<String, Object> batchDeletePartition(Map<String, Object> request) {
    Entry entry = entry(text(request, "DatabaseName"), text(request, "TableName"));
    List<Map<String, Object>> lists = objects(request, "PartitionsToDelete");
    GlueLimits.size("partitionsToDelete", lists, 25);
    List<Object> errors = new ArrayList<>();
    for (Map<String, Object> one : lists) {
      List<?> values = arity(entry, list(one, "Values"));
      try {
        refuseWhatIsUndone(values);
        if (entry.partitions.remove(values) == null) {
          throw Refusal.of("EntityNotFoundException", "Partition not found.");
        }
      } catch (Refusal refusal) {
        errors.add(Map.of("PartitionValues", values, "ErrorDetail", refusal.detail()));
      }
    }
    return Map.of("Errors", errors);
  }

  private void refuseWhatIsUndone(List<?> values) {
    if (times.merge(values, -1, Integer::sum) >= 0) {
      throw undone.get(values);
    }
  }

  private static List<?> arity(Entry entry, List<?> values) {
    if (values.size() != keys(entry).size()) {
      throw Refusal.of(
          "InvalidInputException",
          "The number of partition keys do not match the number of partition values");
    }
    return values;
  }

  private static Set<Object> keys(Entry entry) {
    Set<Object> keys = new LinkedHashSet<>();
    list(entry.input, "PartitionKeys").forEach(key -> keys.add(((Map<?, ?>) key).get("Name")));
    return keys;
  }

  private Entry entry(String database, String table) {
    Entry entry = tables.get(folded(database) + "." + folded(table));
    if (entry == null) {
      throw Refusal.of("EntityNotFoundException", "Table " + folded(table) + " not found.");
    }
    return entry;
  }

  private static String folded(Object name) {
    GlueLimits.name("name", name);
    return ((String) name).toLowerCase(Locale.ROOT);
  }

  private static String text(Map<String, Object> object, String key) {
    return (String) object.get(key);
  }

  private static List<?> list(Map<String, Object> object, String key) {
    return object.get(key) instanceof List<?> items ? items : List.of();
  }

  @SuppressWarnings("unchecked")
  private static List<Map<String, Object>> objects(Map<String, Object> object, String key) {
    return (List<Map<String, Object>>) list(object, key);
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> object(Map<String, Object> object, String key) {
    return (Map<String, Object>) object.get(key);
  }
}
