package io.sluice.jobs.promote;

import io.sluice.layout.intake.RawLayout;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.sql.api.java.UDF1;

/** The extraction of a raw file for use in rows, of which many come from the same file. */
final class ExtractionOf implements UDF1<String, String> {

  private static final long serialVersionUID = 1;

  private final RawLayout layout;
  private final ConcurrentHashMap<String, String> known = new ConcurrentHashMap<>();

  ExtractionOf(RawLayout layout) {
    this.layout = layout;
  }

  @Override
  public String call(String file) {
    return file == null ? null : known.computeIfAbsent(file, layout::extraction);
  }
}
