package io.sluice.catalog;

import io.sluice.layout.Location;
import java.util.Objects;

/**
 * A partition as it was published.
 *
 * @param value of the partition column, such as {@code 2026-11-19}
 * @param location the folder of its files, anywhere
 */
public record PublishedPartition(String value, Location location) {

  public PublishedPartition {
    Objects.requireNonNull(value, "value is null");
    Objects.requireNonNull(location, "location is null");
  }
}
