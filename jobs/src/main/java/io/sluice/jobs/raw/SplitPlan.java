package io.sluice.jobs.raw;

import io.sluice.layout.config.RawFormat;
import io.sluice.layout.intake.Manifest;
import io.sluice.layout.intake.RawObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts a manifest's files into splits, by the sizes the manifest tells and without a look at the
 * files. Uncompressed JSON lines are cut anywhere, and so are Parquet and ORC files, whose row
 * groups and stripes go with the part they begin in; a gzip, Avro or XML file is one slice, and so
 * is a CSV file, since only its beginning tells whether a newline stands inside quotes. Small
 * slices share a split. The order of the manifest is kept.
 */
final class SplitPlan {

  private static final long MIB = 1 << 20;
  private static final long OPEN_COST = MIB / 2;

  private final RawRead what;
  private final Manifest manifest;
  private final long splitBytes;

  SplitPlan(RawRead what, Manifest manifest, int parallelism) {
    this.what = what;
    this.manifest = manifest;
    long fair = manifest.bytes() / (2L * Math.max(1, parallelism));
    this.splitBytes =
        what.splitBytes() > 0 ? what.splitBytes() : Math.min(128 * MIB, Math.max(4 * MIB, fair));
  }

  List<List<Slice>> splits() {
    List<List<Slice>> splits = new ArrayList<>();
    List<Slice> open = new ArrayList<>();
    long cost = 0;
    for (Slice slice : what.sample().map(this::sampled).orElseGet(this::whole)) {
      long own = Math.min(slice.bytes() + OPEN_COST, splitBytes);
      if (!open.isEmpty() && cost + own > splitBytes) {
        splits.add(List.copyOf(open));
        open.clear();
        cost = 0;
      }
      open.add(slice);
      cost += own;
    }
    if (!open.isEmpty()) {
      splits.add(List.copyOf(open));
    }
    return splits;
  }

  private List<Slice> whole() {
    List<Slice> slices = new ArrayList<>();
    for (int file = 0; file < manifest.objects().size(); file++) {
      if (!what.takes(file)) {
        continue;
      }
      Slice all = whole(file);
      boolean cuttable =
          what.format() instanceof RawFormat.Parquet
              || what.format() instanceof RawFormat.Orc
              || what.format() instanceof RawFormat.Json && !all.isGzip();
      long parts = cuttable ? Math.max(1, ceil(all.fileBytes(), splitBytes)) : 1;
      long step = Math.max(1, ceil(all.fileBytes(), parts));
      long from = 0;
      do {
        long to = parts == 1 ? all.fileBytes() : Math.min(all.fileBytes(), from + step);
        slices.add(new Slice(file, all.path(), from, to, all.fileBytes()));
        from = to;
      } while (from < all.fileBytes());
    }
    return slices;
  }

  private static long ceil(long a, long b) {
    return (a + b - 1) / b;
  }

  private Slice whole(int file) {
    RawObject object = manifest.objects().get(file);
    String path = what.root().uri() + "/" + object.path();
    return new Slice(file, path, 0, object.bytes(), object.bytes());
  }

  /** Whether nothing can be read that does not begin at the first byte. */
  private boolean fromItsStart(Slice file) {
    boolean decoded =
        what.format() instanceof RawFormat.Csv csv
            && !csv.encoding().equals(StandardCharsets.UTF_8);
    boolean streamed =
        what.format() instanceof RawFormat.Avro || what.format() instanceof RawFormat.Xml;
    return file.isGzip() || decoded || streamed;
  }

  /** The chunks are laid out over the files as if these were one long one. */
  private List<Slice> sampled(Sample sample) {
    List<Slice> files = new ArrayList<>();
    long total = 0;
    for (int file = 0; file < manifest.objects().size(); file++) {
      if (what.takes(file)) {
        files.add(whole(file));
        total += files.get(files.size() - 1).bytes();
      }
    }
    if (sample.bytes() >= total || what.format() instanceof RawFormat.Parquet) {
      return whole();
    }
    double step = (double) total / sample.chunks();
    List<Slice> slices = new ArrayList<>();
    long before = 0;
    int chunk = 0;
    for (Slice file : files) {
      long after = before + file.bytes();
      long prefix = 0;
      while (chunk < sample.chunks()) {
        long from = (long) (chunk * step + (step - sample.chunkBytes()) / 2);
        if (from >= after) {
          break;
        }
        long to = from + sample.chunkBytes();
        long inFrom = Math.max(0, from - before);
        long inTo = Math.min(file.bytes(), to - before);
        if (fromItsStart(file)) {
          prefix += inTo - inFrom;
        } else {
          slices.add(new Slice(file.file(), file.path(), inFrom, inTo, file.fileBytes()));
        }
        if (to > after) {
          break;
        }
        chunk++;
      }
      if (prefix > 0) {
        slices.add(new Slice(file.file(), file.path(), 0, prefix, file.fileBytes()));
      }
      before = after;
    }
    return slices;
  }
}
