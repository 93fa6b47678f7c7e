package io.sluice.jobs.cli;

import io.sluice.jobs.look.Look;
import io.sluice.jobs.look.TableFinding;
import io.sluice.jobs.report.Amounts;
import io.sluice.jobs.store.FileStore;
import io.sluice.layout.LakeException;
import io.sluice.layout.Location;
import io.sluice.layout.config.LakeConfig;
import io.sluice.layout.config.LakeConfigReader;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A source file made from a look at raw files. One that is there already is left as it is. */
final class NewSource {

  private final Look look;
  private final Path file;
  private final Path conf;

  private NewSource(Look look, Path file, Path conf) {
    this.look = look;
    this.file = file;
    this.conf = conf;
  }

  /**
   * Looks; writes nothing.
   *
   * @param from a folder below the raw root, as a URI or a local path
   */
  static NewSource of(String from, Path conf) {
    LakeConfig lake = LakeConfigReader.readLake(conf);
    boolean isUri = from.matches("[A-Za-z][A-Za-z0-9+.-]*://.*");
    Location location =
        Location.of(isUri ? from : Path.of(from).toAbsolutePath().normalize().toString());
    try (Workshop workshop = new Workshop(lake)) {
      FileStore files = new FileStore(workshop.hadoop());
      Look look = Look.at(location, lake.layout().raw(), files, workshop.hadoop());
      return new NewSource(look, conf.resolve("sources").resolve(look.source() + ".conf"), conf);
    }
  }

  Look look() {
    return look;
  }

  Path file() {
    return file;
  }

  void write() {
    look.requireUsable();
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(file, look.text(), StandardOpenOption.CREATE_NEW);
    } catch (FileAlreadyExistsException e) {
      throw new LakeException(
          LakeException.Kind.CONFIGURATION,
          "Cannot write "
              + file
              + ": it is there already. Move it away, or add --dry-run to see what would be"
              + " written.",
          e);
    } catch (IOException e) {
      throw new LakeException(
          LakeException.Kind.CONFIGURATION,
          "Cannot write "
              + file
              + ": its folder cannot be written to ("
              + e
              + "). Choose a folder that can be written to.",
          e);
    }
  }

  String text(boolean dryRun) {
    StringBuilder text = new StringBuilder();
    for (TableFinding table : look.tables()) {
      text.append(look.source()).append('.').append(table.name()).append('\n');
      table.reasons().forEach(reason -> text.append("  ").append(reason).append('\n'));
      table.obstacle().ifPresent(why -> text.append("  not loaded: ").append(why).append('\n'));
    }
    if (dryRun) {
      return text.append('\n').append(look.text()).toString();
    }
    text.append("\nwrote ").append(file).append(" with ");
    text.append(Amounts.count(look.usable().size(), "table")).append('\n');
    String option = conf.toString().equals("conf") ? "" : " --conf " + conf;
    text.append("\nNext: look through it, then: sluice validate").append(option);
    text.append("\n and: sluice plan").append(option).append('\n');
    return text.toString();
  }
}
