package io.sluice.jobs.raw;

import io.sluice.layout.Column;
import io.sluice.layout.ColumnNames;
import io.sluice.layout.ColumnType;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The columns that raw files name themselves, against the contract: which one task found that are
 * new, and whether a file can be read at all.
 */
final class FileColumns {

  /** A column or a field that the contract does not know, and the file it was seen in first. */
  record Note(String column, String rawName, ColumnType type, int file) {}

  private final Map<String, ColumnType> contract = new HashMap<>();
  private final Set<String> required;
  private final Map<String, Note> notes = new LinkedHashMap<>();

  FileColumns(List<Column> contract, Set<String> required) {
    contract.forEach(column -> this.contract.put(column.name(), column.type()));
    this.required = required;
  }

  Collection<Note> notes() {
    return notes.values();
  }

  /** Takes the columns of one more file. */
  void take(int file, List<ColumnType.Field> columns) throws UnreadableFileException {
    Map<String, String> seen = new LinkedHashMap<>();
    for (ColumnType.Field column : columns) {
      String name = ColumnNames.conform(column.name());
      String twin = seen.put(name, column.name());
      if (twin != null) {
        throw new UnreadableFileException(
            "its columns \""
                + twin
                + "\" and \""
                + column.name()
                + "\" are both the column "
                + name);
      }
    }
    for (String name : new TreeSet<>(required)) {
      if (!seen.containsKey(name)) {
        throw new UnreadableFileException(
            "it has no column " + name + "; its columns are " + String.join(", ", seen.values()));
      }
    }
    for (ColumnType.Field column : columns) {
      String name = ColumnNames.conform(column.name());
      ColumnType known = contract.get(name);
      if (known == null) {
        note(new Note(name, column.name(), column.type(), file));
      } else {
        inside(file, name, name, column.type(), known);
      }
    }
  }

  /** The fields inside of a column that the contract does not know, however deep. */
  private void inside(int file, String column, String path, ColumnType has, ColumnType wants) {
    if (has instanceof ColumnType.Array list && wants instanceof ColumnType.Array wanted) {
      inside(file, column, path, list.element(), wanted.element());
    } else if (has instanceof ColumnType.Struct struct
        && wants instanceof ColumnType.Struct wanted) {
      for (ColumnType.Field field : struct.fields()) {
        String at = path + "." + field.name();
        wanted.fields().stream()
            .filter(there -> there.name().equals(field.name()))
            .findFirst()
            .ifPresentOrElse(
                there -> inside(file, column, at, field.type(), there.type()),
                () -> note(new Note(column, at, field.type(), file)));
      }
    }
  }

  /** Of several types the one that holds them all. */
  private void note(Note note) {
    String key = contract.containsKey(note.column()) ? note.rawName() : note.column();
    notes.merge(
        key,
        note,
        (first, more) ->
            new Note(
                first.column(),
                first.rawName(),
                RawInference.widest(first.type(), more.type()),
                first.file()));
  }
}
