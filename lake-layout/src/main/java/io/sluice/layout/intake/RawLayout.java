package io.sluice.layout.intake;

import java.io.Serializable;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Where the files of a table lie below its raw folder, and which of them are one extraction:
 * templates of their paths, of which the first that fits decides.
 *
 * <pre>{@code
 * RawLayout layout = RawLayout.of(List.of("LOAD*", "{yyyy}/{MM}/{dd}/**"));
 * layout.extraction("2026/11/19/part-0.csv");  // 2026-11-19
 * layout.extraction("LOAD00000001.csv");       // empty: before all others
 * }</pre>
 *
 * <p>{@code *} is any text within a level, and {@code **} at the end any file at any depth.
 */
public final class RawLayout implements Serializable {

  private static final long serialVersionUID = 1;

  /** A folder an extraction, with files at any depth in it. */
  public static final RawLayout DEFAULT = of(List.of("extracted_at={extraction}/**"));

  private final ArrayList<PathTemplate> templates;

  private RawLayout(List<PathTemplate> templates) {
    this.templates = new ArrayList<>(templates);
  }

  /**
   * @throws IllegalArgumentException with what is wrong with a template and what to write instead
   */
  public static RawLayout of(List<String> templates) {
    if (templates.isEmpty()) {
      throw new IllegalArgumentException(
          "is empty. Write a template such as extracted_at={extraction}/**.");
    }
    return new RawLayout(templates.stream().map(PathTemplate::new).toList());
  }

  /** Whether a file is in an extraction. Others are never taken. */
  public boolean holds(String path) {
    return found(path).isPresent();
  }

  /**
   * A text that sorts extractions by time, whichever template they fit: {@code
   * extracted_at=2026-11-19}, {@code 2026-11-19T06}. It is empty, and sorts first, where the path
   * tells no time or fits no template.
   *
   * @param path relative to the table's raw folder
   */
  public String extraction(String path) {
    return found(path).orElse("");
  }

  private Optional<String> found(String path) {
    List<String> parts = parts(path);
    return templates.stream().flatMap(template -> template.extraction(parts).stream()).findFirst();
  }

  /** The template that a file fits; empty if it fits none. */
  public Optional<String> template(String path) {
    List<String> parts = parts(path);
    return templates.stream()
        .filter(template -> template.extraction(parts).isPresent())
        .findFirst()
        .map(PathTemplate::toString);
  }

  /** By extraction, then by path: the order in which later wins. */
  public List<RawObject> sorted(Collection<RawObject> objects) {
    record Placed(String extraction, RawObject object) {}
    return objects.stream()
        .map(object -> new Placed(extraction(object.path()), object))
        .sorted(
            Comparator.comparing(Placed::extraction)
                .thenComparing(placed -> placed.object().path()))
        .map(Placed::object)
        .toList();
  }

  /**
   * The dated folder a file is in, which is listed or left out as a whole: {@code 2026/11/19} of
   * {@code 2026/11/19/06/part-0.csv}. Empty if its day is told by its name, or not at all.
   */
  public Optional<String> folder(String path) {
    List<String> parts = parts(path);
    return templates.stream()
        .filter(template -> template.extraction(parts).isPresent())
        .findFirst()
        .filter(template -> template.dated() > 0)
        .map(template -> String.join("/", parts.subList(0, template.dated())));
  }

  /** Whether a folder is such a dated one. */
  public boolean isDated(String folder) {
    List<String> parts = parts(folder);
    return templates.stream()
        .anyMatch(template -> template.dated() == parts.size() && template.enters(parts));
  }

  /** The day of a dated folder; empty if its name does not tell one. */
  public Optional<LocalDate> day(String folder) {
    List<String> parts = parts(folder);
    return templates.stream().flatMap(template -> template.day(parts).stream()).findFirst();
  }

  /** Whether files that are taken may lie in a folder or deeper. */
  public boolean enters(String folder) {
    List<String> parts = parts(folder);
    return templates.stream().anyMatch(template -> template.enters(parts));
  }

  /** A place where a file is taken, for messages: {@code extracted_at=2026-11-19/…}. */
  public String example() {
    return templates.get(0).example();
  }

  private static List<String> parts(String path) {
    return List.of(path.split("/", -1));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RawLayout layout && toString().equals(layout.toString());
  }

  @Override
  public int hashCode() {
    return toString().hashCode();
  }

  @Override
  public String toString() {
    return templates.stream().map(PathTemplate::toString).collect(Collectors.joining(", "));
  }
}
