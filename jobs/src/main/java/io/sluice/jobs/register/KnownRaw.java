package io.sluice.jobs.register;

import io.sluice.catalog.PublishedPartition;
import io.sluice.catalog.PublishedRaw.RawColumn;
import io.sluice.jobs.raw.RawFileColumns;
import io.sluice.layout.ColumnNames;
import io.sluice.layout.ColumnType;
import io.sluice.layout.Location;
import io.sluice.layout.config.RawFormat;
import io.sluice.layout.intake.FolderKey;
import io.sluice.layout.intake.RawLayout;
import io.sluice.layout.intake.RawObject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What is known of a table's raw files from the runs that took them. It only grows, so that neither
 * raw nor the manifests of all runs need to be read again.
 *
 * @param template how the files lie: the one template of the layout that all of them fit, or the
 *     reason why no table can show them
 * @param columns of the files; empty as long as no file could be read
 * @param folders the text of a partition, and the folder below the table's raw folder
 */
record KnownRaw(Lying template, List<RawColumn> columns, Map<String, String> folders) {

  static final KnownRaw NOTHING = new KnownRaw(new Lying("", ""), List.of(), Map.of());

  /**
   * How files lie.
   *
   * @param template empty if no file is known
   * @param obstacle empty if there is none
   */
  record Lying(String template, String obstacle) {}

  KnownRaw {
    columns = List.copyOf(columns);
    folders = java.util.Collections.unmodifiableMap(new TreeMap<>(folders));
  }

  Optional<String> obstacle() {
    return Optional.of(template.obstacle()).filter(text -> !text.isEmpty());
  }

  Optional<FolderKey> key() {
    return template.template().isEmpty() ? Optional.empty() : FolderKey.of(template.template());
  }

  List<PublishedPartition> partitions(Location raw) {
    return folders.entrySet().stream()
        .map(folder -> new PublishedPartition(folder.getKey(), raw.child(folder.getValue())))
        .toList();
  }

  /** This and where further files lie. */
  KnownRaw with(RawLayout layout, List<RawObject> objects) {
    if (obstacle().isPresent()) {
      return this;
    }
    Map<String, String> all = new TreeMap<>(folders);
    String first = template.template();
    for (RawObject object : objects) {
      Optional<String> fits = layout.template(object.path());
      if (fits.isEmpty()) {
        continue;
      }
      first = first.isEmpty() ? fits.get() : first;
      if (!first.equals(fits.get())) {
        return lying(
            first,
            "its files lie as " + first + " and as " + fits.get() + ", in no common folders");
      }
      try {
        FolderKey.of(first)
            .ifPresent(key -> all.put(key.value(object.path()), key.folder(object.path())));
      } catch (IllegalArgumentException e) {
        return lying(first, e.getMessage());
      }
    }
    return new KnownRaw(new Lying(first, ""), columns, all);
  }

  private static KnownRaw lying(String first, String why) {
    return new KnownRaw(new Lying(first, why), List.of(), Map.of());
  }

  /**
   * This and the columns of the newest file. CSV is read by position, so that only the newest
   * header counts, unless it is a shorter one. In others a column that was known stays.
   */
  KnownRaw with(RawFormat format, List<ColumnType.Field> seen) {
    return new KnownRaw(
        template, format instanceof RawFormat.Csv ? byPlace(seen) : byName(seen), folders);
  }

  private List<RawColumn> byPlace(List<ColumnType.Field> seen) {
    Set<String> taken = new HashSet<>();
    List<RawColumn> all = new ArrayList<>();
    for (ColumnType.Field field : seen) {
      String name = ColumnNames.conform(field.name());
      while (!taken.add(name)) {
        name += "_";
      }
      all.add(new RawColumn(name, name, field.type()));
    }
    boolean shorter = columns.size() >= all.size() && columns.subList(0, all.size()).equals(all);
    return shorter ? columns : all;
  }

  private List<RawColumn> byName(List<ColumnType.Field> seen) {
    Map<String, RawColumn> all = new LinkedHashMap<>();
    columns.forEach(column -> all.put(column.name(), column));
    for (ColumnType.Field field : seen) {
      String lower = field.name().toLowerCase(Locale.ROOT);
      String name = ColumnNames.isLegal(lower) ? lower : ColumnNames.conform(lower);
      all.merge(
          name,
          new RawColumn(field.name(), name, field.type()),
          (known, now) ->
              new RawColumn(known.raw(), name, RawFileColumns.merged(known.type(), now.type())));
    }
    return List.copyOf(all.values());
  }
}
