package io.sluice.catalog.glue;

import io.sluice.catalog.CatalogColumn;
import io.sluice.catalog.CatalogDatabase;
import io.sluice.catalog.CatalogPartition;
import io.sluice.catalog.CatalogStorage;
import io.sluice.catalog.CatalogTable;
import io.sluice.catalog.CatalogView;
import io.sluice.layout.Location;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.glue.model.Column;
import software.amazon.awssdk.services.glue.model.Database;
import software.amazon.awssdk.services.glue.model.DatabaseInput;
import software.amazon.awssdk.services.glue.model.Partition;
import software.amazon.awssdk.services.glue.model.PartitionInput;
import software.amazon.awssdk.services.glue.model.SerDeInfo;
import software.amazon.awssdk.services.glue.model.StorageDescriptor;
import software.amazon.awssdk.services.glue.model.Table;
import software.amazon.awssdk.services.glue.model.TableInput;
import software.amazon.awssdk.services.glue.model.ViewDefinition;
import software.amazon.awssdk.services.glue.model.ViewDefinitionInput;
import software.amazon.awssdk.services.glue.model.ViewRepresentationInput;

/**
 * Our values out of Glue's objects, and Glue's inputs out of ours. An update replaces an entry
 * whole, so an input for something that is there starts from what was read: all that Glue gives and
 * takes back stays, and only what the port carries is ours.
 */
final class GlueMapping {

  private GlueMapping() {}

  static CatalogDatabase database(Database from) {
    return new CatalogDatabase(
        from.name(),
        Optional.ofNullable(from.locationUri()).filter(uri -> uri.contains(":/")).map(Location::of),
        text(from.description()));
  }

  static DatabaseInput input(CatalogDatabase from) {
    String location =
        from.location()
            .map(Location::uri)
            .orElseThrow(() -> new IllegalArgumentException("a database needs a location"));
    return DatabaseInput.builder()
        .name(from.name())
        .description(orNull(from.description()))
        .locationUri(location)
        .build();
  }

  static CatalogTable table(Table from) {
    boolean isView = from.viewOriginalText() != null || from.viewExpandedText() != null;
    return new CatalogTable(
        from.databaseName(),
        from.name(),
        text(from.owner()),
        text(from.description()),
        CatalogTable.Kind.of(from.tableType()),
        storage(from.storageDescriptor()),
        columns(from.partitionKeys()),
        parameters(from.parameters()),
        isView
            ? Optional.of(
                new CatalogView(text(from.viewOriginalText()), text(from.viewExpandedText())))
            : Optional.empty());
  }

  static TableInput input(CatalogTable from) {
    return input(from, Table.builder().build());
  }

  static TableInput input(CatalogTable from, Table there) {
    TableInput.Builder input =
        TableInput.builder()
            .name(from.name())
            .owner(orNull(from.owner()))
            .description(orNull(from.description()))
            .tableType(from.kind().typeName().orElse(there.tableType()))
            .storageDescriptor(storage(from.storage(), there.storageDescriptor()))
            .partitionKeys(columns(from.partitionColumns(), there.partitionKeys()))
            .parameters(from.parameters())
            .viewOriginalText(there.viewOriginalText())
            .viewExpandedText(there.viewExpandedText())
            .retention(there.retention())
            .lastAccessTime(there.lastAccessTime())
            .lastAnalyzedTime(there.lastAnalyzedTime())
            .targetTable(there.targetTable())
            .federatedTable(there.federatedTable())
            .viewDefinition(viewDefinition(there.viewDefinition()));
    from.view()
        .ifPresent(
            view ->
                input
                    .viewOriginalText(orNull(view.originalText()))
                    .viewExpandedText(orNull(view.expandedText())));
    return input.build();
  }

  static CatalogPartition partition(Partition from) {
    return new CatalogPartition(
        from.values(), storage(from.storageDescriptor()), parameters(from.parameters()));
  }

  static PartitionInput input(CatalogPartition from) {
    return input(from, Partition.builder().build());
  }

  static PartitionInput input(CatalogPartition from, Partition there) {
    return PartitionInput.builder()
        .values(from.values())
        .storageDescriptor(storage(from.storage(), there.storageDescriptor()))
        .parameters(from.parameters())
        .lastAccessTime(there.lastAccessTime())
        .lastAnalyzedTime(there.lastAnalyzedTime())
        .build();
  }

  private static CatalogStorage storage(StorageDescriptor from) {
    if (from == null) {
      return new CatalogStorage(Optional.empty(), List.of(), "", "", "", Map.of());
    }
    SerDeInfo serde = from.serdeInfo() == null ? SerDeInfo.builder().build() : from.serdeInfo();
    return new CatalogStorage(
        Optional.ofNullable(from.location()).filter(location -> !location.isEmpty()),
        columns(from.columns()),
        text(from.inputFormat()),
        text(from.outputFormat()),
        text(serde.serializationLibrary()),
        parameters(serde.parameters()));
  }

  /** A serde is always there, if empty: Presto stumbles over a view without one. */
  private static StorageDescriptor storage(CatalogStorage from, StorageDescriptor over) {
    StorageDescriptor there = over == null ? fresh() : over;
    SerDeInfo serde = there.serdeInfo() == null ? SerDeInfo.builder().build() : there.serdeInfo();
    return there.toBuilder()
        .location(from.location().orElse(there.location()))
        .columns(columns(from.columns(), there.columns()))
        .inputFormat(orNull(from.inputFormat()))
        .outputFormat(orNull(from.outputFormat()))
        .numberOfBuckets(there.numberOfBuckets() == null ? -1 : there.numberOfBuckets())
        .serdeInfo(
            serde.toBuilder()
                .serializationLibrary(orNull(from.serde()))
                .parameters(from.serdeParameters())
                .build())
        .build();
  }

  /** Not bucketed is -1 and said outright: Presto stumbles over a number that is missing. */
  private static StorageDescriptor fresh() {
    return StorageDescriptor.builder()
        .numberOfBuckets(-1)
        .compressed(false)
        .storedAsSubDirectories(false)
        .bucketColumns(List.of())
        .sortColumns(List.of())
        .parameters(Map.of())
        .build();
  }

  private static List<CatalogColumn> columns(List<Column> from) {
    return from.stream()
        .map(
            column -> new CatalogColumn(column.name(), text(column.type()), text(column.comment())))
        .toList();
  }

  /** A column that is there under the same name keeps the parameters that others gave it. */
  private static List<Column> columns(List<CatalogColumn> from, List<Column> there) {
    Map<String, Column> byName =
        there.stream()
            .collect(Collectors.toMap(Column::name, Function.identity(), (first, second) -> first));
    return from.stream()
        .map(
            column ->
                byName.getOrDefault(column.name(), Column.builder().build()).toBuilder()
                    .name(column.name())
                    .type(orNull(column.type()))
                    .comment(orNull(column.comment()))
                    .build())
        .toList();
  }

  /** What Athena, Redshift and Spark may have said of one view; none of ours has it. */
  private static ViewDefinitionInput viewDefinition(ViewDefinition from) {
    if (from == null) {
      return null;
    }
    return ViewDefinitionInput.builder()
        .isProtected(from.isProtected())
        .definer(from.definer())
        .subObjects(from.subObjects())
        .representations(
            from.representations().stream()
                .map(
                    one ->
                        ViewRepresentationInput.builder()
                            .dialect(one.dialect())
                            .dialectVersion(one.dialectVersion())
                            .viewOriginalText(one.viewOriginalText())
                            .viewExpandedText(one.viewExpandedText())
                            .validationConnection(one.validationConnection())
                            .build())
                .toList())
        .build();
  }

  private static Map<String, String> parameters(Map<String, String> from) {
    Map<String, String> parameters = new HashMap<>(from);
    parameters.values().removeIf(value -> value == null);
    return parameters;
  }

  private static String text(String maybe) {
    return maybe == null ? "" : maybe;
  }

  private static String orNull(String text) {
    return text.isEmpty() ? null : text;
  }
}
