package io.sluice.jobs.promote;

import io.sluice.layout.Column;
import io.sluice.layout.ColumnNames;
import io.sluice.layout.ColumnType;
import io.sluice.layout.ColumnType.Primitive;
import io.sluice.layout.Contract;
import io.sluice.layout.LakeException;
import io.sluice.layout.config.TableConfig;
import io.sluice.layout.config.TableConfig.NewColumns;
import io.sluice.layout.intake.Manifest;
import io.sluice.layout.intake.RawObject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a scan found out about its files beyond their rows: files that cannot be read, columns and
 * fields the contract does not know. If there is any, the run begins again without the former and
 * with the latter.
 *
 * @param contract the contract with everything that joins it
 * @param warnings what a person should know
 */
record Findings(List<Refused> refused, Contract contract, List<String> warnings) {

  /** A raw file that cannot be read, and why. */
  record Refused(RawObject object, String reason) {
    @Override
    public String toString() {
      return object.path() + " (" + reason + ")";
    }
  }

  static Findings of(
      Set<Tally.Note> notes, Manifest manifest, Contract contract, TableConfig table) {
    List<String> warnings = new ArrayList<>();
    Contract grown = withFields(notes, contract, table, warnings);
    List<Column> joining = newColumns(notes, contract, table, warnings);
    return new Findings(
        refused(notes, manifest), grown.with(joining, false, manifest.run()), warnings);
  }

  /** Whether the run stands as it is. */
  boolean nothingBut(Contract promised) {
    return refused.isEmpty() && contract.equals(promised);
  }

  static List<Refused> refused(Set<Tally.Note> notes, Manifest manifest) {
    Map<Integer, Refused> refused = new TreeMap<>();
    for (Tally.Note note : notes) {
      if (note.kind() == Tally.REFUSED_FILE) {
        refused.put(note.file(), new Refused(manifest.objects().get(note.file()), note.reason()));
      }
    }
    return List.copyOf(refused.values());
  }

  private static List<Column> newColumns(
      Set<Tally.Note> notes, Contract contract, TableConfig table, List<String> warnings) {
    Map<String, ColumnType> types = new TreeMap<>();
    notes.stream()
        .filter(note -> note.kind() == Tally.NEW_COLUMN)
        .filter(note -> contract.column(note.column()).isEmpty())
        .filter(note -> !table.leavesOut(note.column()))
        .forEach(
            note ->
                types.merge(note.column(), ColumnType.parse(note.type()), Findings::typeOfBoth));
    List<Column> columns = new ArrayList<>();
    types.forEach((name, type) -> columns.add(Column.of(name, type)));
    return !columns.isEmpty() && join("columns", columns, table, warnings) ? columns : List.of();
  }

  private static ColumnType typeOfBoth(ColumnType a, ColumnType b) {
    ColumnType both = ColumnType.widest(a, b);
    return both == null ? Primitive.STRING : both;
  }

  /** The contract with the fields that the raw files have inside of its columns and it has not. */
  private static Contract withFields(
      Set<Tally.Note> notes, Contract contract, TableConfig table, List<String> warnings) {
    Map<List<String>, ColumnType> fields =
        new TreeMap<>(Comparator.comparing(path -> String.join(".", path)));
    for (Tally.Note note : notes) {
      if (note.kind() == Tally.NEW_COLUMN && contract.column(note.column()).isPresent()) {
        List<String> path =
            Arrays.stream(note.value().split("\\.")).map(ColumnNames::conform).toList();
        fields.merge(path, ColumnType.parse(note.type()), Findings::typeOfBoth);
      }
    }
    List<String> names = fields.keySet().stream().map(path -> String.join(".", path)).toList();
    if (names.isEmpty() || !join("fields", names, table, warnings)) {
      return contract;
    }
    Contract grown = contract;
    for (Map.Entry<List<String>, ColumnType> field : fields.entrySet()) {
      List<String> path = field.getKey();
      grown = grown.grown(path.get(0), path.subList(1, path.size()), field.getValue());
    }
    return grown;
  }

  /** Whether what is new joins the table, as its configuration says. */
  private static boolean join(
      String what, List<?> names, TableConfig table, List<String> warnings) {
    if (table.newColumns() == NewColumns.FAIL) {
      throw new LakeException(
          LakeException.Kind.DATA,
          "Cannot promote "
              + table.id()
              + ": its raw files have "
              + what
              + " that its contract does not know: "
              + names
              + ". Declare them, or set new-columns to add or ignore. Nothing was published.");
    }
    boolean add = table.newColumns() == NewColumns.ADD;
    warnings.add("new " + what + (add ? " joined the table: " : " were left out: ") + names);
    return add;
  }
}
