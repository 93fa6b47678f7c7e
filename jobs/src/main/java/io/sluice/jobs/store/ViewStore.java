package io.sluice.jobs.store;

import io.sluice.layout.LakeLayout;
import io.sluice.layout.Location;
import io.sluice.layout.Publishing;
import io.sluice.layout.TableFormat;
import io.sluice.layout.TableId;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;

/** One view of ours: what it was made as. Needs no Spark. */
public final class ViewStore {

  private final LakeLayout layout;
  private final TableId id;
  private final Configuration hadoop;
  private final FileStore files;

  public ViewStore(LakeLayout layout, TableId id, Configuration hadoop) {
    this.layout = layout;
    this.id = id;
    this.hadoop = hadoop;
    this.files = new FileStore(hadoop);
  }

  /** Empty if it was never made. */
  public Optional<ViewState> state() {
    Location at = layout.view(id);
    return files.read(at).map(text -> ViewState.parse(text, at.uri()));
  }

  public void publish(ViewState view) {
    files.put(layout.view(id), view.toText());
  }

  /** Whether a table with data stands where nothing of a view does. */
  public boolean isTable() {
    return Stream.of(TableFormat.values())
        .anyMatch(
            format ->
                TableStore.of(layout, id, format, Publishing.REPLACE, Optional.empty(), hadoop)
                    .state()
                    .exists());
  }
}
