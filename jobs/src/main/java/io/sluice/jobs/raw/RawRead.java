package io.sluice.jobs.raw;

import io.sluice.layout.Column;
import io.sluice.layout.Location;
import io.sluice.layout.config.RawFormat;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What to read and how.
 *
 * <pre>{@code
 * RawRead.of(root, manifestAt, new RawFormat.Json(), contract, ZoneId.of("UTC"))
 *     .requiring(Set.of("order_id", "updated_at"))
 *     .without(refused)
 * }</pre>
 *
 * @param root the table's raw location, which the manifest's paths are relative to
 * @param manifestAt where the run's manifest lies
 * @param contract the columns and types of good rows; empty notes every column as new
 * @param required the columns without which a CSV or Parquet file is refused
 * @param zone where dates and times without an offset are read
 * @param leaveOut manifest indices of files that were refused earlier
 * @param only if present, the manifest indices to read, others are left out
 * @param keepText raw text for every record, else only for rejected ones
 * @param splitBytes about how much one task reads; 0 lets the size of the input decide
 */
public record RawRead(
    Location root,
    Location manifestAt,
    RawFormat format,
    List<Column> contract,
    Set<String> required,
    ZoneId zone,
    Set<Integer> leaveOut,
    Optional<Set<Integer>> only,
    boolean keepText,
    Optional<Sample> sample,
    long splitBytes) {

  public RawRead {
    contract = List.copyOf(contract);
    required = Set.copyOf(required);
    leaveOut = Set.copyOf(leaveOut);
    only = only.map(Set::copyOf);
  }

  /** Everything of the manifest, raw text for rejected records only. */
  public static RawRead of(
      Location root, Location manifestAt, RawFormat format, List<Column> contract, ZoneId zone) {
    return new RawRead(
        root,
        manifestAt,
        format,
        contract,
        Set.of(),
        zone,
        Set.of(),
        Optional.empty(),
        false,
        Optional.empty(),
        0);
  }

  public RawRead requiring(Set<String> columns) {
    return new RawRead(
        root,
        manifestAt,
        format,
        contract,
        columns,
        zone,
        leaveOut,
        only,
        keepText,
        sample,
        splitBytes);
  }

  public RawRead without(Set<Integer> files) {
    return new RawRead(
        root,
        manifestAt,
        format,
        contract,
        required,
        zone,
        files,
        only,
        keepText,
        sample,
        splitBytes);
  }

  public RawRead onlyFiles(Set<Integer> files) {
    return new RawRead(
        root,
        manifestAt,
        format,
        contract,
        required,
        zone,
        leaveOut,
        Optional.of(files),
        keepText,
        sample,
        splitBytes);
  }

  public RawRead keepingText() {
    return new RawRead(
        root,
        manifestAt,
        format,
        contract,
        required,
        zone,
        leaveOut,
        only,
        true,
        sample,
        splitBytes);
  }

  public RawRead sampled(Sample by) {
    return new RawRead(
        root,
        manifestAt,
        format,
        contract,
        required,
        zone,
        leaveOut,
        only,
        keepText,
        Optional.of(by),
        splitBytes);
  }

  public RawRead inSplitsOf(long bytes) {
    return new RawRead(
        root,
        manifestAt,
        format,
        contract,
        required,
        zone,
        leaveOut,
        only,
        keepText,
        sample,
        bytes);
  }

  RawRead withContract(List<Column> columns) {
    return new RawRead(
        root,
        manifestAt,
        format,
        columns,
        required,
        zone,
        leaveOut,
        only,
        keepText,
        sample,
        splitBytes);
  }

  boolean takes(int file) {
    return !leaveOut.contains(file) && (only.isEmpty() || only.get().contains(file));
  }
}
