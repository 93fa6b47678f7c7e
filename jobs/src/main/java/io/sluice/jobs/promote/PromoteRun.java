package io.sluice.jobs.promote;

import io.sluice.jobs.lease.Claim;
import io.sluice.jobs.raw.RawRead;
import io.sluice.jobs.raw.RawRows;
import io.sluice.jobs.report.Amounts;
import io.sluice.jobs.report.Progress;
import io.sluice.jobs.report.Progress.Step;
import io.sluice.jobs.store.Change;
import io.sluice.jobs.store.FileStore;
import io.sluice.jobs.store.Mending;
import io.sluice.jobs.store.Staged;
import io.sluice.jobs.store.TableStore;
import io.sluice.jobs.store.WidenedChange;
import io.sluice.layout.Column;
import io.sluice.layout.ColumnType;
import io.sluice.layout.Contract;
import io.sluice.layout.LakeException;
import io.sluice.layout.LakeLayout;
import io.sluice.layout.Location;
import io.sluice.layout.config.TableConfig;
import io.sluice.layout.intake.Distances;
import io.sluice.layout.intake.Manifest;
import io.sluice.layout.intake.RawObject;
import io.sluice.layout.readers.Portability;
import io.sluice.layout.sizing.BinPlan;
import io.sluice.layout.sizing.DataFile;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * One run of a table: stages its fresh rows, merges them with those that are there, mends file
 * sizes, keeps the rejected rows, verifies the balance and publishes. It begins again when the scan
 * finds files that cannot be read or columns that join the table.
 */
final class PromoteRun {

  private final TableSite site;
  private final LakeLayout layout;
  private final TableConfig table;
  private final FileStore files;
  private final TableStore store;
  private final Progress progress;
  private final Set<String> warnings;
  private final SparkSession spark;
  private final List<String> refused = new ArrayList<>();

  /**
   * @param warnings grows by what a person should know
   */
  PromoteRun(TableSite site, Set<String> warnings, SparkSession spark) {
    this.site = site;
    this.layout = site.layout();
    this.table = site.table();
    this.files = site.files();
    this.store = site.store();
    this.progress = site.progress();
    this.warnings = warnings;
    this.spark = spark;
  }

  Outcome publish(Work work) {
    Portability.require("promote " + table.id(), store.verdicts(table.readers()));
    Manifest manifest = work.manifest();
    Optional<Contract> contract = work.contract();
    while (true) {
      Claim claim = site.announce(manifest);
      if (manifest.objects().isEmpty()) {
        return Outcome.refused(work.before().run(), refused);
      }
      boolean inferring = contract.isEmpty();
      FirstContract first = new FirstContract(spark, table, manifest, rawRead(manifest, List.of()));
      Contract promised = inferring ? first.infer() : contract.get();
      if (promised.column(table.date().from()).isEmpty()) {
        FirstContract.Unusable unusable = first.unusable();
        if (!unusable.files().isEmpty()) {
          work.requireReadable(table.id(), unusable.files());
          manifest = without(manifest, unusable.files());
          continue;
        }
        if (promised.columns().isEmpty()) {
          first.requireNothingRejected(unusable);
          return Outcome.refused(work.before().run(), refused);
        }
      }
      Attempt attempt = stage(work, manifest, promised);
      Findings findings = Findings.of(attempt.read().notes(), manifest, promised, table);
      warnings.addAll(findings.warnings());
      requireAllRead(work, manifest, attempt, findings);
      Contract wider =
          findings.nothingBut(promised) ? widened(promised, attempt, manifest) : promised;
      if (!wider.equals(promised)) {
        attempt.folding().discard();
        contract = Optional.of(wider);
        continue;
      }
      if (findings.nothingBut(promised)) {
        if (inferring) {
          warnings.add("the contract was inferred: " + promised.columns());
        }
        warnings.addAll(missing(promised, attempt, manifest));
        return finish(work, claim, promised, attempt);
      }
      attempt.folding().discard();
      boolean again = inferring && !findings.refused().isEmpty();
      contract = again ? Optional.empty() : Optional.of(findings.contract());
      manifest = without(manifest, findings.refused());
    }
  }

  private void requireAllRead(Work work, Manifest manifest, Attempt attempt, Findings findings) {
    try {
      work.requireReadable(table.id(), findings.refused());
      work.places().ifPresent(places -> places.requireFound(table.id(), attempt.read(), manifest));
    } catch (LakeException e) {
      attempt.folding().discard();
      throw e;
    }
  }

  private Manifest without(Manifest manifest, List<Findings.Refused> unreadable) {
    Set<RawObject> left = new HashSet<>();
    for (Findings.Refused file : unreadable) {
      left.add(file.object());
      refused.add(file.toString());
    }
    return new Manifest(
        manifest.run(),
        manifest.purpose(),
        manifest.objects().stream().filter(object -> !left.contains(object)).toList());
  }

  /**
   * Fresh rows, staged.
   *
   * @param from what the rows were read from
   * @param read what was counted on the way in
   */
  private record Attempt(
      Change change, RawRead from, Folding folding, List<DataFile> staged, Tally.Counts read) {}

  private Attempt stage(Work work, Manifest manifest, Contract contract) {
    TableColumns columns = new TableColumns(table, contract);
    columns.requireNames();
    columns.requireReaders();
    Completeness completeness = new Completeness(table, contract, manifest.run());
    RawRead read =
        completeness.asking(rawRead(manifest, columns.read()).requiring(columns.required()));
    Change change = begin(work, columns.all());
    BinPlan bins = work.bins(new Sizer(spark, table, contract, manifest, read), change);
    progress.reached(table.id(), Step.STAGING, Amounts.count(bins.tasks(), "task"));
    Tally counted = registered();
    FreshRows fresh = new FreshRows(table, contract, manifest);
    Folding folding = folding(work, manifest, contract, fresh, change, bins);
    Dataset<Row> good = fresh.good(work.part(RawRows.read(spark, read)), counted);
    List<DataFile> staged =
        folding.stage(work.dates().map(dates -> dates.written(good, table)).orElse(good));
    return new Attempt(change, read, folding, staged, counted.value());
  }

  /** The contract with the wider types that values of inferred columns need. */
  private Contract widened(Contract contract, Attempt attempt, Manifest manifest) {
    Map<String, ColumnType> types =
        new WiderTypes(contract).of(spark, attempt.from(), attempt.read());
    if (!types.isEmpty()) {
      warnings.add("values need wider types than were inferred: " + new TreeMap<>(types));
    }
    return contract.widened(types, manifest.run());
  }

  private List<String> missing(Contract contract, Attempt attempt, Manifest manifest) {
    try {
      return new Completeness(table, contract, manifest.run())
          .judge(attempt.read().absences(), manifest);
    } catch (LakeException e) {
      attempt.folding().discard();
      throw e;
    }
  }

  private Change begin(Work work, List<Column> columns) {
    Widening widening = Widening.of(work.before(), columns);
    if (widening.isEmpty()) {
      return work.begin(store, spark, columns);
    }
    work.requireNoWidening(table.id(), widening);
    return new WidenedChange(
        store.begin(spark, columns),
        work.before().columns(),
        columns,
        table.date().column(),
        table.sizing(),
        table.date().zone());
  }

  private Folding folding(
      Work work,
      Manifest manifest,
      Contract contract,
      FreshRows fresh,
      Change change,
      BinPlan bins) {
    if (!table.isKeyed()) {
      Merging merging = new Merging(table, manifest, change);
      return new DatedFolding(fresh, merging, change, bins, registered(), registered());
    }
    Tally mergedInTable = registered();
    return new KeyedFolding(
        table,
        manifest,
        work,
        fresh,
        deletedKeys(contract),
        partialMerge(manifest, contract, fresh, mergedInTable),
        new Scratch(spark, files, layout.scratch(table.id())),
        change,
        bins,
        registered(),
        mergedInTable);
  }

  private DeletedKeys deletedKeys(Contract contract) {
    LongFunction<Location> folder = run -> layout.deleted(table.id(), run);
    return new DeletedKeys(table, contract, kept(layout.deleted(table.id()), folder));
  }

  private Optional<PartialMerge> partialMerge(
      Manifest manifest, Contract contract, FreshRows fresh, Tally merged) {
    if (table.partial().isEmpty()) {
      return Optional.empty();
    }
    LongFunction<Location> folder = run -> layout.pieces(table.id(), run);
    Pieces pieces = new Pieces(table, contract, kept(layout.pieces(table.id()), folder));
    return Optional.of(new PartialMerge(table, manifest, contract, fresh, pieces, merged));
  }

  private KeptRows kept(Location home, LongFunction<Location> folder) {
    return new KeptRows(home, folder, files, spark, table.date().zone());
  }

  private Outcome finish(Work work, Claim claim, Contract contract, Attempt attempt) {
    Manifest manifest = claim.manifest();
    Change change = attempt.change();
    if (work.places().isPresent() && attempt.read().total(Tally.GOOD) == 0) {
      attempt.folding().discard();
      site.turn().require();
      files.delete(layout.manifest(table.id(), manifest.run()));
      return Outcome.refused(work.before().run(), refused);
    }
    List<Column> columns = new TableColumns(table, contract).all();
    warnings.addAll(Widening.of(work.before(), columns).cost().stream().toList());
    progress.reached(table.id(), Step.STAGED, describe(attempt.staged()));
    Map<Integer, Long> leftAlone = leftAlone(work, contract, attempt);
    site.turn().require();
    Staged folded = attempt.folding().fold();
    warnings.addAll(attempt.folding().warnings());
    Staged mended = new Mending(change, table.sizing(), table.date().column()).mend(folded);
    Staged staged = change.whole(mended);
    progress.reached(table.id(), Step.MERGED, describe(staged.add()));

    site.turn().require();
    RejectedRows.Kept rejected =
        site.rejected()
            .publish(
                spark,
                attempt.from(),
                work::part,
                work.dates()
                    .flatMap(
                        dates ->
                            dates.stillRejected(
                                RawRows.read(spark, attempt.from()), table, contract, manifest)),
                contract,
                manifest,
                attempt.read());
    Weighing weighing = Weighing.of(change, manifest, table, staged);
    Balance balance =
        weighing.balance(attempt.read(), leftAlone, attempt.folding(), rejected.byFile());
    Optional<String> tooMany;
    try {
      balance.verify(table.id(), manifest);
      tooMany = new Limits(table).broken(balance, work);
    } catch (LakeException e) {
      change.discard(staged.add());
      throw e;
    }
    if (tooMany.isPresent()) {
      change.discard(staged.add());
      return Outcome.tooManyRejected(
          work.before().run(), tooMany.get(), balance.rows(), rejected.reasons(), refused);
    }
    progress.reached(table.id(), Step.VERIFIED, Amounts.count(balance.rows().read(), "row"));

    claim.require();
    files.put(layout.contract(table.id()), contract.toText());
    change.publish(manifest.run(), staged.add(), staged.remove(), "sluice " + work.verb());
    claim.confirm();
    files.delete(layout.scratch(table.id()));
    keep(weighing.distances(), work);
    progress.reached(table.id(), Step.PUBLISHED, "run " + manifest.run());
    if (!work.takes()) {
      site.repair(() -> spark);
    }
    List<DataFile> gone = new ArrayList<>(change.replaced());
    gone.addAll(staged.remove());
    return new Outcome(
        manifest,
        manifest.run(),
        balance.rows(),
        new Staged(staged.add(), gone),
        rejected.reasons(),
        refused,
        Optional.empty());
  }

  /** Rows of dates that the run does not write, which must be in the table as they are. */
  private Map<Integer, Long> leftAlone(Work work, Contract contract, Attempt attempt) {
    if (work.dates().isEmpty()) {
      return Map.of();
    }
    try {
      return work.dates()
          .get()
          .leftAlone(
              RawRows.read(spark, attempt.from()), table, contract, work.manifest(), work.before());
    } catch (LakeException e) {
      attempt.folding().discard();
      throw e;
    }
  }

  /**
   * After publishing, so that a run that is repeated does not count twice; nor do rows that were
   * there and are written anew.
   */
  private void keep(Distances distances, Work work) {
    if (work.dates().isPresent()) {
      return;
    }
    Location kept = layout.distances(table.id());
    try {
      Distances before =
          work.manifest().isWhole()
              ? Distances.NONE
              : files
                  .read(kept)
                  .map(text -> Distances.parse(text, kept.uri()))
                  .orElse(Distances.NONE);
      files.put(kept, before.plus(distances).toText());
    } catch (LakeException e) {
      // The run is published; only a warning of status depends on this.
      warnings.add(e.getMessage());
    }
  }

  private RawRead rawRead(Manifest manifest, List<Column> columns) {
    RawRead read =
        RawRead.of(
            table.raw(),
            layout.manifest(table.id(), manifest.run()),
            table.raws(),
            columns,
            table.date().zone());
    return table.partial().map(rows -> read.namingAbsent(rows.unavailable())).orElse(read);
  }

  private Tally registered() {
    Tally tally = new Tally();
    spark.sparkContext().register(tally);
    return tally;
  }

  private static String describe(List<DataFile> files) {
    long bytes = files.stream().mapToLong(DataFile::bytes).sum();
    return Amounts.count(files.size(), "file") + ", " + Amounts.bytes(bytes);
  }
}
