package io.sluice.jobs.promote;

import io.sluice.jobs.store.FileStore;
import io.sluice.jobs.store.TableState;
import io.sluice.jobs.store.TableStore;
import io.sluice.layout.Column;
import io.sluice.layout.Contract;
import io.sluice.layout.LakeException;
import io.sluice.layout.LakeLayout;
import io.sluice.layout.Location;
import io.sluice.layout.config.TableConfig;
import io.sluice.layout.intake.Extractions;
import io.sluice.layout.intake.Intake;
import io.sluice.layout.intake.IntakePlan;
import io.sluice.layout.intake.RawObject;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds out what a run of a table would do: lists folders and reads logs, without Spark. */
final class PromotePlanner {

  private final LakeLayout layout;
  private final TableConfig table;
  private final FileStore files;
  private final TableStore store;
  private final Manifests manifests;

  PromotePlanner(LakeLayout layout, TableConfig table, FileStore files, TableStore store) {
    this.layout = layout;
    this.table = table;
    this.files = files;
    this.store = store;
    this.manifests = new Manifests(layout, table.id(), files);
  }

  /**
   * @param everything lists every extraction folder, however old
   */
  PromotePlan plan(boolean everything) {
    TableState before = store.state();
    requireOurs(before);
    Intake intake = new Intake(before.run(), manifests.committed(before.run()));
    IntakePlan plan =
        IntakePlan.of(
            intake, listed(intake, everything), System.currentTimeMillis(), table.settle());
    return new PromotePlan(before, plan, contract(before), misplaced());
  }

  /**
   * Without the mark of a run all raw files would be taken again, beside the rows that are there.
   */
  private void requireOurs(TableState before) {
    if (!before.exists() && !before.files().isEmpty()) {
      throw new LakeException(
          LakeException.Kind.FAILED,
          "Cannot plan "
              + table.id()
              + ": there is a table in "
              + layout.table(table.id())
              + " that holds "
              + before.files().size()
              + " data files but no run of Sluice. Move it away, or give this table another name.");
    }
  }

  private List<RawObject> listed(Intake intake, boolean everything) {
    Location raw = table.raw();
    List<String> folders = files.folders(raw);
    if (folders.isEmpty() && !files.exists(raw)) {
      throw new LakeException(
          LakeException.Kind.CONFIGURATION,
          "Cannot plan "
              + table.id()
              + ": its raw folder "
              + raw
              + " does not exist. Check path in its source file and lake.raw, or whether the loader"
              + " has ever run.");
    }
    List<String> data =
        folders.stream().filter(name -> !name.startsWith("_") && !name.startsWith(".")).toList();
    List<String> toList =
        everything
            ? data
            : Extractions.toList(
                data, intake.extractions(), table.lookBackDays(), LocalDate.now(ZoneOffset.UTC));
    List<RawObject> listed = new ArrayList<>();
    for (String folder : toList) {
      listed.addAll(files.rawObjects(raw, raw.child(folder)));
    }
    return listed;
  }

  private List<String> misplaced() {
    return files.files(table.raw()).stream()
        .map(file -> file.getPath().getName())
        .sorted()
        .toList();
  }

  /** What was inferred for a run that was never published binds nobody. */
  private Optional<Contract> contract(TableState before) {
    Location at = layout.contract(table.id());
    Optional<Contract> written =
        before.exists()
            ? files.read(at).map(text -> Contract.parse(text, at.uri()))
            : Optional.empty();
    if (table.columns().isEmpty()) {
      return written;
    }
    Contract contract =
        written.orElse(new Contract(List.of())).declaring(table.columns(), before.run() + 1);
    requireTypesOf(before, contract);
    return Optional.of(contract);
  }

  /** A declared type that the table's files do not have would need every file written again. */
  private void requireTypesOf(TableState before, Contract contract) {
    for (Column there : before.columns()) {
      Optional<Column> promised = contract.column(there.name());
      if (promised.isPresent() && !promised.get().type().isGrownFrom(there.type())) {
        throw new LakeException(
            LakeException.Kind.CONFIGURATION,
            "Cannot promote "
                + table.id()
                + ": its column "
                + there.name()
                + " is "
                + there.type()
                + " in the table and "
                + promised.get().type()
                + " in the configuration. Set it back, or move the table and its intake away to load"
                + " it anew from raw.");
      }
    }
  }
}
