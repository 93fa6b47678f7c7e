package io.sluice.catalog;

import io.sluice.layout.Location;
import java.util.Objects;
import java.util.Optional;

/**
 * A database. One that we create always has a location: without it Spark fails on every table with
 * "Can not create a Path from an empty string". One of others may lack it.
 */
public record CatalogDatabase(String name, Optional<Location> location, String description) {

  public CatalogDatabase {
    Objects.requireNonNull(name, "name is null");
    Objects.requireNonNull(location, "location is null");
    Objects.requireNonNull(description, "description is null");
  }

  public static CatalogDatabase of(String name, Location location) {
    return new CatalogDatabase(name, Optional.of(location), "");
  }
}
