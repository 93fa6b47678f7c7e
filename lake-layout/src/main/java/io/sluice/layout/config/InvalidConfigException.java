package io.sluice.layout.config;

import io.sluice.layout.LakeException;
import java.util.List;
import java.util.stream.Collectors;

/** All problems of a configuration at once, one a line. */
public final class InvalidConfigException extends LakeException {

  private final transient List<ConfigProblem> problems;

  public InvalidConfigException(List<ConfigProblem> problems) {
    super(
        Kind.CONFIGURATION,
        problems.stream().map(ConfigProblem::toString).collect(Collectors.joining("\n")));
    this.problems = List.copyOf(problems);
  }

  public List<ConfigProblem> problems() {
    return problems;
  }
}
