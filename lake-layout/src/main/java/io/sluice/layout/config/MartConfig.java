package io.sluice.layout.config;

import io.sluice.layout.Publishing;
import io.sluice.layout.TableFormat;
import io.sluice.layout.TableId;
import io.sluice.layout.readers.Engine;
import io.sluice.layout.sizing.FileSizing;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A curated table or view: one SQL file, {@code conf/marts/<mart>/<name>.sql}.
 *
 * @param comments what columns mean, by name
 * @param properties what stands in its catalog entry beside what Sluice writes
 * @param file where it stands, for messages
 * @param sql the SELECT, without the front matter
 * @param sqlLine the line of the file on which {@code sql} starts, counted from 1
 * @param date the column the mart is partitioned by; empty for one without partitions
 * @param readers the engines that must be able to read it
 */
public record MartConfig(
    TableId id,
    Materialization materialize,
    String description,
    Map<String, String> comments,
    Map<String, String> properties,
    String file,
    String sql,
    int sqlLine,
    Optional<String> date,
    TableFormat format,
    Set<Engine> readers,
    Publishing publishing,
    List<Check> checks,
    FileSizing sizing,
    MaintainRules maintain) {

  private static final Set<Engine> PRESTOS = Set.of(Engine.ATHENA, Engine.PRESTO, Engine.TRINO);

  /** What becomes of the SELECT's answer. */
  public enum Materialization {
    /** It is written as files. */
    TABLE,
    /** It is asked anew by whoever reads: nothing is written but an entry in the catalog. */
    VIEW
  }

  public MartConfig {
    comments = Map.copyOf(comments);
    properties = Map.copyOf(properties);
    checks = List.copyOf(checks);
  }

  public boolean isView() {
    return materialize == Materialization.VIEW;
  }

  /**
   * Whether its SQL must be that of Athena, Presto and Trino too: as a view it is theirs to run.
   */
  public boolean isForPresto() {
    return readers.stream().anyMatch(PRESTOS::contains);
  }
}
