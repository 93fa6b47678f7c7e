package io.sluice.jobs.cli;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What a call asks to be done: which jobs, on which tables.
 *
 * @param verb as it was typed
 * @param fullScan look into every extraction folder, not only into those of the look-back window
 */
record Request(String verb, Set<Job> jobs, Selection selection, boolean fullScan) {

  /** The jobs there are, in the order in which a table goes through them. */
  enum Job {
    PROMOTE,
    CURATE,
    REGISTER;

    /** The word in reports: {@code promote}. */
    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  Request {
    jobs = Set.copyOf(jobs);
  }

  boolean includes(Job job) {
    return jobs.contains(job);
  }

  /** The call as a report writes it down. */
  Map<String, Object> args() {
    Map<String, Object> args = new LinkedHashMap<>();
    args.put("verb", verb);
    args.put("select", selection.texts());
    args.put("full_scan", fullScan);
    return args;
  }
}
