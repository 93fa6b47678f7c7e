package io.sluice.jobs.curate;

import io.sluice.layout.config.Check;
import java.util.List;

/**
 * How a check went: {@code amount >= 0}, 2 rows fail, such as {@code order_id=7, amount=-3.00}.
 *
 * @param failing how many rows break it; for unique, every row that shares its values with another
 * @param examples up to five of these rows as short text; none when it passed
 */
record CheckResult(Check check, long failing, List<String> examples) {

  CheckResult {
    examples = List.copyOf(examples);
  }

  public boolean passed() {
    return failing == 0;
  }

  /** Whether the table must not be published because of it. */
  public boolean refuses() {
    return !passed() && check.severity() == Check.Severity.ERROR;
  }
}
