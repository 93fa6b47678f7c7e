package io.sluice.catalog.engines;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sluice.catalog.CatalogColumn;
import io.sluice.catalog.CatalogRules;
import io.sluice.catalog.CatalogTable;
import io.sluice.catalog.PublishedTable;
import io.sluice.layout.TableFormat;
import io.sluice.layout.readers.Engine;
import io.sluice.layout.readers.Verdict;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ReadBackTest {

  private static final Set<Engine> READERS =
      EnumSet.of(Engine.ATHENA, Engine.PRESTO, Engine.TRINO, Engine.SPARK);

  @Test
  void whatWeWriteIsWhatEveryReaderSees() {
    for (TableFormat format : TableFormat.values()) {
      PublishedTable published = Entries.published(format);
      for (CatalogRules rules : List.of(CatalogRules.GLUE, CatalogRules.HIVE)) {
        assertEquals(
            List.of(),
            ReadBack.verify(Expected.of(published), Entries.ours(published, rules), READERS));
      }
    }
  }

  @Test
  void aMovedLocationIsToldByThoseWhoFollowIt() {
    CatalogTable moved =
        Entries.with(
            Entries.ours(TableFormat.DELTA), storage -> storage.at("s3://acme-processed/other"));
    assertEquals(
        List.of(
            "Athena: the location is s3://acme-processed/other to it, though"
                + " s3a://acme-processed/shop/orders was published. Register the table again."),
        lines(moved, TableFormat.DELTA));
  }

  @Test
  void columnsThatChangedAreToldInTheEnginesWords() {
    CatalogTable changed =
        Entries.with(
            Entries.ours(TableFormat.PARQUET),
            storage ->
                storage.withColumns(
                    List.of(
                        storage.columns().get(0),
                        new CatalogColumn("at", "date", ""),
                        storage.columns().get(2))));
    assertEquals(
        "Trino: column 2 is at date to it, though at timestamp(3) was published. Register the table"
            + " again.",
        lines(changed, TableFormat.PARQUET).get(2));
  }

  @Test
  void aTableOfAnotherKindIsNotLookedIntoFurther() {
    CatalogTable unmarked =
        Entries.saying(Entries.ours(TableFormat.DELTA), "spark.sql.sources.provider", null);
    assertEquals(
        List.of(
            "Trino: the Delta table is read as sequence files, which fails:"
                + " spark.sql.sources.provider=delta is missing. Register the table again.",
            "Trino: the table is sequence files to it, though a Delta table was published. Register"
                + " the table again."),
        ReadBack.verify(
                Expected.of(Entries.published(TableFormat.DELTA)),
                unmarked,
                EnumSet.of(Engine.TRINO))
            .stream()
            .map(Verdict::toString)
            .toList());
  }

  private static List<String> lines(CatalogTable found, TableFormat format) {
    return ReadBack.verify(Expected.of(Entries.published(format)), found, READERS).stream()
        .map(Verdict::toString)
        .toList();
  }
}
