package io.sluice.jobs.cli;

import io.sluice.jobs.lease.IfHeld;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What a call asks to be done: which jobs, on which tables.
 *
 * @param verb as it was typed
 * @param selectors as they were typed: {@code shop.orders}, {@code shop.*}, {@code
 *     +sales.daily_revenue}; none selects everything
 * @param fullScan look into every extraction folder, not only into those of the look-back window
 * @param ifHeld what to do about tables that another run holds
 */
record Request(
    String verb, Set<Job> jobs, List<String> selectors, boolean fullScan, IfHeld ifHeld) {

  /** The jobs there are; a table goes through the first three in this order. */
  enum Job {
    PROMOTE,
    CURATE,
    REGISTER,
    MAINTAIN;

    /** The jobs of a run of everything that is due; files are written anew only when asked for. */
    static final Set<Job> DUE = Set.of(PROMOTE, CURATE, REGISTER);

    /** The word in reports: {@code promote}. */
    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  Request {
    jobs = Set.copyOf(jobs);
    selectors = List.copyOf(selectors);
  }

  /** The same, that fails where another run holds a table. */
  Request(String verb, Set<Job> jobs, List<String> selectors, boolean fullScan) {
    this(verb, jobs, selectors, fullScan, IfHeld.FAIL);
  }

  boolean includes(Job job) {
    return jobs.contains(job);
  }

  /** The call as a report writes it down. */
  Map<String, Object> args() {
    Map<String, Object> args = new LinkedHashMap<>();
    args.put("verb", verb);
    args.put("select", selectors);
    args.put("full_scan", fullScan);
    args.put("if_held", ifHeld.word());
    return args;
  }
}
