package io.sluice.jobs.cli;

import io.sluice.layout.config.LakeConfigReader;
import java.nio.file.Path;

/** Puts a lake together from a folder of configuration. */
final class Lakes {

  private Lakes() {}

  static Lake open(Path conf) {
    return new WiredLake(LakeConfigReader.read(conf));
  }
}
