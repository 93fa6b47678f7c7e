package io.sluice.jobs.cli;

import io.sluice.catalog.CatalogException;
import io.sluice.catalog.doctor.Diagnosis;
import io.sluice.catalog.doctor.Doctor;
import io.sluice.catalog.doctor.Finding;
import io.sluice.catalog.doctor.Place;
import io.sluice.catalog.doctor.Severity;
import io.sluice.jobs.register.Checkup;
import io.sluice.jobs.report.CheckReport;
import io.sluice.jobs.report.CheckReport.Checked;
import io.sluice.jobs.store.TableState;
import io.sluice.layout.Column;
import io.sluice.layout.LakeException;
import io.sluice.layout.Layer;
import io.sluice.layout.TableId;
import io.sluice.layout.config.CatalogConfig;
import io.sluice.layout.config.TableConfig;
import io.sluice.layout.readers.Engine;
import io.sluice.layout.readers.Verdict;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The doctor's round: the selected tables, or with no selector the whole lake and its catalog. */
final class Checkups {

  private final Jobs jobs;

  Checkups(Jobs jobs) {
    this.jobs = jobs;
  }

  CheckReport of(List<String> selectors) {
    Selection selection = Selection.of(selectors, jobs.lake(), jobs.graph());
    CatalogConfig catalog = jobs.lake().catalog();
    if (catalog instanceof CatalogConfig.None) {
      return CheckReport.NO_CATALOG;
    }
    try (Checkup checkup = new Checkup(jobs.lake().layout(), catalog, jobs.workshop().hadoop())) {
      List<Checked> tables = new ArrayList<>();
      Map<String, Layer> published = new TreeMap<>();
      for (TableId id : jobs.withRejected(selection)) {
        examine(id, checkup, published).ifPresent(tables::add);
      }
      for (TableId id : selection.tables()) {
        examineRaw(id, checkup, published).ifPresent(tables::add);
      }
      List<Checked> all = new ArrayList<>();
      published.forEach((database, layer) -> addIll(all, List.of(checkup.examineDatabase(layer))));
      all.addAll(tables);
      if (selectors.isEmpty()) {
        addExtras(all, checkup);
      }
      return new CheckReport(Optional.of(checkup.catalog()), all, checkup.calls());
    }
  }

  /**
   * Nothing of rejected rows that never were, unless the catalog has an entry of them.
   *
   * @param published where to note the database of what is published
   */
  private Optional<Checked> examine(TableId id, Checkup checkup, Map<String, Layer> published) {
    Diagnosis diagnosis;
    try {
      TableState state = jobs.state(id);
      if (state.exists()) {
        published.put(checkup.database(id.layer()), id.layer());
      }
      Set<Engine> readers = jobs.tables().readers(id);
      diagnosis = checkup.examine(jobs.tables().registered(id), state, readers);
      if (state.exists()) {
        diagnosis = diagnosis.and(beyond(id, readers)).and(declared(id, state));
      }
    } catch (LakeException e) {
      if (e instanceof CatalogException) {
        throw e;
      }
      diagnosis = unreadable(checkup.entry(id), e);
    }
    boolean never =
        id.isRejected() && diagnosis.worst().filter(worst -> worst == Severity.NOTE).isPresent();
    return never ? Optional.empty() : Optional.of(new Checked(Optional.of(id), diagnosis));
  }

  private Optional<Checked> examineRaw(TableId id, Checkup checkup, Map<String, Layer> published) {
    TableId raw = RawEntries.entry(id);
    try {
      Optional<Diagnosis> diagnosis =
          checkup.examineRaw(jobs.lake().table(id).orElseThrow(), jobs.state(id));
      diagnosis.ifPresent(some -> published.put(checkup.database(Layer.RAW), Layer.RAW));
      return diagnosis.map(some -> new Checked(Optional.of(raw), some));
    } catch (CatalogException e) {
      throw e;
    } catch (LakeException e) {
      return Optional.of(new Checked(Optional.of(raw), unreadable(checkup.entry(raw), e)));
    }
  }

  /** What the table itself asks of those who read it. */
  private List<Finding> beyond(TableId id, Set<Engine> readers) {
    List<Verdict> verdicts = jobs.tables().store(id, jobs.workshop().hadoop()).verdicts(readers);
    return verdicts.stream().map(Doctor::beyond).toList();
  }

  /** Where what is declared of the columns has not reached the table yet. */
  private List<Finding> declared(TableId id, TableState state) {
    Map<String, Column> published =
        state.columns().stream().collect(Collectors.toMap(Column::name, Function.identity()));
    List<Finding> findings = new ArrayList<>();
    for (Column column : jobs.lake().table(id).map(TableConfig::columns).orElse(List.of())) {
      Optional<String> type =
          Optional.ofNullable(published.get(column.name())).map(is -> is.type().toString());
      if (!type.equals(Optional.of(column.type().toString()))) {
        findings.add(
            Finding.open(
                Severity.NOTE,
                Finding.Kind.COLUMN,
                "column " + column.name(),
                Map.of(
                    Place.STORAGE,
                    type.orElse("none"),
                    Place.CONFIGURATION,
                    column.type().toString()),
                "",
                "sluice schema " + id + " says what the next run does."));
      }
    }
    return findings;
  }

  private static Diagnosis unreadable(String entry, LakeException e) {
    return Diagnosis.of(
        entry,
        Finding.open(
            Severity.BROKEN, Finding.Kind.UNREADABLE, "table", Map.of(), e.getMessage(), ""));
  }

  private void addExtras(List<Checked> all, Checkup checkup) {
    Set<String> known = new HashSet<>();
    jobs.tables().all().forEach(id -> known.add(checkup.entry(id)));
    // The raw files of a table are looked into under the name of the table.
    jobs.lake()
        .tables()
        .forEach(
            table -> {
              known.add(checkup.entry(RawEntries.entry(table.id())));
            });
    for (Layer layer : Layer.values()) {
      // Two layers may share a database.
      boolean isFirst =
          List.of(Layer.values()).subList(0, layer.ordinal()).stream()
              .noneMatch(other -> checkup.database(other).equals(checkup.database(layer)));
      if (isFirst) {
        addIll(all, checkup.extras(checkup.database(layer), known));
      }
    }
  }

  private static void addIll(List<Checked> all, List<Diagnosis> diagnoses) {
    diagnoses.stream()
        .filter(diagnosis -> diagnosis.worst().isPresent())
        .forEach(diagnosis -> all.add(new Checked(Optional.empty(), diagnosis)));
  }
}
