package io.sluice.jobs.look;

import com.typesafe.config.ConfigUtil;
import io.sluice.layout.config.Dialect;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** A source file that can be edited: every setting with the reason for it. */
final class SourceText {

  private final Look look;
  private final StringBuilder text = new StringBuilder();

  SourceText(Look look) {
    this.look = look;
  }

  String text() {
    Set<Dialect> dialects =
        look.tables().stream().map(TableFinding::dialect).collect(Collectors.toSet());
    text.append("# From a look at some files of ").append(look.from()).append(".\n");
    text.append("# What it says is likely, not certain: check the key, the order and the date.\n");
    text.append("source = ").append(look.source()).append('\n');
    if (dialects.size() == 1) {
      text.append("dialect = ").append(dialects.iterator().next().word()).append('\n');
    }
    for (TableFinding table : look.tables()) {
      text.append('\n');
      boolean off = table.obstacle().isPresent();
      for (String line : lines(table, dialects.size() > 1)) {
        text.append(off && !line.isEmpty() ? "# " + line : line).append('\n');
      }
    }
    return text.toString();
  }

  private List<String> lines(TableFinding table, boolean ownDialect) {
    List<String> lines = new ArrayList<>();
    table.obstacle().ifPresent(why -> lines.add("Not loaded: " + why + "."));
    lines.add("tables." + table.name() + " {");
    table.reasons().forEach(reason -> lines.add("  # " + reason));
    if (!table.folder().equals(look.source() + "/" + table.name())) {
      lines.add("  path = " + quoted(table.folder()));
    }
    if (ownDialect) {
      lines.add("  dialect = " + table.dialect().word());
    }
    table.format().ifPresent(format -> lines.add("  format = " + format));
    if (table.csv().containsKey("encoding")) {
      lines.add("  # The encoding is a guess, unless a byte order mark tells it.");
    }
    table.csv().forEach((key, value) -> lines.add("  csv." + key + " = " + quoted(value)));
    if (!table.layout().isEmpty()) {
      lines.add(
          "  layout = "
              + (table.layout().size() == 1
                  ? quoted(table.layout().get(0))
                  : list(table.layout())));
    }
    table.mode().ifPresent(mode -> lines.add("  mode = " + mode));
    if (!table.key().isEmpty()) {
      lines.add("  key = " + list(table.key()));
    }
    if (!table.order().isEmpty()) {
      lines.add("  order = " + list(table.order()));
    }
    table
        .date()
        .ifPresent(
            date -> {
              lines.add("  # The zone in which its days begin and end.");
              lines.add("  date { from = " + date + ", zone = UTC }");
            });
    lines.add("}");
    return lines;
  }

  private static String list(List<String> texts) {
    return texts.stream().map(SourceText::quoted).collect(Collectors.joining(", ", "[", "]"));
  }

  private static String quoted(String text) {
    return text.matches("[a-z_][a-z0-9_]*") ? text : ConfigUtil.quoteString(text);
  }
}
