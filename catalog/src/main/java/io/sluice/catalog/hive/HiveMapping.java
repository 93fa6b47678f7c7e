package io.sluice.catalog.hive;

import io.sluice.catalog.CatalogColumn;
import io.sluice.catalog.CatalogDatabase;
import io.sluice.catalog.CatalogPartition;
import io.sluice.catalog.CatalogStorage;
import io.sluice.catalog.CatalogTable;
import io.sluice.catalog.CatalogView;
import io.sluice.layout.Location;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.hive.metastore.api.Database;
import org.apache.hadoop.hive.metastore.api.FieldSchema;
import org.apache.hadoop.hive.metastore.api.Partition;
import org.apache.hadoop.hive.metastore.api.SerDeInfo;
import org.apache.hadoop.hive.metastore.api.StorageDescriptor;
import org.apache.hadoop.hive.metastore.api.Table;

/**
 * Our values out of Hive's objects, and written over them: what we do not carry stays. A
 * description is the parameter {@code comment}, but for views of Trino and Presto, who know them by
 * it. The time of the last change is the metastore's own affair and no parameter of ours.
 */
final class HiveMapping {

  static final String LAST_CHANGE = "transient_lastDdlTime";
  private static final String COMMENT = "comment";
  private static final String PRESTO_VIEW = "presto_view";

  private HiveMapping() {}

  static CatalogDatabase database(Database from) {
    return new CatalogDatabase(
        from.getName(),
        Optional.ofNullable(from.getLocationUri())
            .filter(uri -> uri.contains(":/"))
            .map(Location::of),
        text(from.getDescription()));
  }

  static Database database(CatalogDatabase from) {
    String location =
        from.location()
            .map(HiveMapping::folder)
            .orElseThrow(() -> new IllegalArgumentException("a database needs a location"));
    return new Database(from.name(), from.description(), location, new HashMap<>());
  }

  /** A bucket alone is no path to Hive; with a slash behind it, it is. */
  private static String folder(Location location) {
    boolean isBucket = location.uri().indexOf('/', location.uri().indexOf("://") + 3) < 0;
    return isBucket ? location.uri() + "/" : location.uri();
  }

  static CatalogTable table(Table from) {
    Map<String, String> parameters = parameters(from.getParameters());
    CatalogTable.Kind kind = CatalogTable.Kind.of(from.getTableType());
    boolean prestos = "true".equals(parameters.get(PRESTO_VIEW));
    String description = prestos ? "" : text(parameters.remove(COMMENT));
    Optional<CatalogView> view =
        from.getViewOriginalText() == null && from.getViewExpandedText() == null
            ? Optional.empty()
            : Optional.of(
                new CatalogView(
                    text(from.getViewOriginalText()), text(from.getViewExpandedText())));
    return new CatalogTable(
        from.getDbName(),
        from.getTableName(),
        text(from.getOwner()),
        description,
        kind,
        storage(from.getSd()),
        columns(from.getPartitionKeys()),
        parameters,
        view);
  }

  /** Writes a table over one of Hive's, fresh or as it was read. */
  static void write(CatalogTable from, Table to) {
    to.setDbName(from.database());
    to.setTableName(from.name());
    to.setOwner(from.owner());
    from.kind().typeName().ifPresent(to::setTableType);
    to.setSd(storage(from.storage(), to.getSd()));
    to.setPartitionKeys(fields(from.partitionColumns()));
    Map<String, String> parameters = new HashMap<>(from.parameters());
    if (!from.description().isEmpty()) {
      parameters.put(COMMENT, from.description());
    }
    to.setParameters(parameters);
    from.view()
        .ifPresent(
            view -> {
              to.setViewOriginalText(view.originalText());
              to.setViewExpandedText(view.expandedText());
            });
  }

  static CatalogPartition partition(Partition from) {
    return new CatalogPartition(
        from.getValues(), storage(from.getSd()), parameters(from.getParameters()));
  }

  /** Writes a partition over one of Hive's, fresh or as it was read. */
  static void write(CatalogPartition from, Partition to) {
    to.setValues(new ArrayList<>(from.values()));
    to.setSd(storage(from.storage(), to.getSd()));
    to.setParameters(new HashMap<>(from.parameters()));
  }

  private static CatalogStorage storage(StorageDescriptor from) {
    if (from == null) {
      return new CatalogStorage(Optional.empty(), List.of(), "", "", "", Map.of());
    }
    SerDeInfo serde = from.getSerdeInfo() == null ? new SerDeInfo() : from.getSerdeInfo();
    return new CatalogStorage(
        Optional.ofNullable(from.getLocation()).filter(location -> !location.isEmpty()),
        columns(from.getCols()),
        text(from.getInputFormat()),
        text(from.getOutputFormat()),
        text(serde.getSerializationLib()),
        parameters(serde.getParameters()));
  }

  private static StorageDescriptor storage(CatalogStorage from, StorageDescriptor over) {
    StorageDescriptor to = over == null ? freshStorage() : over.deepCopy();
    SerDeInfo serde = to.getSerdeInfo() == null ? new SerDeInfo() : to.getSerdeInfo();
    serde.setSerializationLib(orNull(from.serde()));
    serde.setParameters(new HashMap<>(from.serdeParameters()));
    to.setSerdeInfo(serde);
    to.setLocation(from.location().orElse(null));
    to.setCols(fields(from.columns()));
    to.setInputFormat(orNull(from.inputFormat()));
    to.setOutputFormat(orNull(from.outputFormat()));
    return to;
  }

  /** Not bucketed is -1 and said outright: Presto stumbles over a number that is missing. */
  private static StorageDescriptor freshStorage() {
    StorageDescriptor fresh = new StorageDescriptor();
    fresh.setNumBuckets(-1);
    fresh.setCompressed(false);
    fresh.setStoredAsSubDirectories(false);
    fresh.setBucketCols(new ArrayList<>());
    fresh.setSortCols(new ArrayList<>());
    fresh.setParameters(new HashMap<>());
    return fresh;
  }

  private static List<CatalogColumn> columns(List<FieldSchema> from) {
    if (from == null) {
      return List.of();
    }
    return from.stream()
        .map(
            field ->
                new CatalogColumn(field.getName(), text(field.getType()), text(field.getComment())))
        .toList();
  }

  private static List<FieldSchema> fields(List<CatalogColumn> from) {
    List<FieldSchema> fields = new ArrayList<>();
    for (CatalogColumn column : from) {
      String comment = column.comment().isEmpty() ? null : column.comment();
      fields.add(new FieldSchema(column.name(), column.type(), comment));
    }
    return fields;
  }

  private static Map<String, String> parameters(Map<String, String> from) {
    Map<String, String> parameters = from == null ? new HashMap<>() : new HashMap<>(from);
    parameters.values().removeIf(value -> value == null);
    parameters.remove(LAST_CHANGE);
    return parameters;
  }

  private static String orNull(String text) {
    return text.isEmpty() ? null : text;
  }

  private static String text(String maybe) {
    return maybe == null ? "" : maybe;
  }
}
