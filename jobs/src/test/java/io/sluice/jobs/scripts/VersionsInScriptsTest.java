package io.sluice.jobs.scripts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What submit scripts and schedules name is what is built. */
class VersionsInScriptsTest {

  private static final Path SCRIPTS = Path.of("..", "scripts");

  private static Map<Path, String> texts() throws IOException {
    Map<Path, String> texts = new TreeMap<>();
    try (Stream<Path> files = Files.walk(SCRIPTS)) {
      Set<Path> some =
          files
              .filter(
                  file ->
                      file.startsWith(SCRIPTS.resolve("schedule"))
                          || file.getFileName().toString().startsWith("submit-"))
              .filter(Files::isRegularFile)
              .filter(file -> file.toString().matches(".*\\.(sh|yaml|json|py)"))
              .collect(Collectors.toSet());
      for (Path file : some) {
        texts.put(file, Files.readString(file));
      }
    }
    assertFalse(texts.isEmpty());
    return texts;
  }

  private static Set<String> found(String regex) throws IOException {
    Set<String> found = new TreeSet<>();
    for (String text : texts().values()) {
      Matcher matcher = Pattern.compile(regex).matcher(text);
      while (matcher.find()) {
        found.add(matcher.group(1));
      }
    }
    return found;
  }

  /** The first in the file, which is the default profile's. */
  private static Set<String> inPom(String property) throws IOException {
    Matcher version =
        Pattern.compile("<" + property + ">(.*)</" + property + ">")
            .matcher(Files.readString(Path.of("..", "pom.xml")));
    assertTrue(version.find(), property);
    return Set.of(version.group(1));
  }

  @Test
  void deltaSparkAndScalaAreThoseOfTheDefaultBuild() throws IOException {
    assertEquals(inPom("delta.version"), found("io\\.delta:delta-spark_[0-9.]+:([0-9.]+[0-9])"));
    assertEquals(inPom("scala.binary.version"), found("io\\.delta:delta-spark_([0-9.]+):"));
    assertEquals(inPom("spark.version"), found("sparkVersion: (\\S+)"));
  }

  @Test
  void theMainClassIsThere() throws IOException {
    assertEquals(Set.of("io.sluice.jobs.cli.Main"), found("(io\\.sluice\\.[A-Za-z.]+[A-Za-z])"));
    assertTrue(Files.isRegularFile(Path.of("src", "main", "java", "io/sluice/jobs/cli/Main.java")));
  }

  @Test
  void theStateMachineIsJson() throws IOException {
    Path file = SCRIPTS.resolve("schedule/step-functions/sluice.asl.json");
    assertEquals(
        "First try", new ObjectMapper().readTree(file.toFile()).path("StartAt").textValue());
  }
}
