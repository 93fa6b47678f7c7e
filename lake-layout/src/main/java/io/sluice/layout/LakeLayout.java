package io.sluice.layout;

import java.util.Objects;
import java.util.regex.Pattern;

/**
 * Which location everything of a lake has. The only place that knows a path.
 *
 * <ul>
 *   <li>{@code <processed>/shop/orders}: a table's data
 *   <li>{@code <processed>/shop/orders/run-0000000007-3f9a01c2/date=2026-11-19}: a date's version,
 *       of a versioned Parquet table
 *   <li>{@code <processed>/shop/orders__rejected}: its rejected rows, beside it
 *   <li>{@code <processed>/_sluice/tables/shop/orders/}: what Sluice remembers of it
 *   <li>{@code <processed>/_sluice/runs/}: a report per run
 * </ul>
 */
public record LakeLayout(Location raw, Location processed, Location curated) {

  private static final String OURS = "_sluice";

  /** {@code run-0000000007-3f9a01c2}. */
  private static final Pattern VERSION = Pattern.compile("run-[0-9]{10,}-[0-9a-f]{8}");

  public LakeLayout {
    Objects.requireNonNull(raw, "raw is null");
    Objects.requireNonNull(processed, "processed is null");
    Objects.requireNonNull(curated, "curated is null");
  }

  public Location root(Layer layer) {
    return switch (layer) {
      case RAW -> raw;
      case PROCESSED -> processed;
      case CURATED -> curated;
    };
  }

  /** Where the raw files of a processed table are dropped: {@code <raw>/shop/orders}. */
  public Location rawOf(TableId table) {
    return raw.child(table.group() + "/" + table.name());
  }

  public Location table(TableId table) {
    return root(table.layer()).child(table.group() + "/" + table.name());
  }

  /**
   * Where one attempt of a run puts the files of its version. A plain name: readers skip folders
   * that begin with a dot or an underscore, and take one with an equals sign for a partition.
   *
   * @param attempt tells attempts of the same run apart
   */
  public Location version(TableId table, long run, int attempt) {
    return table(table).child(String.format("run-%010d-%08x", run, attempt));
  }

  /** Whether a folder in a table's is one of {@link #version}. */
  public static boolean isVersion(String folder) {
    return VERSION.matcher(folder).matches();
  }

  /** The folder of everything Sluice remembers of a table. */
  public Location memory(TableId table) {
    return root(table.layer()).child(OURS + "/tables/" + table.group() + "/" + table.name());
  }

  /** The folder of a table's manifests, one file a run. */
  public Location intake(TableId table) {
    return memory(table).child("intake");
  }

  /** The manifest of one run: {@code …/intake/0000000007.tsv}. */
  public Location manifest(TableId table, long run) {
    return intake(table).child(numbered(run));
  }

  /** The table's contract: its columns as declared or inferred. */
  public Location contract(TableId table) {
    return memory(table).child("contract.conf");
  }

  /** What a view was made as, for nothing else of it is written. */
  public Location view(TableId view) {
    return memory(view).child("view.conf");
  }

  /**
   * What a table knows of its deleted keys, a folder a run: a late row of such a key stays gone.
   */
  public Location deleted(TableId table) {
    return memory(table).child("deleted");
  }

  public Location deleted(TableId table, long run) {
    return deleted(table).child("run=" + run);
  }

  /** The rows that rows of a table are put together from, a folder a run. */
  public Location pieces(TableId table) {
    return memory(table).child("pieces");
  }

  public Location pieces(TableId table, long run) {
    return pieces(table).child("run=" + run);
  }

  /** Where a run keeps rows that it reads again before it publishes. */
  public Location scratch(TableId table) {
    return memory(table).child("scratch");
  }

  /** How far the dates of a table's rows lie from the days they were extracted. */
  public Location distances(TableId table) {
    return memory(table).child("distances");
  }

  /** The version of a table that the catalog was last told of. */
  public Location registered(TableId table) {
    return memory(table).child("registered");
  }

  /**
   * What the catalog was last told of a table's raw files: beside the table, for raw is read only.
   */
  public Location registeredRaw(TableId table) {
    return memory(table).child("registered-raw");
  }

  /** The folder of a Parquet table's journals, one file a publish. */
  public Location journals(TableId table) {
    return memory(table).child("journal");
  }

  public Location journal(TableId table, long run) {
    return journals(table).child(numbered(run));
  }

  /** Where a Parquet table's files are staged before a publish: nobody reads there. */
  public Location staging(TableId table) {
    return memory(table).child("staging");
  }

  /** The folder of a table's leases, a file for each time that a run took it. */
  public Location leases(TableId table) {
    return memory(table).child("lease");
  }

  /** {@code …/lease/0000000012.conf}. */
  public Location lease(TableId table, long epoch) {
    return leases(table).child(String.format("%010d.conf", epoch));
  }

  /** The folder of the reports, one file a run of the command. */
  public Location reports() {
    return processed.child(OURS + "/runs");
  }

  private static String numbered(long run) {
    return String.format("%010d.tsv", run);
  }
}
