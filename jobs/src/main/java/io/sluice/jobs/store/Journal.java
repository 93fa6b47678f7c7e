package io.sluice.jobs.store;

import io.sluice.layout.Column;
import io.sluice.layout.FormatVersion;
import io.sluice.layout.LakeException;
import io.sluice.layout.Location;
import io.sluice.layout.sizing.DataFile;
import java.util.ArrayList;
import java.util.List;

/**
 * The one atomic step of a plain Parquet table: what a publish adds, removes and keeps. Once it is
 * written the publish has happened; whoever finds it open finishes the moving of files.
 *
 * <p>On storage it is a tab-separated text:
 *
 * <pre>
 * sluice-journal 1
 * run 7
 * at 1795046400000
 * open                                                  (or: done)
 * column  order_id  bigint
 * keep    2026-11-18  date=2026-11-18/part-0.parquet  171000000  1200000
 * remove  2026-11-19  date=2026-11-19/part-1.parquet  21000000   90000
 * add     2026-11-19  date=2026-11-19/part-2.parquet  61000000   310000
 * </pre>
 *
 * @param table the folder below which the paths stand
 */
record Journal(
    Location table,
    long run,
    long at,
    boolean done,
    List<Column> columns,
    List<DataFile> keep,
    List<DataFile> remove,
    List<DataFile> add) {

  private static final String MAGIC = "sluice-journal";
  private static final int VERSION = 1;

  Journal {
    columns = List.copyOf(columns);
    keep = List.copyOf(keep);
    remove = List.copyOf(remove);
    add = List.copyOf(add);
  }

  /** The table's files after this publish. */
  List<DataFile> files() {
    List<DataFile> files = new ArrayList<>(keep);
    files.addAll(add);
    return files;
  }

  Journal closed() {
    return new Journal(table, run, at, true, columns, keep, remove, add);
  }

  String toText() {
    StringBuilder text = new StringBuilder();
    text.append(MAGIC + " " + VERSION).append("\nrun ").append(run).append("\nat ").append(at);
    text.append('\n').append(done ? "done" : "open").append('\n');
    for (Column column : columns) {
      text.append("column\t").append(column.name()).append('\t').append(column.type()).append('\n');
    }
    lines(text, "keep", keep);
    lines(text, "remove", remove);
    lines(text, "add", add);
    return text.toString();
  }

  private void lines(StringBuilder text, String what, List<DataFile> files) {
    for (DataFile file : files) {
      text.append(what).append('\t').append(file.partition());
      text.append('\t').append(file.location().under(table));
      text.append('\t').append(file.bytes()).append('\t').append(file.rows()).append('\n');
    }
  }

  private static boolean done(String line) {
    if (!line.equals("open") && !line.equals("done")) {
      throw new NumberFormatException("fourth line \"" + line + "\", expected open or done");
    }
    return line.equals("done");
  }

  static Journal parse(String text, Location table, Location from) {
    List<String> lines = text.lines().toList();
    try {
      String first = lines.isEmpty() ? "" : lines.get(0);
      if (FormatVersion.of(first, MAGIC, VERSION, from.uri()) == 0) {
        throw new NumberFormatException(
            "first line \"" + first + "\", expected " + MAGIC + " " + VERSION);
      }
      if (lines.size() < 4) {
        throw new NumberFormatException("it ends after line " + lines.size());
      }
      List<Column> columns = new ArrayList<>();
      List<DataFile> keep = new ArrayList<>();
      List<DataFile> remove = new ArrayList<>();
      List<DataFile> add = new ArrayList<>();
      for (String line : lines.subList(4, lines.size())) {
        String[] field = line.split("\t", -1);
        if (field[0].equals("column")) {
          columns.add(Column.of(field[1], field[2]));
          continue;
        }
        DataFile file =
            new DataFile(
                field[1],
                table.child(field[2]),
                Long.parseLong(field[3]),
                Long.parseLong(field[4]));
        switch (field[0]) {
          case "keep" -> keep.add(file);
          case "remove" -> remove.add(file);
          case "add" -> add.add(file);
          default -> throw new NumberFormatException("line \"" + line + "\"");
        }
      }
      return new Journal(
          table,
          Long.parseLong(lines.get(1).substring("run ".length())),
          Long.parseLong(lines.get(2).substring("at ".length())),
          done(lines.get(3)),
          columns,
          keep,
          remove,
          add);
    } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
      throw new LakeException(
          LakeException.Kind.FAILED,
          "Cannot read the journal "
              + from
              + ": it is not one ("
              + e.getMessage()
              + "). Restore the file from a backup of the bucket.",
          e);
    }
  }
}
