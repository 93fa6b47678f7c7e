package io.sluice.jobs.promote;

import io.sluice.jobs.report.Amounts;
import io.sluice.layout.TableId;
import java.util.Optional;
import java.util.stream.Collectors;

/** How a report names the raw files that a run could not read, written and read. */
final class Refusals {

  static final int FILES_SHOWN = 20;

  private Refusals() {}

  /** What a report says of a run that refused files; {@code offered} is how many it began with. */
  static String text(TableId table, Outcome outcome, int offered) {
    int refused = outcome.refused().size();
    return "Cannot take "
        + refused
        + " of "
        + Amounts.count(offered, "raw file")
        + " of "
        + table
        + ": "
        + outcome.refused().stream().limit(FILES_SHOWN).collect(Collectors.joining("; "))
        + (refused > FILES_SHOWN ? "; and " + (refused - FILES_SHOWN) + " more" : "")
        + (outcome.manifest().objects().isEmpty()
            ? ". Nothing was published."
            : ". The rest is published as run " + outcome.run() + ".")
        + (refused == 1
            ? " Replace it; the next run takes it."
            : " Replace them; the next run takes them.");
  }

  /** Why a report's message says that a file was refused; empty if it does not name it. */
  static Optional<String> reason(String message, String path) {
    if (!message.contains("Cannot take ")) {
      return Optional.empty();
    }
    String named = path + " (";
    int at = Math.max(message.indexOf(": " + named), message.indexOf("; " + named));
    if (at < 0) {
      return Optional.empty();
    }
    int from = at + 2 + named.length();
    int next = message.indexOf("); ", from);
    int last = message.indexOf("). ", from);
    int to = next < 0 || last >= 0 && last < next ? last : next;
    return to < 0 ? Optional.empty() : Optional.of(message.substring(from, to));
  }
}
