package io.sluice.jobs.raw;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.SeekableInputStream;

/**
 * A Parquet file's bytes. Trouble of the store is told apart from bytes that are no Parquet, for
 * which Parquet throws whatever comes.
 */
final class ParquetInput implements InputFile {

  /** The store could not give a byte that is there. */
  static final class StoreTrouble extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final IOException trouble;

    StoreTrouble(IOException trouble) {
      super(trouble);
      this.trouble = trouble;
    }

    IOException trouble() {
      return trouble;
    }
  }

  private final InputFile file;

  private ParquetInput(InputFile file) {
    this.file = file;
  }

  static ParquetInput of(Slice slice, Configuration hadoop) throws IOException {
    InputFile file;
    try {
      file = HadoopInputFile.fromPath(new Path(slice.path()), hadoop);
    } catch (IllegalArgumentException e) {
      throw new UnreadableFileException("its name cannot be used: " + e.getMessage());
    }
    if (file.getLength() != slice.fileBytes()) {
      throw new UnreadableFileException(
          "it has " + file.getLength() + " bytes now and was listed with " + slice.fileBytes());
    }
    if (file.getLength() == 0) {
      throw new UnreadableFileException("it is empty, which a Parquet file never is");
    }
    return new ParquetInput(file);
  }

  @Override
  public long getLength() throws IOException {
    return file.getLength();
  }

  @Override
  public SeekableInputStream newStream() throws IOException {
    try {
      return new Told(file.newStream());
    } catch (IOException e) {
      throw new StoreTrouble(e);
    }
  }

  @Override
  public String toString() {
    return file.toString();
  }

  /** Something that the store does. */
  @FunctionalInterface
  private interface Asking<T> {
    T ask() throws IOException;
  }

  private static <T> T told(Asking<T> what) throws EOFException {
    try {
      return what.ask();
    } catch (EOFException e) {
      throw e;
    } catch (IOException e) {
      throw new StoreTrouble(e);
    }
  }

  private static final class Told extends SeekableInputStream {
    private final SeekableInputStream in;

    Told(SeekableInputStream in) {
      this.in = in;
    }

    @Override
    public long getPos() throws IOException {
      return told(in::getPos);
    }

    @Override
    public void seek(long position) throws IOException {
      told(
          () -> {
            in.seek(position);
            return position;
          });
    }

    @Override
    public int read() throws IOException {
      return told(in::read);
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      return told(() -> in.read(into, offset, length));
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
      return told(() -> in.read(into));
    }

    @Override
    public void readFully(byte[] into) throws IOException {
      readFully(into, 0, into.length);
    }

    @Override
    public void readFully(byte[] into, int offset, int length) throws IOException {
      told(
          () -> {
            in.readFully(into, offset, length);
            return length;
          });
    }

    @Override
    public void readFully(ByteBuffer into) throws IOException {
      told(
          () -> {
            in.readFully(into);
            return into;
          });
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }
}
