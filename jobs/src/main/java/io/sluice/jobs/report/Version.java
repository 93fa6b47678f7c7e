package io.sluice.jobs.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** Which Sluice this is, and the engine line it was built for. */
public record Version(String sluice, String spark) {

  /** What the build wrote beside this class. */
  public static Version ofThisBuild() {
    try (InputStream in = Version.class.getResourceAsStream("version.properties")) {
      if (in == null) {
        throw new IllegalStateException("version.properties is missing from the jar");
      }
      Properties properties = new Properties();
      properties.load(in);
      return new Version(properties.getProperty("sluice"), properties.getProperty("spark"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
