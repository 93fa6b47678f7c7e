package io.sluice.jobs.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.layout.LakeException;
import io.sluice.layout.Location;
import io.sluice.layout.config.LakeConfig;
import io.sluice.layout.config.LakeConfigReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A folder of this machine is as far away as any, if Hadoop is asked for it. */
class RemoteConfTest {

  private static final String LAKE =
      "lake { raw = \"s3a://r\", processed = \"s3a://p\", curated = %s, catalog.type = none }";

  @TempDir Path dir;
  private LakeConfig read;
  private Path folder;

  @BeforeEach
  void aConfiguration() {
    TestLake.write(dir.resolve("team/lake.conf"), LAKE.formatted("\"s3a://c\""));
    TestLake.write(
        dir.resolve("team/sources/shop.conf"),
        "source = shop, format = json, tables.items { date { from = day, zone = UTC } }");
  }

  private Location location() {
    return Location.of(dir.resolve("team").toString());
  }

  private void open() {
    open(new Configuration());
  }

  private void open(Configuration hadoop) {
    new RemoteConf(location(), hadoop)
        .open(
            conf -> {
              folder = conf;
              read = LakeConfigReader.read(conf);
              return new WiredLake(read);
            })
        .close();
  }

  @Test
  void isReadAndLeavesNothingBehind() {
    open();
    assertEquals(1, read.tables().size());
    assertFalse(folder.getParent().toFile().exists());
  }

  @Test
  void problemsAreToldByWhereItLies() {
    TestLake.write(
        dir.resolve("team/sources/shop.conf"),
        "source = shop, format = json\ntables.items { dates { from = day } }");
    LakeException told = assertThrows(LakeException.class, this::open);
    assertTrue(
        told.getMessage().startsWith(location() + "/sources/shop.conf:2: tables.items.dates: "),
        told.getMessage());
  }

  @Test
  void aRelativeRootHasNowhereToStartFrom() {
    TestLake.write(dir.resolve("team/lake.conf"), LAKE.formatted("lake/curated"));
    assertEquals(
        location()
            + "/lake.conf: lake.curated: is a relative path, and a configuration in "
            + location()
            + " has no folder that it could start from. Write a URI.",
        assertThrows(LakeException.class, this::open).getMessage());
  }

  @Test
  void aRelativeCatalogWouldBeANewOneEachTime() {
    TestLake.write(
        dir.resolve("team/lake.conf"),
        LAKE.formatted("\"s3a://c\"").replace("type = none", "home = \".sluice/metastore\""));
    assertEquals(
        location()
            + "/lake.conf: lake.catalog.home: is a relative path, and a configuration in "
            + location()
            + " has no folder that it could start from. Write an absolute path.",
        assertThrows(LakeException.class, this::open).getMessage());
  }

  /** Tells that it was closed. */
  public static final class Closing extends LocalFileSystem {

    private static final String MARK = "test.closed";

    @Override
    public void close() throws IOException {
      super.close();
      Files.writeString(Path.of(getConf().get(MARK)), "");
    }
  }

  @Test
  void whatItIsReadWithIsNotKeptForTheLake() throws IOException {
    Configuration hadoop = new Configuration();
    hadoop.setClass("fs.file.impl", Closing.class, FileSystem.class);
    hadoop.set(Closing.MARK, dir.resolve("closed").toString());
    open(hadoop);
    assertEquals(1, read.tables().size());
    assertTrue(Files.exists(dir.resolve("closed")));
    FileSystem lakes = FileSystem.get(URI.create("file:///"), new Configuration());
    assertFalse(lakes instanceof Closing);
  }

  @Test
  void nothingIsFetchedWhereNoConfigurationIs() {
    RemoteConf none = new RemoteConf(Location.of(dir.toString()), new Configuration());
    LakeException told = assertThrows(LakeException.class, () -> none.open(conf -> null));
    assertEquals(
        "Cannot read the configuration file://"
            + dir
            + ": it has no lake.conf. Name the folder that holds lake.conf.",
        told.getMessage());
    assertEquals(LakeException.Kind.CONFIGURATION, told.kind());
  }

  @Test
  void knowsALocationFromAFolder() {
    assertTrue(RemoteConf.isRemote("s3a://acme-conf/conf"));
    assertTrue(RemoteConf.isRemote("hdfs:///conf"));
    assertFalse(RemoteConf.isRemote("conf"));
    assertFalse(RemoteConf.isRemote("/etc/sluice"));
    assertFalse(RemoteConf.isRemote("file:///etc/sluice"));
  }
}
