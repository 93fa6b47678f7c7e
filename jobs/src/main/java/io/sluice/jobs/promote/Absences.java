package io.sluice.jobs.promote;

import java.io.Serializable;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The columns that records of one raw file do not carry: those that some lack, and that all do. */
final class Absences implements Serializable {

  private static final long serialVersionUID = 1L;
  private static final int REMEMBERED = 256;
  private static final char SEPARATOR = ',';

  private final Set<String> known = new HashSet<>();
  private final Set<String> inSome = new TreeSet<>();
  private Set<String> inAll;

  /**
   * Takes a record. Those of a file mostly lack the same as one before, which then is known.
   *
   * @param columns the names, with commas between; empty for a complete record
   */
  void add(String columns) {
    if (known.contains(columns)) {
      return;
    }
    if (known.size() < REMEMBERED) {
      known.add(columns);
    }
    List<String> names =
        columns.isEmpty() ? List.of() : Arrays.asList(columns.split(String.valueOf(SEPARATOR)));
    lack(new HashSet<>(names), names);
  }

  void add(Absences other) {
    if (other.inAll != null) {
      lack(other.inAll, other.inSome);
    }
  }

  private void lack(Set<String> all, Iterable<String> some) {
    if (inAll == null) {
      inAll = new TreeSet<>(all);
    } else {
      inAll.retainAll(all);
    }
    some.forEach(inSome::add);
  }

  Set<String> inSome() {
    return inSome;
  }

  Set<String> inAll() {
    return inAll == null ? Set.of() : inAll;
  }
}
