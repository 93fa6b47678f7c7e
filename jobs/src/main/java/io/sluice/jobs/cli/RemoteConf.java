package io.sluice.jobs.cli;

import io.sluice.jobs.store.FileStore;
import io.sluice.jobs.store.StoredFile;
import io.sluice.layout.LakeException;
import io.sluice.layout.LakeLayout;
import io.sluice.layout.Location;
import io.sluice.layout.config.ConfigProblem;
import io.sluice.layout.config.InvalidConfigException;
import io.sluice.layout.config.LakeConfigReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FileUtil;

/**
 * A configuration that lies where Hadoop reaches, such as in a bucket. It is fetched and read as a
 * folder of this machine; what is wrong with it is told by where it lies.
 */
final class RemoteConf {

  private final Location location;
  private final FileStore files;

  RemoteConf(Location location, FileStore files) {
    this.location = location;
    this.files = files;
  }

  /** Whether {@code --conf} names a location and no folder of this machine. */
  static boolean isRemote(String conf) {
    return conf.matches("(?!file:)[A-Za-z][A-Za-z0-9+.-]+://.*");
  }

  /** The folder's own name keeps relative names in messages as they are. */
  Lake open(Lake.Opener opener) {
    requireThere();
    Path temporary = temporary();
    try {
      Path folder = temporary.resolve("conf");
      fetch(folder);
      requireRoots(LakeConfigReader.readLake(folder).layout(), Location.of(temporary.toString()));
      return opener.open(folder);
    } catch (InvalidConfigException e) {
      throw new InvalidConfigException(e.problems().stream().map(this::asItLies).toList());
    } finally {
      FileUtil.fullyDelete(temporary.toFile());
    }
  }

  /** Asked first: a whole bucket of data must not be fetched because of a slip. */
  private void requireThere() {
    if (!files.exists(location.child("lake.conf"))) {
      throw new LakeException(
          LakeException.Kind.CONFIGURATION,
          "Cannot read the configuration "
              + location
              + ": it has no lake.conf. Name the folder that holds lake.conf.");
    }
  }

  private void fetch(Path into) {
    try {
      for (StoredFile file : files.stored(location)) {
        Path to = into.resolve(file.location().under(location));
        Files.createDirectories(to.getParent());
        Files.writeString(to, files.read(file.location()).orElse(""));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A relative root would be in the temporary folder. */
  private void requireRoots(LakeLayout layout, Location temporary) {
    Map<String, Location> roots =
        Map.of("raw", layout.raw(), "processed", layout.processed(), "curated", layout.curated());
    List<ConfigProblem> relative =
        Stream.of("raw", "processed", "curated")
            .filter(layer -> roots.get(layer).isUnder(temporary))
            .map(
                layer ->
                    new ConfigProblem(
                        "conf/lake.conf",
                        "lake." + layer,
                        "is a relative path, and a configuration in "
                            + location
                            + " has no folder that it could start from. Write a URI."))
            .toList();
    if (!relative.isEmpty()) {
      throw new InvalidConfigException(relative);
    }
  }

  private ConfigProblem asItLies(ConfigProblem problem) {
    String origin = problem.origin().replaceFirst("^conf(?=/|$)", location.uri());
    return new ConfigProblem(origin, problem.key(), problem.text());
  }

  private static Path temporary() {
    try {
      return Files.createTempDirectory("sluice").toRealPath();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
