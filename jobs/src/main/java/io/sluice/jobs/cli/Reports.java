package io.sluice.jobs.cli;

import io.sluice.jobs.report.ReportJson;
import io.sluice.jobs.report.RunReport;
import io.sluice.jobs.report.Status;
import io.sluice.jobs.report.TableReport;
import io.sluice.jobs.store.FileStore;
import io.sluice.layout.LakeException;
import io.sluice.layout.LakeLayout;
import io.sluice.layout.Location;
import io.sluice.layout.TableId;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.fs.FileStatus;

/** The reports of past runs, in the lake: a JSON file each, newest last by name. */
final class Reports {

  /** How far back a table's last run is looked for. */
  private static final int LOOKED_AT = 50;

  /** The same where it is only good to know. */
  private static final int GLANCED_AT = 5;

  private static final String NAME = "[0-9]{8}T[0-9]{6}Z-[0-9a-f]{4}\\.json";

  private final LakeLayout layout;
  private final FileStore files;

  Reports(LakeLayout layout, FileStore files) {
    this.layout = layout;
    this.files = files;
  }

  void write(RunReport report, Map<String, Object> args) {
    files.put(layout.reports().child(report.id() + ".json"), ReportJson.write(report, args));
  }

  /** A table's last run that worked on it, and when it ended. */
  record Last(RunReport run, TableReport table) {}

  /** The last run of each table that one of the newest reports names. */
  Map<TableId, Last> last(Set<TableId> tables) {
    return last(tables, LOOKED_AT);
  }

  /** How long tables took, as far as the very last reports say so and can be read. */
  Map<TableId, Long> millis(Set<TableId> tables) {
    Map<TableId, Long> millis = new HashMap<>();
    try {
      last(tables, GLANCED_AT).forEach((table, last) -> millis.put(table, last.table().millis()));
    } catch (LakeException e) {
      return Map.of();
    }
    return millis;
  }

  private Map<TableId, Last> last(Set<TableId> tables, int lookedAt) {
    List<String> names = newestFirst();
    Map<TableId, Last> last = new LinkedHashMap<>();
    Set<TableId> wanted = new HashSet<>(tables);
    for (String name : names.subList(0, Math.min(lookedAt, names.size()))) {
      Location location = layout.reports().child(name);
      Optional<RunReport> read = read(location);
      if (read.isEmpty()) {
        continue;
      }
      RunReport report = read.get();
      for (TableReport table : report.tables()) {
        if (worked(table) && wanted.remove(table.table())) {
          last.put(table.table(), new Last(report, table));
        }
      }
      if (wanted.isEmpty()) {
        break;
      }
    }
    return last;
  }

  /** Deletes reports of runs before a time, but for the last one that tells of a table. */
  void forget(Instant before) {
    List<String> names = newestFirst();
    names.removeIf(name -> began(name).isEmpty());
    if (names.isEmpty() || !began(names.get(names.size() - 1)).get().isBefore(before)) {
      return;
    }
    Set<TableId> told = new HashSet<>();
    for (String name : names) {
      Location location = layout.reports().child(name);
      List<TableReport> tables = read(location).map(RunReport::tables).orElse(List.of());
      boolean tells = false;
      for (TableReport table : tables) {
        tells |= worked(table) && told.add(table.table());
      }
      if (!tells && began(name).get().isBefore(before)) {
        files.delete(location);
      }
    }
  }

  /** When the run of a report began, as its name says: {@code 20261119T060002Z-3f9a.json}. */
  private static Optional<Instant> began(String name) {
    try {
      return name.matches(NAME)
          ? Optional.of(Instant.from(Runs.STAMP.parse(name.substring(0, 16))))
          : Optional.empty();
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private List<String> newestFirst() {
    List<String> names = new ArrayList<>();
    for (FileStatus file : files.files(layout.reports())) {
      names.add(file.getPath().getName());
    }
    names.sort((a, b) -> b.compareTo(a));
    return names;
  }

  /** Whether rows may have come or gone. */
  private static boolean worked(TableReport table) {
    return !table.job().equals("register")
        && !table.job().equals("maintain")
        && table.status() != Status.NOTHING_TO_DO
        && table.status() != Status.SKIPPED
        && table.status() != Status.LEFT;
  }

  /** Nothing depends on a report: one that is damaged is passed over. */
  private Optional<RunReport> read(Location location) {
    try {
      return files.read(location).map(text -> ReportJson.read(text, location.uri()));
    } catch (LakeException e) {
      return Optional.empty();
    }
  }
}
