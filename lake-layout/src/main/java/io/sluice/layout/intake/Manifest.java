package io.sluice.layout.intake;

import io.sluice.layout.LakeException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * What one run of a table takes, written down before any data: the run's number and its raw files.
 * The run has happened when the table itself has committed the number.
 *
 * <p>On storage it is a tab-separated text, a line per file:
 *
 * <pre>
 * sluice-manifest 1
 * run 7
 * extracted_at=2026-11-19/part-0.json  52311  1795046400000  9f86d081
 * </pre>
 */
public record Manifest(long run, List<RawObject> objects) {

  private static final String MAGIC = "sluice-manifest ";
  private static final String RUN = "run ";
  private static final int VERSION = 1;

  public Manifest {
    objects = List.copyOf(objects);
  }

  public long bytes() {
    return objects.stream().mapToLong(RawObject::bytes).sum();
  }

  public String toText() {
    StringBuilder text = new StringBuilder();
    text.append(MAGIC).append(VERSION).append('\n').append(RUN).append(run).append('\n');
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
      List<RawObject> objects = new ArrayList<>(lines.size());
      for (String line : lines.subList(2, lines.size())) {
        String[] field = line.split("\t", -1);
        objects.add(
            new RawObject(
                unescape(field[0]),
                Long.parseLong(field[1]),
                Long.parseLong(field[2]),
                unescape(field[3])));
      }
      return new Manifest(run, objects);
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
    int version = line.startsWith(MAGIC) ? Integer.parseInt(line.substring(MAGIC.length())) : -1;
    if (version > VERSION) {
      throw new LakeException(
          LakeException.Kind.CONFIGURATION,
          "Cannot read the manifest "
              + from
              + ": it has format "
              + version
              + " and this Sluice knows "
              + VERSION
              + ". Run the newer Sluice that wrote it.");
    }
    if (version < 1) {
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
