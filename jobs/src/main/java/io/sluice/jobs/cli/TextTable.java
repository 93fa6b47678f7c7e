package io.sluice.jobs.cli;

import java.util.ArrayList;
import java.util.List;

/**
 * Aligned columns of text under a header; a column of empty cells is left out.
 *
 * <pre>
 * TABLE        STATUS   READ
 * shop.orders  done    1,200
 * </pre>
 */
final class TextTable {

  /** On which side the blanks go. */
  enum Align {
    LEFT,
    RIGHT
  }

  private record Head(String title, Align align) {}

  private final List<Head> heads = new ArrayList<>();
  private final List<List<String>> rows = new ArrayList<>();

  TextTable column(String title, Align align) {
    heads.add(new Head(title, align));
    return this;
  }

  TextTable row(List<String> cells) {
    if (cells.size() != heads.size()) {
      throw new IllegalArgumentException(cells.size() + " cells for " + heads.size() + " columns");
    }
    rows.add(List.copyOf(cells));
    return this;
  }

  /** One line a row, each ending with a line feed. */
  String text() {
    List<Integer> shown = new ArrayList<>();
    for (int i = 0; i < heads.size(); i++) {
      int column = i;
      if (rows.isEmpty() || rows.stream().anyMatch(row -> !row.get(column).isEmpty())) {
        shown.add(i);
      }
    }
    StringBuilder text = new StringBuilder();
    line(text, shown, heads.stream().map(Head::title).toList());
    rows.forEach(row -> line(text, shown, row));
    return text.toString();
  }

  private void line(StringBuilder text, List<Integer> shown, List<String> cells) {
    StringBuilder line = new StringBuilder();
    for (int column : shown) {
      String blanks = " ".repeat(width(column) - length(cells.get(column)));
      boolean left = heads.get(column).align() == Align.LEFT;
      line.append(line.isEmpty() ? "" : "  ");
      line.append(left ? cells.get(column) + blanks : blanks + cells.get(column));
    }
    text.append(line.toString().stripTrailing()).append('\n');
  }

  private int width(int column) {
    int width = length(heads.get(column).title());
    for (List<String> row : rows) {
      width = Math.max(width, length(row.get(column)));
    }
    return width;
  }

  private static int length(String text) {
    return text.codePointCount(0, text.length());
  }
}
