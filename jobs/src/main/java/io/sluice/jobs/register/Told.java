package io.sluice.jobs.register;

import io.sluice.catalog.PublishedPartition;
import io.sluice.layout.FormatVersion;
import io.sluice.layout.Location;
import java.util.List;

/**
 * What a catalog was told of a table last. It is kept beside the table, so that a catalog need not
 * be asked about what did not change.
 *
 * @param catalog which catalog, as {@code CatalogConfig.identity} says
 * @param mark differs when anything but partitions does
 */
record Told(String catalog, String mark, List<PublishedPartition> partitions) {

  private static final String NAME = "sluice-registered";
  private static final int VERSION = 1;

  Told {
    partitions = List.copyOf(partitions);
  }

  /** A line for the format, the table and each partition, locations as paths below the table. */
  String toText(Location table) {
    StringBuilder text = new StringBuilder(NAME + " " + VERSION + "\n");
    text.append(catalog).append('\t').append(mark).append('\n');
    for (PublishedPartition partition : partitions) {
      text.append(partition.value())
          .append('\t')
          .append(partition.location().under(table))
          .append('\n');
    }
    return text.toString();
  }

  /** Reads {@link #toText}, with its first line or, as it once was, without. */
  static Told parse(String text, Location table, Location from) {
    String head = text.lines().findFirst().orElse("");
    boolean told = FormatVersion.of(head, NAME, VERSION, from.uri()) > 0;
    List<String[]> lines =
        text.lines().skip(told ? 1 : 0).map(line -> line.split("\t", 2)).toList();
    String[] first = lines.isEmpty() ? new String[] {""} : lines.get(0);
    return new Told(
        first[0],
        first.length < 2 ? "" : first[1],
        lines.stream()
            .skip(1)
            .filter(line -> line.length == 2)
            .map(line -> new PublishedPartition(line[0], table.child(line[1])))
            .toList());
  }
}
