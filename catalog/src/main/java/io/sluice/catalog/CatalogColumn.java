package io.sluice.catalog;

import io.sluice.layout.Column;
import java.util.Objects;

/**
 * A column as a catalog holds it. The type is text, since others register types that are none of
 * ours ({@code varchar(20)}).
 */
public record CatalogColumn(String name, String type, String comment) {

  public CatalogColumn {
    Objects.requireNonNull(name, "name is null");
    Objects.requireNonNull(type, "type is null");
    Objects.requireNonNull(comment, "comment is null");
  }

  public static CatalogColumn of(Column column) {
    return new CatalogColumn(column.name(), column.type().toString(), column.comment());
  }

  @Override
  public String toString() {
    return name + " " + type + (comment.isEmpty() ? "" : " '" + comment + "'");
  }
}
