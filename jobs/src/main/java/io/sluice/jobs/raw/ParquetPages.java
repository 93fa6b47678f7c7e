package io.sluice.jobs.raw;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.zip.GZIPInputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.hadoop.CodecFactory;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/**
 * Decompresses pages and trusts no header: a page has exactly as many bytes as it says, no more
 * than its column chunk, and gzip's own checksum is looked at, which Parquet does not.
 */
final class ParquetPages implements CompressionCodecFactory {

  private final CodecFactory codecs;
  private long most;

  ParquetPages(Configuration hadoop) {
    this.codecs = new CodecFactory(hadoop, 0);
  }

  /** Tells the bytes of the largest column chunk, decompressed. */
  void atMost(long bytes) {
    most = bytes;
  }

  @Override
  public BytesInputCompressor getCompressor(CompressionCodecName codec) {
    throw new UnsupportedOperationException("raw files are never written");
  }

  @Override
  public BytesInputDecompressor getDecompressor(CompressionCodecName codec) {
    return new Wary(codecs.getDecompressor(codec), codec == CompressionCodecName.GZIP, most);
  }

  @Override
  public void release() {
    codecs.release();
  }

  private record Wary(BytesInputDecompressor inner, boolean gzip, long most)
      implements BytesInputDecompressor {

    @Override
    public BytesInput decompress(BytesInput bytes, int size) throws IOException {
      if (size < 0 || size > most) {
        throw new UnreadableFileException(
            "it is damaged: a page says that it has " + size + " bytes, its column has " + most);
      }
      return BytesInput.from(gzip ? gunzipped(bytes, size) : whole(bytes, size));
    }

    private byte[] whole(BytesInput bytes, int size) throws IOException {
      byte[] page = new byte[size];
      try (InputStream in = inner.decompress(bytes, size).toInputStream()) {
        require(in.readNBytes(page, 0, size) == size);
      }
      return page;
    }

    /** A byte is asked for beyond the last, which is when the checksum is compared. */
    private byte[] gunzipped(BytesInput bytes, int size) throws IOException {
      try (InputStream in = new GZIPInputStream(bytes.toInputStream())) {
        byte[] page = in.readNBytes(size);
        require(page.length == size && in.read() < 0);
        return page;
      }
    }

    private static void require(boolean exact) throws UnreadableFileException {
      if (!exact) {
        throw new UnreadableFileException(
            "it is damaged: a page has not as many bytes as its header says");
      }
    }

    @Override
    public void decompress(ByteBuffer input, int from, ByteBuffer output, int to)
        throws IOException {
      inner.decompress(input, from, output, to);
    }

    @Override
    public void release() {
      inner.release();
    }
  }
}
