package io.sluice.jobs.look;

import io.sluice.layout.config.Dialect;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a table seems to be, and why.
 *
 * @param name of the table
 * @param folder its raw folder below the raw root
 * @param layout templates, if the dialect's do not fit
 * @param mode if it is not the dialect's
 * @param order if it is not the dialect's
 * @param date the column that the business date may come from
 * @param reasons sentences about what was recognised and what to look at
 * @param obstacle why it cannot be loaded as it is
 */
public record TableFinding(
    String name,
    String folder,
    Dialect dialect,
    Optional<String> format,
    Map<String, String> csv,
    List<String> layout,
    Optional<String> mode,
    List<String> key,
    List<String> order,
    Optional<String> date,
    List<String> reasons,
    Optional<String> obstacle) {

  public TableFinding {
    layout = List.copyOf(layout);
    key = List.copyOf(key);
    order = List.copyOf(order);
    reasons = List.copyOf(reasons);
  }
}
