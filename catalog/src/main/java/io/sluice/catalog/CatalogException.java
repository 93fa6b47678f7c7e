package io.sluice.catalog;

import io.sluice.layout.LakeException;

/**
 * A catalog refused something or cannot be reached. The message says which catalog and which table;
 * the cause is the vendor's.
 */
public class CatalogException extends LakeException {

  public CatalogException(String message) {
    super(Kind.STORAGE, message);
  }

  public CatalogException(String message, Throwable cause) {
    super(Kind.STORAGE, message, cause);
  }

  /**
   * {@code refused("create table processed.shop_orders", "Hive Metastore at thrift://…", cause)} is
   * {@code Cannot create table processed.shop_orders in the Hive Metastore at thrift://…: <reason>.
   * …}.
   */
  public static CatalogException refused(String action, String catalog, Throwable cause) {
    return new CatalogException(
        "Cannot "
            + action
            + " in the "
            + catalog
            + ": "
            + reason(cause)
            + ". See that the catalog is up and lets this user do it, then run the command again.",
        cause);
  }

  private static String reason(Throwable cause) {
    String message = cause.getMessage();
    String text =
        message == null || message.isBlank() ? cause.getClass().getSimpleName() : message.strip();
    String line = text.lines().findFirst().orElse(text);
    return line.endsWith(".") ? line.substring(0, line.length() - 1) : line;
  }
}
