package io.sluice.catalog.hive;

import java.nio.file.Files;
import java.nio.file.Path;

/** Another process that holds a Derby database until it is killed. */
final class DerbyHolder {

  private DerbyHolder() {}

  public static void main(String[] args) throws Exception {
    DerbyDatabase.open(Path.of(args[0]));
    Files.createFile(Path.of(args[1]));
    Thread.sleep(60_000);
  }
}
