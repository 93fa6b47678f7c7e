package io.sluice.catalog.doctor;

import io.sluice.catalog.CatalogColumn;
import io.sluice.catalog.CatalogTable;
import io.sluice.catalog.doctor.Finding.Kind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The columns that differ: missing, left over, of another type or comment, in another order. */
final class ColumnDifferences {

  private final CatalogTable right;
  private final List<CatalogColumn> is;
  private final List<CatalogColumn> should;
  private final List<Difference> found = new ArrayList<>();

  private ColumnDifferences(CatalogTable there, CatalogTable right) {
    this.right = right;
    this.is = there.columns();
    this.should = right.columns();
  }

  static List<Difference> between(CatalogTable there, CatalogTable right) {
    ColumnDifferences differences = new ColumnDifferences(there, right);
    differences.one();
    differences.order();
    return differences.found;
  }

  private void one() {
    Map<String, CatalogColumn> there = byName(is);
    Map<String, CatalogColumn> wanted = byName(should);
    for (CatalogColumn column : should) {
      CatalogColumn other = there.get(column.name());
      if (other == null) {
        add(Kind.COLUMN, column.name(), "", column.type(), without(column));
        continue;
      }
      if (!other.type().equals(column.type())) {
        CatalogColumn alone = new CatalogColumn(column.name(), other.type(), column.comment());
        add(Kind.COLUMN, column.name(), other.type(), column.type(), instead(column, alone));
      }
      if (!other.comment().equals(column.comment())) {
        CatalogColumn alone = new CatalogColumn(column.name(), column.type(), other.comment());
        add(Kind.COMMENT, column.name(), other.comment(), column.comment(), instead(column, alone));
      }
    }
    for (int i = 0; i < is.size(); i++) {
      CatalogColumn column = is.get(i);
      if (!wanted.containsKey(column.name())) {
        List<CatalogColumn> alone = new ArrayList<>(should);
        alone.add(Math.min(i, alone.size()), column);
        add(Kind.COLUMN, column.name(), column.type(), "", alone);
      }
    }
  }

  /** Only of the columns that both have. */
  private void order() {
    Set<String> common = new HashSet<>(byName(should).keySet());
    common.retainAll(byName(is).keySet());
    List<String> there = names(is, common);
    List<String> wanted = names(should, common);
    if (there.equals(wanted)) {
      return;
    }
    Map<String, CatalogColumn> columns = byName(should);
    List<CatalogColumn> alone = new ArrayList<>(there.stream().map(columns::get).toList());
    should.stream().filter(column -> !common.contains(column.name())).forEach(alone::add);
    found.add(
        new Difference(
            Kind.COLUMN_ORDER,
            "order of the columns",
            Place.STORAGE,
            String.join(", ", there),
            String.join(", ", wanted),
            with(alone)));
  }

  /** A type comes from what was published; what a column means only the configuration says. */
  private void add(
      Kind kind, String column, String there, String wanted, List<CatalogColumn> alone) {
    boolean comment = kind == Kind.COMMENT;
    found.add(
        new Difference(
            kind,
            (comment ? "comment of column " : "column ") + column,
            comment ? Place.CONFIGURATION : Place.STORAGE,
            there,
            wanted,
            with(alone)));
  }

  private CatalogTable with(List<CatalogColumn> columns) {
    return EntryDifferences.with(right, right.storage().withColumns(columns));
  }

  private List<CatalogColumn> without(CatalogColumn one) {
    return should.stream().filter(column -> column != one).toList();
  }

  private List<CatalogColumn> instead(CatalogColumn one, CatalogColumn other) {
    return should.stream().map(column -> column == one ? other : column).toList();
  }

  private static List<String> names(List<CatalogColumn> columns, Set<String> some) {
    return columns.stream().map(CatalogColumn::name).filter(some::contains).toList();
  }

  private static Map<String, CatalogColumn> byName(List<CatalogColumn> columns) {
    Map<String, CatalogColumn> byName = new LinkedHashMap<>();
    columns.forEach(column -> byName.put(column.name(), column));
    return byName;
  }
}
