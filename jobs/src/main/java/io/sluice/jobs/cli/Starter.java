package io.sluice.jobs.cli;

import io.sluice.layout.LakeException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A project to start from: configuration with comments, one table, one mart and a few raw rows, so
 * that {@code sluice run} has something to do. A file that is there already is left as it is.
 */
final class Starter {

  private record Template(String resource, String file) {}

  private static final String RAW = "lake/raw/example/orders/";
  private static final List<Template> TEMPLATES =
      List.of(
          new Template("conf/lake.conf", "conf/lake.conf"),
          new Template("conf/sources/example.conf", "conf/sources/example.conf"),
          new Template("conf/marts/example/daily.sql", "conf/marts/example/daily.sql"),
          new Template("raw/first.json", RAW + "extracted_at=2026-11-18/part-0.json"),
          new Template("raw/second.json", RAW + "extracted_at=2026-11-19/part-0.json"));

  private final Path dir;
  private final List<Template> missing;
  private final List<Template> present;

  private Starter(Path dir, List<Template> missing, List<Template> present) {
    this.dir = dir;
    this.missing = missing;
    this.present = present;
  }

  /** Looks which of the files are missing; writes nothing. */
  static Starter in(Path dir) {
    return new Starter(
        dir,
        TEMPLATES.stream().filter(template -> !isThere(dir, template)).toList(),
        TEMPLATES.stream().filter(template -> isThere(dir, template)).toList());
  }

  private static boolean isThere(Path dir, Template template) {
    return Files.exists(dir.resolve(template.file()));
  }

  /** The files to write, relative to the folder. */
  List<String> missing() {
    return missing.stream().map(Template::file).toList();
  }

  /** The files that stay as they are. */
  List<String> present() {
    return present.stream().map(Template::file).toList();
  }

  void write() {
    for (Template template : missing) {
      Path file = dir.resolve(template.file());
      try (InputStream in = Starter.class.getResourceAsStream("starter/" + template.resource())) {
        if (in == null) {
          throw new IllegalStateException(template.resource() + " is missing from the jar");
        }
        Files.createDirectories(file.getParent());
        Files.copy(in, file);
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
  }

  String text(boolean dryRun) {
    StringBuilder text = new StringBuilder();
    String done = dryRun ? "would write " : "wrote ";
    missing().forEach(file -> text.append(done).append(dir.resolve(file)).append('\n'));
    present().forEach(file -> text.append("kept ").append(dir.resolve(file)).append('\n'));
    if (!dryRun) {
      String conf = dir.resolve("conf").normalize().toString();
      String option = conf.equals("conf") ? "" : " --conf " + conf;
      text.append("\nNext: sluice run").append(option).append("\n then: sluice query");
      text.append(option).append(" \"SELECT * FROM curated.example_daily ORDER BY date\"\n");
    }
    return text.toString();
  }
}
