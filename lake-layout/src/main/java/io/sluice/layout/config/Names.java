package io.sluice.layout.config;

import io.sluice.layout.TableId;
import java.util.HashMap;
import java.util.Map;

/** Watches that every table is defined once and has a name of its own in the catalog. */
final class Names {

  private record Place(TableId id, String origin) {}

  private final CatalogConfig.Databases databases;
  private final Problems problems;
  private final Map<TableId, Place> byId = new HashMap<>();
  private final Map<String, Place> byCatalogName = new HashMap<>();

  /**
   * @param databases the catalog's database of each layer
   */
  Names(CatalogConfig.Databases databases, Problems problems) {
    this.databases = databases;
    this.problems = problems;
  }

  /** Takes note of a table, and reports a name that is taken. */
  void add(TableId id, String origin, String key) {
    Place same = byId.putIfAbsent(id, new Place(id, origin));
    if (same != null) {
      problems.add(
          origin, key, id + " is already defined at " + same.origin() + ". Remove one of the two.");
      return;
    }
    String name = databases.of(id.layer()) + "." + id.catalogName();
    Place other = byCatalogName.putIfAbsent(name, new Place(id, origin));
    if (other != null) {
      problems.add(
          origin,
          key,
          id
              + " would be "
              + name
              + " in the catalog, and so would "
              + other.id()
              + " at "
              + other.origin()
              + ". Rename one of the two.");
    }
  }
}
