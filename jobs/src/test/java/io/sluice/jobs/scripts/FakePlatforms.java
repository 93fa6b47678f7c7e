package io.sluice.jobs.scripts;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A folder with programs named aws, gcloud, kubectl and spark-submit that write down what they are
 * called with and answer what they were told to. Scripts are run with them first on the PATH.
 */
final class FakePlatforms {

  /** How a script ended, and what it said. */
  record Result(int exitCode, String out, String err) {}

  private static final String PROGRAM =
      """
      #!/bin/bash
      name=${0##*/}
      { printf '%s\\037' "$name" "$@"; printf '\\036'; } >>"$FAKES/calls"
      number=0
      [[ ! -f $FAKES/$name.number ]] || read -r number <"$FAKES/$name.number"
      printf '%s\\n' "$((number + 1))" >"$FAKES/$name.number"
      code=0
      [[ ! -f $FAKES/$name.$number.out ]] || cat "$FAKES/$name.$number.out"
      [[ ! -f $FAKES/$name.$number.code ]] || read -r code <"$FAKES/$name.$number.code"
      exit "$code"
      """;

  /** What the scripts need besides: nothing else is found, whatever this machine has. */
  private static final List<String> TOOLS =
      List.of("awk", "basename", "cat", "date", "dirname", "sleep", "tail", "tr");

  private final Path dir;
  private final Map<String, Integer> prepared = new HashMap<>();

  FakePlatforms(Path dir) {
    this.dir = dir;
    TOOLS.forEach(tool -> program(tool, "#!/bin/sh\nexec /usr/bin/" + tool + " \"$@\"\n"));
    List.of("aws", "gcloud", "kubectl", "spark-submit").forEach(name -> program(name, PROGRAM));
  }

  private void program(String name, String text) {
    Path file = dir.resolve("bin").resolve(name);
    write(file, text);
    if (!file.toFile().setExecutable(true)) {
      throw new IllegalStateException(file + " cannot be made executable");
    }
  }

  /** What the program answers to its next call that nothing was told for yet. */
  FakePlatforms answers(String program, String out, int exitCode) {
    String call = program + "." + (prepared.merge(program, 1, Integer::sum) - 1);
    write(dir.resolve(call + ".out"), out);
    write(dir.resolve(call + ".code"), exitCode + "\n");
    return this;
  }

  /** A Spark home whose spark-submit is the one here. */
  Path sparkHome() {
    return dir;
  }

  void remove(String program) {
    try {
      Files.delete(dir.resolve("bin").resolve(program));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs a script of {@code scripts/}. */
  Result script(String name, Map<String, String> environment, String... args) {
    Path script = Path.of("..", "scripts", name).toAbsolutePath().normalize();
    return run(
        environment, Stream.concat(Stream.of("/bin/bash", script + ""), Stream.of(args)).toList());
  }

  /** Has a shell read a line as if it was typed. */
  Result shell(String line) {
    return run(Map.of(), List.of("/bin/bash", "-c", line));
  }

  private Result run(Map<String, String> environment, List<String> command) {
    Path out = dir.resolve("stdout");
    Path err = dir.resolve("stderr");
    try {
      ProcessBuilder builder = new ProcessBuilder(command);
      Map<String, String> own = builder.environment();
      own.clear();
      own.put("PATH", dir.resolve("bin").toString());
      own.put("LC_ALL", "C.UTF-8");
      own.put("FAKES", dir.toString());
      own.put("SLUICE_POLL", "0");
      own.putAll(environment);
      int exitCode =
          builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start().waitFor();
      return new Result(exitCode, Files.readString(out), Files.readString(err));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** The calls so far, each the program and its arguments, and none of them any more. */
  List<List<String>> calls() {
    Path file = dir.resolve("calls");
    if (!Files.exists(file)) {
      return List.of();
    }
    try {
      String text = Files.readString(file, StandardCharsets.UTF_8);
      Files.delete(file);
      return Arrays.stream(text.split("\u001e"))
          .map(call -> Arrays.asList(call.split("\u001f", -1)))
          .map(words -> words.subList(0, words.size() - 1))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(Path file, String text) {
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
