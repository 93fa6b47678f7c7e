package io.sluice.jobs.register;

import io.sluice.catalog.PublishedPartition;
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

  Told {
    partitions = List.copyOf(partitions);
  }

  /** A line for the table and one for each partition, locations as paths below the table. */
  String toText(Location table) {
    StringBuilder text = new StringBuilder(catalog).append('\t').append(mark).append('\n');
    for (PublishedPartition partition : partitions) {
      text.append(partition.value())
          .append('\t')
          .append(partition.location().under(table))
          .append('\n');
    }
    return text.toString();
  }

  static Told parse(String text, Location table) {
    List<String[]> lines = text.lines().map(line -> line.split("\t", 2)).toList();
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
