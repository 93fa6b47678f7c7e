package io.sluice.layout.config;

import io.sluice.layout.TableFormat;
import io.sluice.layout.TableId;
import io.sluice.layout.readers.Engine;
import io.sluice.layout.sizing.FileSizing;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A curated table: one SQL file, {@code conf/marts/<mart>/<name>.sql}.
 *
 * @param file where it stands, for messages
 * @param sql the SELECT, without the front matter
 * @param sqlLine the line of the file on which {@code sql} starts, counted from 1
 * @param date the column the mart is partitioned by; empty for one without partitions
 * @param readers the engines that must be able to read it
 */
public record MartConfig(
    TableId id,
    String description,
    String file,
    String sql,
    int sqlLine,
    Optional<String> date,
    TableFormat format,
    Set<Engine> readers,
    List<Check> checks,
    FileSizing sizing,
    MaintainRules maintain) {

  public MartConfig {
    checks = List.copyOf(checks);
  }
}
