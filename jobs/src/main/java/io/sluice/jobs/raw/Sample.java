package io.sluice.jobs.raw;

/**
 * A systematic sample: {@code chunks} byte ranges of {@code chunkBytes}, spread evenly over all
 * files as if they were one. {@code new Sample(64, 1 << 20)} reads about 64 MB of whatever there
 * is; if there is less, it reads everything. The rows that begin inside a range are read, so the
 * share of rows is the share of bytes.
 *
 * <p>A gzip, Avro or XML file can only be read from its start: its ranges become one prefix of as
 * many compressed bytes. Of an ORC file as large a share of the rows is taken. Parquet files are
 * read whole, for a chunk is no unit in them. A sample judges only the columns that are asked for;
 * all others are skipped.
 */
public record Sample(int chunks, long chunkBytes) {

  public Sample {
    if (chunks < 1 || chunkBytes < 1) {
      throw new IllegalArgumentException("a sample of " + chunks + " x " + chunkBytes + " bytes");
    }
  }

  long bytes() {
    return chunks * chunkBytes;
  }
}
