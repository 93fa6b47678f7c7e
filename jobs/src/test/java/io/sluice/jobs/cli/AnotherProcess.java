package io.sluice.jobs.cli;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A JVM beside that of the tests, with the same class path. */
final class AnotherProcess {

  private AnotherProcess() {}

  static Process of(Class<?> main, String... args) throws IOException {
    return of(Map.of(), main, args);
  }

  /**
   * @param properties of its JVM
   */
  static Process of(Map<String, String> properties, Class<?> main, String... args)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(argument -> argument.startsWith("--add-opens") || argument.contains("jdk.reflect"))
        .forEach(command::add);
    properties.forEach((key, value) -> command.add("-D" + key + "=" + value));
    command.addAll(List.of("-Xmx1g", "-XX:TieredStopAtLevel=1", main.getName()));
    command.addAll(List.of(args));
    ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
    builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
    return builder.start();
  }

  /** How it ended; one that does not is killed. */
  static int exitCode(Process process) throws InterruptedException {
    if (!process.waitFor(2, TimeUnit.MINUTES)) {
      process.destroyForcibly();
    }
    return process.waitFor();
  }
}
