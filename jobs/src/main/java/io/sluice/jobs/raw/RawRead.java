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
 * @param required the columns without which a file that names its columns is refused: all but JSON
 *     and XML
 * @param zone where dates and times without an offset are read
 * @param leaveOut manifest indices of files that were refused earlier
 * @param only if present, the manifest indices to read, others are left out
 * @param keepText raw text for every record, else only for rejected ones
 * @param splitBytes about how much one task reads; 0 lets the size of the input decide
 * @param absent if present, each row names the columns that its record does not carry
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
    long splitBytes,
    Optional<AbsentValues> absent) {

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
        0,
        Optional.empty());
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
        splitBytes,
        absent);
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
        splitBytes,
        absent);
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
        splitBytes,
        absent);
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
        splitBytes,
        absent);
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
        splitBytes,
        absent);
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
        bytes,
        absent);
  }

  /** With {@link RawRows#ABSENT}: which columns each record does not carry. */
  public RawRead namingAbsent() {
    return namingAbsent("");
  }

  /**
   * The same where a loader writes a text in the place of a value that it does not have, whatever
   * the column's type: {@code __debezium_unavailable_value}.
   */
  public RawRead namingAbsent(String unavailable) {
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
        splitBytes,
        Optional.of(new AbsentValues(unavailable)));
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
        splitBytes,
        absent);
  }

  boolean takes(int file) {
    return !leaveOut.contains(file) && (only.isEmpty() || only.get().contains(file));
  }
}
