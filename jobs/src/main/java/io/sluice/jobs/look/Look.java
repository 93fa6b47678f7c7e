package io.sluice.jobs.look;

import io.sluice.jobs.store.FileStore;
import io.sluice.layout.ColumnNames;
import io.sluice.layout.LakeException;
import io.sluice.layout.Location;
import io.sluice.layout.TableId;
import io.sluice.layout.intake.RawObject;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;

/**
 * What a folder of raw files seems to hold.
 *
 * @param source the name of the source
 * @param from the folder
 * @param tables by name
 */
public record Look(String source, Location from, List<TableFinding> tables) {

  private static final int FOLDERS = 2_000;
  private static final int FILES = 20_000;
  private static final int WIDE = 200;

  public Look {
    tables = List.copyOf(tables);
  }

  /**
   * Lists a folder, as far as that is quick, and reads the beginning of some files.
   *
   * @param raw the root of the raw layer, above the folder
   */
  public static Look at(Location from, Location raw, FileStore files, Configuration hadoop) {
    if (!from.isUnder(raw)) {
      throw cannot(
          from,
          "it is not below lake.raw, which is "
              + raw
              + ". Name a folder in there, or set lake.raw to the root of the raw files");
    }
    Map<String, List<String>> tables = new TreeMap<>();
    Map<String, Set<String>> templates = new TreeMap<>();
    for (String path : list(from, files)) {
      PathShape shape = PathShape.of(path);
      String below = shape.table().isEmpty() ? path : path.substring(shape.table().length() + 1);
      tables.computeIfAbsent(shape.table(), t -> new ArrayList<>()).add(below);
      templates.computeIfAbsent(shape.table(), t -> new HashSet<>()).add(shape.template());
    }
    if (tables.isEmpty()) {
      throw cannot(
          from,
          files.exists(from)
              ? "it holds no raw file. Name a folder into which a loader has written"
              : "it does not exist. Check the name, and whether the loader has ever run");
    }
    String path = from.under(raw);
    boolean single = tables.keySet().equals(Set.of(""));
    String parent = path.contains("/") ? path.substring(0, path.lastIndexOf('/')) : "source";
    String source = named(single ? parent : path, "source");
    SampleReader reader = new SampleReader(from, files, hadoop);
    Map<String, TableFinding> found = new TreeMap<>();
    for (Map.Entry<String, List<String>> table : tables.entrySet()) {
      String folder = table.getKey();
      List<String> sorted = templates.get(folder).stream().sorted(Look::fullLoadFirst).toList();
      String name = named(folder.isEmpty() ? from.name() : folder, "table");
      String free = name;
      for (int i = 2; found.containsKey(free); i++) {
        free = name + "_" + i;
      }
      found.put(
          free,
          Recognition.of(
              reader.read(folder, table.getValue(), sorted),
              free,
              folder.isEmpty() ? path : path + "/" + folder));
    }
    return new Look(source, from, List.copyOf(found.values()));
  }

  /** The template that holds everything comes last, because the first that fits decides. */
  private static int fullLoadFirst(String one, String other) {
    boolean oneIsAll = one.equals("**");
    return oneIsAll == other.equals("**") ? one.compareTo(other) : oneIsAll ? 1 : -1;
  }

  /** Of very many folders side by side the first and the last ones. */
  private static List<String> list(Location from, FileStore files) {
    List<String> paths = new ArrayList<>();
    Deque<String> open = new ArrayDeque<>(List.of(""));
    for (int folders = 0; !open.isEmpty() && folders < FOLDERS && paths.size() < FILES; folders++) {
      String folder = open.poll();
      FileStore.Folder inside = files.folder(from, folder);
      inside.files().stream().map(RawObject::path).forEach(paths::add);
      int count = inside.folders().size();
      for (int i = 0; i < count; i++) {
        if (i < WIDE / 2 || i >= count - WIDE / 2) {
          open.add(
              folder.isEmpty() ? inside.folders().get(i) : folder + "/" + inside.folders().get(i));
        }
      }
    }
    return paths;
  }

  /** A name as tables and sources have it: of the last folder, or of what is left of the path. */
  private static String named(String path, String otherwise) {
    String name =
        ColumnNames.conform(path.replace('/', '_').toLowerCase(java.util.Locale.ROOT))
            .replaceAll("_{2,}", "_")
            .replaceAll("^_+|_+$", "");
    return TableId.problem("source", name).isEmpty() ? name : otherwise;
  }

  /** The tables that can be loaded as they are. */
  public List<TableFinding> usable() {
    return tables.stream().filter(table -> table.obstacle().isEmpty()).toList();
  }

  /**
   * @throws LakeException if none can be
   */
  public void requireUsable() {
    if (usable().isEmpty()) {
      throw cannot(
          from,
          "no table in it can be loaded as it is. "
              + tables.stream()
                  .map(table -> table.name() + ": " + table.obstacle().orElseThrow())
                  .collect(Collectors.joining(". ")));
    }
  }

  private static LakeException cannot(Location from, String why) {
    return new LakeException(
        LakeException.Kind.CONFIGURATION, "Cannot make a source of " + from + ": " + why + ".");
  }

  /** The source file. */
  public String text() {
    return new SourceText(this).text();
  }
}
