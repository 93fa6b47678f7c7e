package io.sluice.catalog.hive;

import io.sluice.catalog.CatalogException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;

/**
 * The Derby database of an embedded metastore. It is opened before the metastore is, because of an
 * own look at the lock: through the metastore the reason drowns in three layers of exceptions.
 */
final class DerbyDatabase implements AutoCloseable {

  static final String DRIVER = "org.apache.derby.jdbc.EmbeddedDriver";

  private static final String LOG_FILE = "derby.stream.error.file";
  private static final String HELD_BY_ANOTHER_PROCESS = "XSDB6";

  private final String address;

  private DerbyDatabase(String address) {
    this.address = address;
  }

  static DerbyDatabase open(Path home) {
    DerbyDatabase database =
        new DerbyDatabase("jdbc:derby:;databaseName=" + home.resolve("metastore_db"));
    try {
      Files.createDirectories(home);
      if (System.getProperty(LOG_FILE) == null) {
        System.setProperty(LOG_FILE, home.resolve("derby.log").toString());
      }
      Class.forName(DRIVER);
      DriverManager.getConnection(database.url()).close();
    } catch (ClassNotFoundException e) {
      throw new CatalogException(
          "Cannot open the embedded catalog at "
              + home
              + ": Derby is not on the class path. Run with Spark's jars, or configure a Hive"
              + " Metastore service with lake.catalog.type = hive.",
          e);
    } catch (IOException | SQLException e) {
      throw refused(home, e);
    }
    return database;
  }

  String url() {
    return address + ";create=true";
  }

  /** Lets go of the lock, so that another process can open the database. */
  @Override
  public void close() {
    try {
      DriverManager.getConnection(address + ";shutdown=true").close();
    } catch (SQLException expected) {
      // Derby says by an exception that it has shut down.
    }
  }

  private static CatalogException refused(Path home, Exception e) {
    if (isHeld(e)) {
      return new CatalogException(
          "Cannot open the embedded catalog at "
              + home
              + ": another process has it open, and Derby lets in only one. Wait until that process"
              + " has ended, or configure a Hive Metastore service with lake.catalog.type = hive.",
          e);
    }
    return new CatalogException(
        "Cannot open the embedded catalog at "
            + home
            + ": "
            + e.getMessage()
            + ". See that the folder can be written and that there is space.",
        e);
  }

  private static boolean isHeld(Throwable e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql) {
        for (SQLException next = sql; next != null; next = next.getNextException()) {
          if (HELD_BY_ANOTHER_PROCESS.equals(next.getSQLState())) {
            return true;
          }
        }
      }
    }
    return false;
  }
}
