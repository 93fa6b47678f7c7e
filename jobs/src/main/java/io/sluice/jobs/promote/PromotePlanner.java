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
import io.sluice.layout.intake.RawLayout;
import io.sluice.layout.intake.RawObject;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/** Finds out what a run of a table would do: lists folders and reads logs, without Spark. */
final class PromotePlanner {

  private final LakeLayout lake;
  private final TableConfig table;
  private final FileStore files;
  private final TableStore store;
  private final Manifests manifests;

  PromotePlanner(LakeLayout lake, TableConfig table, FileStore files, TableStore store) {
    this.lake = lake;
    this.table = table;
    this.files = files;
    this.store = store;
    this.manifests = new Manifests(lake, table.id(), files);
  }

  /**
   * @param everything lists every extraction folder, however old
   */
  PromotePlan plan(boolean everything) {
    TableState before = store.state();
    requireOurs(before);
    Intake intake = new Intake(before.run(), manifests.committed(before.run()));
    RawListing listing = listing();
    IntakePlan plan =
        IntakePlan.of(
            intake,
            table.layout(),
            listed(listing, intake, everything),
            System.currentTimeMillis(),
            table.settle());
    return new PromotePlan(
        before, intake, plan, contract(before), table.layout(), listing.misplaced());
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
              + lake.table(table.id())
              + " that holds "
              + before.files().size()
              + " data files but no run of Sluice. Move it away, or give this table another name.");
    }
  }

  private RawListing listing() {
    Location raw = table.raw();
    RawListing listing = RawListing.of(table, files);
    if (listing.isEmpty() && !files.exists(raw)) {
      throw new LakeException(
          LakeException.Kind.CONFIGURATION,
          "Cannot plan "
              + table.id()
              + ": its raw folder "
              + raw
              + " does not exist. Check path in its source file and lake.raw, or whether the loader"
              + " has ever run.");
    }
    return listing;
  }

  private List<RawObject> listed(RawListing listing, Intake intake, boolean everything) {
    RawLayout layout = table.layout();
    return listing.objects(
        everything
            ? listing.folders()
            : Extractions.toList(
                layout,
                listing.folders(),
                intake.folders(layout),
                table.lookBackDays(),
                LocalDate.now(ZoneOffset.UTC)));
  }

  /** What was inferred for a run that was never published binds nobody. */
  Optional<Contract> contract(TableState before) {
    Optional<Contract> contract = declaring(written(before), before);
    if (!table.columns().isEmpty()) {
      contract.ifPresent(promised -> requireTypesOf(before, promised));
    }
    return contract;
  }

  /** The contract of a run that replaces every file: the configuration alone says what it has. */
  Optional<Contract> contractAnew(TableState before) {
    return declaring(written(before).map(Contract::inferred), before);
  }

  private Optional<Contract> written(TableState before) {
    Location at = lake.contract(table.id());
    return before.exists()
        ? files.read(at).map(text -> Contract.parse(text, at.uri()))
        : Optional.empty();
  }

  private Optional<Contract> declaring(Optional<Contract> written, TableState before) {
    return table.columns().isEmpty()
        ? written.filter(contract -> !contract.columns().isEmpty())
        : Optional.of(
            written.orElse(new Contract(List.of())).declaring(table.columns(), before.run() + 1));
  }

  /** A declared type must hold what the table holds. */
  private void requireTypesOf(TableState before, Contract contract) {
    for (Column there : before.columns()) {
      Optional<Column> promised = contract.column(there.name());
      if (promised.isPresent() && !promised.get().type().holds(there.type())) {
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
                + " in the configuration, which does not hold every value of it. Set it back, or load"
                + " the table anew from raw: sluice rebuild "
                + table.id()
                + ".");
      }
    }
  }
}
