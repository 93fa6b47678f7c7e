package io.sluice.catalog;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a catalog's entry should become: our fields as wanted, everything else as it is there. Pure.
 *
 * <p>Ours are the storage, the columns, the parameters named here, and the description and comments
 * that somebody declared. Owner, grants and any other parameter belong to whoever wrote them. A
 * parameter of ours that is no longer wanted goes away.
 */
final class TableMerge {

  private static final Set<String> OURS =
      Set.of(
          "EXTERNAL",
          "classification",
          "table_type",
          "typeOfData",
          "compressionType",
          "skip.header.line.count",
          "storage.location.template",
          "storage_handler",
          "spark.sql.partitionProvider",
          "delta.lastUpdateVersion",
          "delta.lastCommitTimestamp",
          "delta.minReaderVersion",
          "delta.minWriterVersion");

  /** What tells a reader of Delta, CSV or JSON how; no longer wanted, it would mislead. */
  private static final Set<String> OURS_OF_SERDES =
      Set.of(
          TableSpecs.PATH,
          "separatorChar",
          "quoteChar",
          "escapeChar",
          "field.delim",
          "ignore.malformed.json",
          "header",
          "sep",
          "quote",
          "escape",
          "multiLine",
          "recursiveFileLookup");

  private static final String OUR_SERDE_PREFIX = "mapping.";

  private static final List<String> OUR_PREFIXES =
      List.of("sluice.", "spark.sql.sources.", "projection.");

  /** Of views alone: what Trino, Presto and Spark know them by. */
  private static final Set<String> OURS_OF_VIEWS = Set.of(ViewSpecs.PRESTO_VIEW, "comment");

  private static final String OUR_VIEW_PREFIX = "view.";

  private TableMerge() {}

  static CatalogTable merge(CatalogTable there, CatalogTable wanted) {
    return new CatalogTable(
        there.database(),
        there.name(),
        there.owner().isEmpty() ? wanted.owner() : there.owner(),
        description(there, wanted),
        wanted.kind(),
        merge(there.storage(), wanted.storage()),
        mergeColumns(there.partitionColumns(), wanted.partitionColumns()),
        mergeParameters(there.parameters(), wanted),
        wanted.view().or(there::view));
  }

  /** A view with a description is no view to Trino, whoever wrote it. */
  private static String description(CatalogTable there, CatalogTable wanted) {
    boolean prestos = wanted.parameters().containsKey(ViewSpecs.PRESTO_VIEW);
    boolean ours = prestos || !wanted.description().isEmpty();
    return ours ? wanted.description() : there.description();
  }

  private static boolean isView(CatalogTable table) {
    return table.kind() == CatalogTable.Kind.VIEW;
  }

  static CatalogPartition merge(CatalogPartition there, CatalogPartition wanted) {
    return new CatalogPartition(
        there.values(), merge(there.storage(), wanted.storage()), there.parameters());
  }

  /**
   * A Hive Metastore writes {@code file:/tmp/x} for {@code file:///tmp/x} and drops a last slash.
   */
  static boolean sameLocation(String a, String b) {
    return normal(a).equals(normal(b));
  }

  private static String normal(String uri) {
    String plain = uri.replaceFirst("^file:/+", "file:/");
    return plain.endsWith("/") ? plain.substring(0, plain.length() - 1) : plain;
  }

  private static CatalogStorage merge(CatalogStorage there, CatalogStorage wanted) {
    Map<String, String> serde = new TreeMap<>(there.serdeParameters());
    serde
        .keySet()
        .removeIf(key -> OURS_OF_SERDES.contains(key) || key.startsWith(OUR_SERDE_PREFIX));
    serde.putAll(wanted.serdeParameters());
    return new CatalogStorage(
        mergeLocation(there.location(), wanted.location()),
        mergeColumns(there.columns(), wanted.columns()),
        wanted.inputFormat(),
        wanted.outputFormat(),
        wanted.serde(),
        serde);
  }

  private static Optional<String> mergeLocation(Optional<String> there, Optional<String> wanted) {
    boolean same =
        there.isPresent() && wanted.isPresent() && sameLocation(there.get(), wanted.get());
    return same ? there : wanted;
  }

  private static List<CatalogColumn> mergeColumns(
      List<CatalogColumn> there, List<CatalogColumn> wanted) {
    Map<String, String> comments = new HashMap<>();
    there.forEach(column -> comments.put(column.name(), column.comment()));
    List<CatalogColumn> merged = new ArrayList<>();
    for (CatalogColumn column : wanted) {
      String comment =
          column.comment().isEmpty() ? comments.getOrDefault(column.name(), "") : column.comment();
      merged.add(new CatalogColumn(column.name(), column.type(), comment));
    }
    return merged;
  }

  private static Map<String, String> mergeParameters(
      Map<String, String> there, CatalogTable wanted) {
    Set<String> declared = DeclaredProperties.in(there);
    Map<String, String> merged = new TreeMap<>(there);
    merged.keySet().removeIf(key -> isOurs(key, wanted) || declared.contains(key));
    merged.putAll(wanted.parameters());
    return merged;
  }

  private static boolean isOurs(String parameter, CatalogTable wanted) {
    boolean ofView = OURS_OF_VIEWS.contains(parameter) || parameter.startsWith(OUR_VIEW_PREFIX);
    return OURS.contains(parameter)
        || OUR_PREFIXES.stream().anyMatch(parameter::startsWith)
        || isView(wanted) && ofView;
  }
}
