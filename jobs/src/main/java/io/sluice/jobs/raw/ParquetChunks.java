package io.sluice.jobs.raw;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.schema.MessageType;

/**
 * Whether what a footer says of a file's column chunks can be true. A reader that trusts a damaged
 * one leaves rows out, or takes one column's values for another's.
 */
final class ParquetChunks {

  private static final int MAGIC = 4;

  private ParquetChunks() {}

  /** Returns the bytes of the largest chunk, decompressed. */
  static long verify(ParquetMetadata footer, long fileBytes) throws UnreadableFileException {
    MessageType schema = footer.getFileMetaData().getSchema();
    List<ColumnChunkMetaData> all = new ArrayList<>();
    for (BlockMetaData group : footer.getBlocks()) {
      require(
          group.getColumns().size() == schema.getColumns().size(),
          "a row group has %d columns and the schema %d",
          group.getColumns().size(),
          schema.getColumns().size());
      for (ColumnChunkMetaData chunk : group.getColumns()) {
        String name = chunk.getPath().toDotString();
        require(
            schema.containsPath(chunk.getPath().toArray()),
            "a row group has a column %s and the schema has not",
            name);
        int repeated =
            schema.getColumnDescription(chunk.getPath().toArray()).getMaxRepetitionLevel();
        long rows = group.getRowCount();
        long values = chunk.getValueCount();
        require(
            rows >= 0 && (repeated == 0 ? values == rows : values >= rows),
            "column %s has %d values for %d rows",
            name,
            values,
            rows);
        require(
            chunk.getStartingPos() >= MAGIC
                && chunk.getTotalSize() >= 0
                && chunk.getTotalSize() <= fileBytes - MAGIC - chunk.getStartingPos(),
            "column %s is at byte %d and %d long, and the file has %d bytes",
            name,
            chunk.getStartingPos(),
            chunk.getTotalSize(),
            fileBytes);
        all.add(chunk);
      }
    }
    requireApart(all);
    return all.stream().mapToLong(ColumnChunkMetaData::getTotalUncompressedSize).max().orElse(0);
  }

  private static void requireApart(List<ColumnChunkMetaData> chunks)
      throws UnreadableFileException {
    chunks.sort(Comparator.comparingLong(ColumnChunkMetaData::getStartingPos));
    for (int i = 1; i < chunks.size(); i++) {
      ColumnChunkMetaData before = chunks.get(i - 1);
      require(
          before.getStartingPos() + before.getTotalSize() <= chunks.get(i).getStartingPos(),
          "columns %s and %s take the same bytes",
          before.getPath().toDotString(),
          chunks.get(i).getPath().toDotString());
    }
  }

  private static void require(boolean holds, String otherwise, Object... values)
      throws UnreadableFileException {
    if (!holds) {
      throw new UnreadableFileException(
          "it is damaged: its footer says that " + String.format(otherwise, values));
    }
  }
}
