package io.sluice.layout.config;

import io.sluice.layout.Column;
import io.sluice.layout.Location;
import io.sluice.layout.Publishing;
import io.sluice.layout.readers.Engine;
import io.sluice.layout.readers.Portability;
import io.sluice.layout.readers.Verdict;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads who reads a table, and reports what one of them could not. */
final class ReadersReader {

  static final String KEY = "readers";

  private ReadersReader() {}

  /** Empty if something was reported. */
  static Optional<Set<Engine>> read(Settings table) {
    return table.get(KEY, ReadersReader::engines);
  }

  /**
   * Reports what the readers cannot read.
   *
   * @param root the layer's, if it is known
   */
  static void check(
      Set<Engine> readers,
      Optional<Location> root,
      PublishingReader.Written data,
      List<Column> columns,
      Settings table) {
    root.map(Location::scheme)
        .map(scheme -> Portability.ofPlace(readers, data.format(), scheme))
        .orElse(List.of())
        .forEach(verdict -> table.problem(KEY, verdict.toString()));
    if (data.publishing() == Publishing.VERSIONED) {
      Portability.ofVersions(readers)
          .forEach(verdict -> table.problem("publish", verdict.toString()));
    }
    Settings block = table.block("columns");
    for (Column column : columns) {
      for (Verdict verdict : Portability.ofColumn(readers, column)) {
        block.problem(column.name(), verdict.toString());
      }
    }
    Portability.ofWidth(readers, columns.size())
        .forEach(verdict -> block.problem(verdict.toString()));
  }

  static void checkView(Set<Engine> readers, Settings mart) {
    Portability.ofView(readers).forEach(verdict -> mart.problem(KEY, verdict.toString()));
  }

  private static Set<Engine> engines(Setting setting) {
    Set<Engine> engines = EnumSet.noneOf(Engine.class);
    for (Setting item : setting.list()) {
      if (!engines.add(item.oneOf(Engine.WORDS))) {
        throw new WrongSetting("has \"" + item.text() + "\" twice. Remove one.");
      }
    }
    if (engines.isEmpty()) {
      throw new WrongSetting("names no engine. Write one or more, such as readers = [trino].");
    }
    return Collections.unmodifiableSet(engines);
  }
}
