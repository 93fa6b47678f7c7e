package io.sluice.catalog;

import io.sluice.layout.LakeException;
import java.util.List;
import java.util.Optional;

/**
 * Entries that cannot become what was published, because they are somebody else's or because only
 * dropping them would make room: grants and statistics hang on an entry.
 */
final class Strangers {

  private static final String RENAME =
      "Rename one of them, or drop the entry in the catalog (files stay) and run the command again.";

  private Strangers() {}

  /** Throws if an entry is not ours to change into what is wanted. */
  static void refuse(String catalog, CatalogTable there, CatalogTable wanted) {
    boolean ours = there.parameters().containsKey("sluice.managed-by");
    boolean isView = there.kind() == CatalogTable.Kind.VIEW || there.view().isPresent();
    boolean becomesView = wanted.kind() == CatalogTable.Kind.VIEW;
    Optional<String> reason =
        isView || becomesView
            ? ofViews(there, ours, isView, becomesView)
            : ofTables(there, ours, wanted);
    reason.ifPresent(
        words -> {
          throw new LakeException(
              LakeException.Kind.CONFIGURATION,
              "Cannot register " + wanted.qualifiedName() + " in the " + catalog + ": " + words);
        });
  }

  private static Optional<String> ofViews(
      CatalogTable there, boolean ours, boolean isView, boolean becomesView) {
    if (isView && becomesView && ours) {
      return Optional.empty();
    }
    String is = isView ? "view" : "table";
    if (ours) {
      return Optional.of(
          "it is a "
              + is
              + " there, as the mart was before. Drop the entry in the catalog, with the grants"
              + " that hang on it (files stay), and run the command again.");
    }
    return Optional.of("there is a " + is + " of that name that is not ours. " + RENAME);
  }

  private static Optional<String> ofTables(CatalogTable there, boolean ours, CatalogTable wanted) {
    boolean sameLocation =
        there.location().isPresent()
            && TableMerge.sameLocation(there.location().get(), wanted.location().orElseThrow());
    if (!ours && !sameLocation) {
      return Optional.of(
          "there is a table of that name that is not ours, at "
              + there.location().orElse("no location")
              + ". "
              + RENAME);
    }
    List<String> keys = there.partitionColumns().stream().map(CatalogColumn::name).toList();
    List<String> wantedKeys = wanted.partitionColumns().stream().map(CatalogColumn::name).toList();
    return keys.equals(wantedKeys)
        ? Optional.empty()
        : Optional.of(
            "its partition columns there are "
                + keys
                + ", but "
                + wantedKeys
                + " was published. "
                + RENAME);
  }
}
