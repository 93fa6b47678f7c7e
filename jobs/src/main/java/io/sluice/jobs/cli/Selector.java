package io.sluice.jobs.cli;

import io.sluice.layout.TableId;
import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * One selector of the command line: {@code +sales.*} is every table of the mart sales, each with
 * its upstreams. A star stands for any letters of one part.
 *
 * @param core the selector without its signs
 */
record Selector(String core, boolean upstream, boolean downstream) {

  static Selector parse(String text) {
    boolean upstream = text.startsWith("+");
    boolean downstream = text.length() > 1 && text.endsWith("+");
    String core =
        text.substring(upstream ? 1 : 0, downstream ? text.length() - 1 : text.length()).strip();
    return new Selector(core, upstream, downstream);
  }

  boolean matches(TableId table) {
    String pattern =
        Arrays.stream(core.split("\\*", -1))
            .map(Pattern::quote)
            .collect(Collectors.joining("[^.]*"));
    return table.toString().matches(pattern);
  }

  /** The same signs around another name. */
  String with(String name) {
    return (upstream ? "+" : "") + name + (downstream ? "+" : "");
  }
}
