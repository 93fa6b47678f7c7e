package io.sluice.layout.intake;

import io.sluice.layout.FormatVersion;
import io.sluice.layout.LakeException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * What one run of a table reads, written down before any data: the run's number, what it is for and
 * its raw files. The run has happened when the table itself has committed the number.
 *
 * <p>On storage it is a tab-separated text, a line per file. The third line is there, and the
 * format is 2, only for runs that do something else than take files:
 *
 * <pre>
 * sluice-manifest 2
 * run 7
 * to replay 3 5
 * extracted_at=2026-11-19/part-0.json  52311  1795046400000  9f86d081
 * </pre>
 */
public record Manifest(long run, Purpose purpose, List<RawObject> objects) {

  private static final String MAGIC = "sluice-manifest";
  private static final String RUN = "run ";
  private static final String TO = "to ";
  private static final int VERSION = 2;

  public Manifest {
    objects = List.copyOf(objects);
  }

  /** The manifest of a run that takes files. */
  public Manifest(long run, List<RawObject> objects) {
    this(run, Purpose.TAKE, objects);
  }

  public long bytes() {
    return objects.stream().mapToLong(RawObject::bytes).sum();
  }

  /**
   * Whether its raw files make the whole table, whatever was there before: those of a rebuild
   * without dates, or of a rollback that has to read them again.
   */
  public boolean isWhole() {
    return switch (purpose.kind()) {
      case REBUILD -> purpose.of().isEmpty();
      case ROLLBACK -> !objects.isEmpty();
      case TAKE, REPLAY, MAINTAIN -> false;
    };
  }

  /** Whether its raw files were taken by other runs, and some of their rows are read again. */
  boolean readsAgain() {
    return switch (purpose.kind()) {
      case REPLAY -> true;
      case REBUILD -> !isWhole();
      case TAKE, ROLLBACK, MAINTAIN -> false;
    };
  }

  public String toText() {
    StringBuilder text = new StringBuilder();
    boolean takes = purpose.equals(Purpose.TAKE);
    text.append(MAGIC).append(takes ? " 1" : " " + VERSION).append('\n');
    text.append(RUN).append(run).append('\n');
    if (!takes) {
      text.append(TO).append(purpose).append('\n');
    }
    for (RawObject object : objects) {
      text.append(escape(object.path())).append('\t').append(object.bytes());
      text.append('\t').append(object.modified()).append('\t').append(escape(object.etag()));
      text.append('\n');
    }
    return text.toString();
  }

  /** Reads {@link #toText}; {@code from} is what a message calls the file. */
  public static Manifest parse(String text, String from) {
    List<String> lines = text.lines().toList();
    try {
      requireVersion(lines.isEmpty() ? "" : lines.get(0), from);
      long run = run(lines.get(1));
      boolean takes = lines.size() < 3 || !lines.get(2).startsWith(TO);
      Purpose purpose = takes ? Purpose.TAKE : Purpose.parse(lines.get(2).substring(TO.length()));
      List<RawObject> objects = new ArrayList<>(lines.size());
      for (String line : lines.subList(takes ? 2 : 3, lines.size())) {
        String[] field = line.split("\t", -1);
        objects.add(
            new RawObject(
                unescape(field[0]),
                Long.parseLong(field[1]),
                Long.parseLong(field[2]),
                unescape(field[3])));
      }
      return new Manifest(run, purpose, objects);
    } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
      throw new LakeException(
          LakeException.Kind.FAILED,
          "Cannot read the manifest "
              + from
              + ": it is not one ("
              + e.getMessage()
              + "). Restore it from a backup of the bucket; without it Sluice cannot know what was taken.",
          e);
    }
  }

  private static void requireVersion(String line, String from) {
    if (FormatVersion.of(line, MAGIC, VERSION, from) == 0) {
      throw new NumberFormatException(
          line.isEmpty() ? "it is empty" : "first line \"" + line + "\"");
    }
  }

  private static long run(String line) {
    if (!line.startsWith(RUN)) {
      throw new NumberFormatException("second line \"" + line + "\"");
    }
    return Long.parseLong(line.substring(RUN.length()));
  }

  private static String escape(String text) {
    boolean plain = true;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      plain &= c > ' ' && c < 127 && c != '%' && c != '+';
    }
    return plain ? text : URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static String unescape(String text) {
    boolean plain = text.indexOf('%') < 0 && text.indexOf('+') < 0;
    return plain ? text : URLDecoder.decode(text, StandardCharsets.UTF_8);
  }
}
