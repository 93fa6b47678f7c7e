package io.sluice.jobs.cli;

import io.sluice.jobs.store.FileStore;
import io.sluice.jobs.store.StoredFile;
import io.sluice.layout.LakeException;
import io.sluice.layout.Layer;
import io.sluice.layout.Location;
import io.sluice.layout.config.CatalogConfig;
import io.sluice.layout.config.ConfigProblem;
import io.sluice.layout.config.InvalidConfigException;
import io.sluice.layout.config.LakeConfig;
import io.sluice.layout.config.LakeConfigReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileUtil;

/**
 * A configuration that lies where Hadoop reaches, such as in a bucket. It is fetched and read as a
 * folder of this machine; what is wrong with it is told by where it lies.
 */
final class RemoteConf {

  private static final String HOME = "lake.catalog.home";

  private final Location location;
  private final Configuration hadoop;

  /**
   * @param hadoop without the settings that the configuration has for its lake
   */
  RemoteConf(Location location, Configuration hadoop) {
    this.location = location;
    this.hadoop = hadoop;
  }

  /** Whether {@code --conf} names a location and no folder of this machine. */
  static boolean isRemote(String conf) {
    return conf.matches("(?!file:)[A-Za-z][A-Za-z0-9+.-]+://.*");
  }

  /** The folder's own name keeps relative names in messages as they are. */
  Lake open(Lake.Opener opener) {
    Path temporary = temporary();
    try {
      Path folder = temporary.resolve("conf");
      FileStore.readApart(hadoop, location, files -> fetch(files, folder));
      requireFolders(LakeConfigReader.readLake(folder), Location.of(temporary.toString()));
      return opener.open(folder);
    } catch (InvalidConfigException e) {
      throw new InvalidConfigException(e.problems().stream().map(this::asItLies).toList());
    } finally {
      FileUtil.fullyDelete(temporary.toFile());
    }
  }

  private void fetch(FileStore files, Path into) {
    requireThere(files);
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

  /** Asked first: a whole bucket of data must not be fetched because of a slip. */
  private void requireThere(FileStore files) {
    if (!files.exists(location.child("lake.conf"))) {
      throw new LakeException(
          LakeException.Kind.CONFIGURATION,
          "Cannot read the configuration "
              + location
              + ": it has no lake.conf. Name the folder that holds lake.conf.");
    }
  }

  /** A relative path would lead into the temporary folder. */
  private void requireFolders(LakeConfig lake, Location temporary) {
    Map<String, Location> folders = new LinkedHashMap<>();
    for (Layer layer : Layer.values()) {
      folders.put("lake." + layer.word(), lake.layout().root(layer));
    }
    if (lake.catalog() instanceof CatalogConfig.Embedded embedded
        && !embedded.home().isUnder(lake.layout().processed())) {
      folders.put(HOME, embedded.home());
    }
    List<ConfigProblem> relative =
        folders.entrySet().stream()
            .filter(folder -> folder.getValue().isUnder(temporary))
            .map(folder -> relative(folder.getKey()))
            .toList();
    if (!relative.isEmpty()) {
      throw new InvalidConfigException(relative);
    }
  }

  private ConfigProblem relative(String key) {
    return new ConfigProblem(
        "conf/lake.conf",
        key,
        "is a relative path, and a configuration in "
            + location
            + " has no folder that it could start from. Write "
            + (key.equals(HOME) ? "an absolute path." : "a URI."));
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
