package io.sluice.jobs.lease;

import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * Who holds a table, so that a person can look for it.
 *
 * @param run the id of the run's report
 * @param verb what was called
 */
public record Holder(String run, String verb, String host, long process) {

  /** A run of this process. */
  public static Holder here(String run, String verb) {
    return new Holder(run, verb, thisHost(), ProcessHandle.current().pid());
  }

  private static String thisHost() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "unknown";
    }
  }

  @Override
  public String toString() {
    return "run " + run + " (" + verb + ", process " + process + " on " + host + ")";
  }
}
