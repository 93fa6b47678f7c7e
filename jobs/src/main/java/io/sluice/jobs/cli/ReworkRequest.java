package io.sluice.jobs.cli;

import io.sluice.jobs.lease.IfHeld;
import io.sluice.layout.LakeException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A call that works on tables again after their files were promoted.
 *
 * @param verb which also says what is done
 * @param selectors as they were typed; none selects every table
 * @param dates the only ones that are made anew; none for the whole table
 * @param toRun the run that a rollback goes back to
 * @param ifHeld what to do about tables that another run holds
 */
record ReworkRequest(
    Verb verb, List<String> selectors, SortedSet<String> dates, OptionalLong toRun, IfHeld ifHeld) {

  /** What can be done to a table again. */
  enum Verb {
    REPLAY,
    REBUILD,
    ROLLBACK;

    /** As it is typed, and as reports call it. */
    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  ReworkRequest {
    selectors = List.copyOf(selectors);
    dates = Collections.unmodifiableSortedSet(new TreeSet<>(dates));
  }

  static ReworkRequest replay(List<String> selectors) {
    return new ReworkRequest(
        Verb.REPLAY, selectors, new TreeSet<>(), OptionalLong.empty(), IfHeld.FAIL);
  }

  static ReworkRequest rebuild(List<String> selectors, SortedSet<String> dates) {
    return new ReworkRequest(Verb.REBUILD, selectors, dates, OptionalLong.empty(), IfHeld.FAIL);
  }

  static ReworkRequest rollback(String selector, long toRun) {
    return new ReworkRequest(
        Verb.ROLLBACK, List.of(selector), new TreeSet<>(), OptionalLong.of(toRun), IfHeld.FAIL);
  }

  /** The same, with other manners. */
  ReworkRequest with(IfHeld other) {
    return new ReworkRequest(verb, selectors, dates, toRun, other);
  }

  /**
   * @throws LakeException if marts are selected by name: they are made of tables, not of raw files
   */
  void requireTables(Selection selection) {
    if (!selectors.isEmpty() && !selection.marts().isEmpty()) {
      throw new LakeException(
          LakeException.Kind.CONFIGURATION,
          "Cannot "
              + verb.word()
              + " "
              + Jobs.names(selection.marts())
              + ": a mart has no raw files. Name processed tables; sluice curate builds marts.");
    }
  }

  /** The call as a report writes it down. */
  Map<String, Object> args() {
    Map<String, Object> args = new LinkedHashMap<>();
    args.put("verb", verb.word());
    args.put("select", selectors);
    if (!dates.isEmpty()) {
      args.put("dates", List.copyOf(dates));
    }
    toRun.ifPresent(run -> args.put("to_run", run));
    args.put("if_held", ifHeld.word());
    return args;
  }
}
