package io.sluice.jobs.cli;

import io.sluice.catalog.PublishedTable;
import io.sluice.catalog.ddl.BigQueryDdl;
import io.sluice.catalog.ddl.RedshiftDdl;
import io.sluice.catalog.ddl.RedshiftDdl.Dated;
import io.sluice.catalog.ddl.RedshiftDdl.Source;
import io.sluice.jobs.register.Registration;
import io.sluice.jobs.store.TableState;
import io.sluice.layout.LakeException;
import io.sluice.layout.TableId;
import io.sluice.layout.config.CatalogConfig;
import io.sluice.layout.config.MartConfig;
import io.sluice.layout.readers.Engine;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/** The statements that make tables readable where a catalog's entry alone does not. */
final class Ddls {

  private final Jobs jobs;

  Ddls(Jobs jobs) {
    this.jobs = jobs;
  }

  /** Reads tables, asks no catalog and writes nothing. */
  String of(Engine engine, Selection selection) {
    List<Dated> tables = new ArrayList<>();
    StringBuilder left = new StringBuilder();
    try (Registration registration = jobs.registration()) {
      for (TableId id : selection.all()) {
        if (jobs.lake().mart(id).filter(MartConfig::isView).isPresent()) {
          left.append("\n-- ").append(id).append(" is a view: create it from its SQL there.\n");
          continue;
        }
        TableState state = jobs.state(id);
        if (state.exists()) {
          PublishedTable table = registration.described(jobs.tables().registered(id), state);
          requireInPlace(engine, id, table);
          tables.add(new Dated(table, List.copyOf(state.byPartition().keySet())));
        } else {
          left.append("\n-- ").append(id).append(" was never published.\n");
        }
      }
    }
    String ddl =
        switch (engine) {
          case BIGQUERY -> BigQueryDdl.of(tables.stream().map(Dated::table).toList());
          case REDSHIFT -> RedshiftDdl.of(source(), tables);
          case ATHENA, PRESTO, TRINO, SPARK ->
              throw new IllegalArgumentException(engine + " reads the catalog");
        };
    return ddl + left;
  }

  private void requireInPlace(Engine engine, TableId id, PublishedTable table) {
    if (engine == Engine.BIGQUERY && !table.location().equals(jobs.lake().layout().table(id))) {
      throw new LakeException(
          LakeException.Kind.CONFIGURATION,
          "Cannot print the DDL of "
              + id
              + ": it is published in versions, each in another folder, which BigQuery does not"
              + " follow. Write publish = replace, or table-format = delta.");
    }
  }

  private Source source() {
    CatalogConfig catalog = jobs.lake().catalog();
    if (catalog instanceof CatalogConfig.Glue glue) {
      return new Source.Glue(glue.region());
    }
    if (catalog instanceof CatalogConfig.Hive hive) {
      URI first = URI.create(hive.uri().split(",")[0]);
      return new Source.Metastore(first.getHost(), first.getPort());
    }
    throw new LakeException(
        LakeException.Kind.CONFIGURATION,
        "Cannot print the DDL for Redshift: it reads Glue or a Hive Metastore, and lake.catalog is"
            + " neither. Set lake.catalog { type = glue, region = … }.");
  }
}
