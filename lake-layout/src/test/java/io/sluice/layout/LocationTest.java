package io.sluice.layout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LocationTest {

  @ParameterizedTest
  @CsvSource({
    "/tmp/lake, file:///tmp/lake",
    "/tmp//lake/, file:///tmp/lake",
    "file:/tmp/lake, file:///tmp/lake",
    "file:///, file:///",
    "/, file:///",
    "file:/, file:///",
    "s3a://acme-raw/, s3a://acme-raw",
    "s3a://acme-raw/shop//orders/, s3a://acme-raw/shop//orders",
    "hdfs:/lake, hdfs:///lake",
    "hdfs:///lake, hdfs:///lake"
  })
  void hasOneFormForOnePlace(String written, String uri) {
    assertEquals(uri, Location.of(written).uri());
    assertEquals(Location.of(uri), Location.of(written));
  }

  @Test
  void refusesWhatIsNoPlace() {
    assertEquals(
        "Cannot use \"lake/raw\" as a location: it is neither a URI nor an absolute path",
        message("lake/raw"));
    assertEquals(
        "Cannot use \"s3a:\" as a location: it is neither a URI nor an absolute path",
        message("s3a:"));
    assertEquals(
        "Cannot use \"s3a://\" as a location: it names neither a bucket nor a folder",
        message("s3a://"));
    assertEquals(
        "Cannot use \"s3a://raw/../other\" as a location: it has a \".\" or \"..\" in its path",
        message("s3a://raw/../other"));
  }

  @Test
  void goesDownAndUpAgain() {
    for (String root : new String[] {"s3a://acme", "file:///", "file:///lake", "hdfs:///"}) {
      Location location = Location.of(root);
      Location child = location.child("shop");
      assertEquals(location, child.parent());
      assertEquals("shop", child.name());
      assertEquals("shop", child.under(location));
      assertTrue(child.isUnder(location));
    }
    assertEquals("file:///tmp", Location.of("file:///").child("tmp").uri());
  }

  @Test
  void aRootHasNoParent() {
    assertEquals(
        "Cannot go up from s3a://acme: it is a root",
        assertThrows(IllegalArgumentException.class, () -> Location.of("s3a://acme").parent())
            .getMessage());
    assertEquals(
        "Cannot go up from file:///: it is a root",
        assertThrows(IllegalArgumentException.class, () -> Location.of("/").parent()).getMessage());
  }

  @Test
  void aNeighbourWithALongerNameIsNotInside() {
    Location raw = Location.of("s3a://acme/raw");
    assertFalse(Location.of("s3a://acme/raw2").isUnder(raw));
    assertFalse(raw.isUnder(raw));
    assertEquals(
        "s3a://acme/raw2 is not under s3a://acme/raw",
        assertThrows(
                IllegalArgumentException.class, () -> Location.of("s3a://acme/raw2").under(raw))
            .getMessage());
  }

  @Test
  void aChildStaysInside() {
    Location raw = Location.of("s3a://acme/raw");
    for (String path : new String[] {"", "/etc", "..", "a/../../b", "."}) {
      assertEquals(
          "Cannot go from s3a://acme/raw to \"" + path + "\": it must be a relative path inside it",
          assertThrows(IllegalArgumentException.class, () -> raw.child(path)).getMessage());
    }
  }

  @Test
  void knowsItsScheme() {
    assertEquals("s3a", Location.of("s3a://acme").scheme());
    assertEquals("file", Location.of("/tmp").scheme());
  }

  private static String message(String uri) {
    return assertThrows(IllegalArgumentException.class, () -> Location.of(uri)).getMessage();
  }
}
