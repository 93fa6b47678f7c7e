package io.sluice.jobs.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.delta.exceptions.DeltaConcurrentModificationException;
import io.sluice.layout.Column;
import io.sluice.layout.LakeException;
import io.sluice.layout.Location;
import io.sluice.layout.sizing.DataFile;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.parser.CatalystSqlParser;
import org.apache.spark.sql.delta.DeltaLog;
import org.apache.spark.sql.delta.DeltaOperations;
import org.apache.spark.sql.delta.OptimisticTransaction;
import org.apache.spark.sql.delta.Snapshot;
import org.apache.spark.sql.delta.actions.Action;
import org.apache.spark.sql.delta.actions.AddFile;
import org.apache.spark.sql.delta.actions.FileAction;
import org.apache.spark.sql.delta.actions.Metadata;
import org.apache.spark.sql.delta.actions.SetTransaction;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import scala.Option;
import scala.collection.JavaConverters;

/**
 * A change of a Delta table through Delta's own transaction: files are staged by its {@code
 * writeFiles}, and added and removed in one {@code commit} with conflict detection.
 *
 * <p>That API is internal to delta-spark. This class is the only one that touches it.
 */
final class DeltaChange implements Change {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final SparkSession spark;
  private final Location table;
  private final Optional<String> partitionColumn;
  private final OptimisticTransaction transaction;
  private final FileStore files;
  private final boolean isOnce;
  private final boolean changesRows;
  private final long begunAfter;
  private final Map<Location, AddFile> known = new HashMap<>();

  /**
   * @param isOnce whether a run's number is published once
   * @param changesRows whether readers that follow the log must look at the files
   */
  DeltaChange(
      SparkSession spark,
      Location table,
      Optional<String> partitionColumn,
      OptimisticTransaction transaction,
      FileStore files,
      boolean isOnce,
      boolean changesRows) {
    this.spark = spark;
    this.table = table;
    this.partitionColumn = partitionColumn;
    this.transaction = transaction;
    this.files = files;
    this.isOnce = isOnce;
    this.changesRows = changesRows;
    // Remembered by the transaction: a run that commits its number meanwhile is a conflict, even
    // where both only add files.
    this.begunAfter = transaction.txnVersion(DeltaStore.APPLICATION);
  }

  /** Columns the table does not have yet join it, and so do new fields inside of columns. */
  void addColumns(List<Column> columns) {
    Map<String, StructField> grown = new LinkedHashMap<>();
    for (StructField field : transaction.metadata().schema().fields()) {
      grown.put(field.name(), field);
    }
    for (StructField field : SparkTypes.schema(columns).fields()) {
      grown.put(field.name(), field);
    }
    become(new StructType(grown.values().toArray(StructField[]::new)));
  }

  /** The table has exactly these columns and its partition column. */
  void replaceColumns(List<Column> columns) {
    become(schema(columns));
  }

  private StructType schema(List<Column> columns) {
    StructType schema = SparkTypes.schema(columns);
    return partitionColumn.isPresent()
        ? schema.add(partitionColumn.get(), DataTypes.StringType)
        : schema;
  }

  private void become(StructType schema) {
    Metadata old = transaction.metadata();
    if (!schema.equals(old.schema())) {
      transaction.updateMetadata(
          old.copy(
              old.id(),
              old.name(),
              old.description(),
              old.format(),
              schema.json(),
              old.partitionColumns(),
              old.configuration(),
              old.createdTime()),
          false);
    }
  }

  /** The table has the columns it had in a version; that version's files, which may be added. */
  List<DataFile> backTo(long version) {
    Snapshot then = snapshot(version);
    become(then.schema());
    List<DataFile> files = new ArrayList<>();
    for (AddFile file : then.allFiles().collectAsList()) {
      requireWhole(file);
      String again = file.json().replace("\"dataChange\":false", "\"dataChange\":true");
      files.add(remember((AddFile) Action.fromJson(again)));
    }
    return files;
  }

  /** Delta 3 and 4 differ in how many optional details follow the version. */
  private Snapshot snapshot(long version) {
    DeltaLog log = transaction.deltaLog();
    Method method =
        Arrays.stream(DeltaLog.class.getMethods())
            .filter(one -> one.getName().equals("getSnapshotAt"))
            .min(Comparator.comparingInt(Method::getParameterCount))
            .orElseThrow();
    try {
      Object[] arguments = new Object[method.getParameterCount()];
      arguments[0] = version;
      for (int i = 1; i < arguments.length; i++) {
        arguments[i] = DeltaLog.class.getMethod("getSnapshotAt$default$" + (i + 1)).invoke(log);
      }
      return (Snapshot) method.invoke(log, arguments);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("this Delta has no getSnapshotAt that is known", e);
    }
  }

  @Override
  public List<DataFile> existing() {
    return existing(List.of());
  }

  @Override
  public List<DataFile> existing(Set<String> partitions) {
    if (partitions.isEmpty()) {
      return List.of();
    }
    List<Expression> where = new ArrayList<>();
    partitionColumn.ifPresent(
        column -> where.add(new CatalystSqlParser().parseExpression(in(column, partitions))));
    return existing(where);
  }

  private List<DataFile> existing(List<Expression> where) {
    List<DataFile> found = new ArrayList<>();
    JavaConverters.asJavaCollectionConverter(
            transaction.filterFiles(
                JavaConverters.asScalaBufferConverter(where).asScala().toSeq(), false))
        .asJavaCollection()
        .forEach(
            file -> {
              requireWhole(file);
              found.add(remember(file));
            });
    return found;
  }

  /** Rows that another writer marked as deleted would come back with the file. */
  private void requireWhole(AddFile file) {
    if (file.deletionVector() != null) {
      throw new LakeException(
          LakeException.Kind.FAILED,
          "Cannot change "
              + table
              + ": another writer has deleted rows of its file "
              + file.path()
              + " by a deletion vector, which not every reader of the lake knows. Run in Spark: ALTER"
              + " TABLE … SET TBLPROPERTIES ('delta.enableDeletionVectors' = 'false'), then REORG"
              + " TABLE … APPLY (PURGE), then run again.");
    }
  }

  private static String in(String column, Set<String> values) {
    return values.stream()
        .sorted()
        .map(value -> "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'")
        .collect(Collectors.joining(", ", "`" + column + "` IN (", ")"));
  }

  @Override
  public List<DataFile> stage(Dataset<Row> rows) {
    List<DataFile> staged = new ArrayList<>();
    for (FileAction action :
        JavaConverters.asJavaCollectionConverter(transaction.writeFiles(rows)).asJavaCollection()) {
      if (action instanceof AddFile file) {
        staged.add(remember(file));
      }
    }
    return staged;
  }

  private DataFile remember(AddFile file) {
    URI path = URI.create(file.path());
    Location location = path.isAbsolute() ? Location.of(file.path()) : table.child(path.getPath());
    known.put(location, file);
    Map<String, String> values =
        JavaConverters.mapAsJavaMapConverter(file.partitionValues()).asJava();
    String partition = partitionColumn.map(values::get).orElse("");
    Option<Object> rows = file.numPhysicalRecords();
    return new DataFile(
        partition,
        location,
        file.size(),
        rows.isDefined() ? ((Number) rows.get()).longValue() : -1);
  }

  @Override
  public Dataset<Row> read(Collection<DataFile> some) {
    return StagedFiles.read(spark, partitionColumn, transaction.metadata().schema(), some);
  }

  @Override
  public Dataset<Row> read(Collection<DataFile> some, List<Column> columns) {
    return StagedFiles.read(spark, partitionColumn, schema(columns), some);
  }

  @Override
  public void discard(Collection<DataFile> staged) {
    staged.forEach(file -> files.delete(file.location()));
  }

  @Override
  public void publish(
      long run, Collection<DataFile> add, Collection<DataFile> remove, String what) {
    if (isOnce && begunAfter >= run) {
      throw held(run, "another run has published " + begunAfter + " meanwhile", null);
    }
    long now = System.currentTimeMillis();
    List<Action> actions = new ArrayList<>();
    add.forEach(file -> actions.add(added(known.get(file.location()))));
    remove.forEach(
        file -> actions.add(known.get(file.location()).removeWithTimestamp(now, changesRows)));
    actions.add(new SetTransaction(DeltaStore.APPLICATION, run, Option.apply(now)));
    Set<String> replaced = remove.stream().map(DataFile::partition).collect(Collectors.toSet());
    try {
      transaction.commit(
          JavaConverters.asScalaBufferConverter(actions).asScala().toSeq(),
          operation(remove.isEmpty() ? Set.of() : replaced, what + ", run " + run));
    } catch (DeltaConcurrentModificationException e) {
      String who = "another writer published meanwhile (" + e.getClass().getSimpleName() + ")";
      throw held(run, who, e);
    } finally {
      new DeltaStates(table, files).forget();
    }
  }

  private LakeException held(long run, String why, Exception cause) {
    return new LakeException(
        LakeException.Kind.HELD,
        "Cannot publish run "
            + run
            + " of "
            + table
            + ": "
            + why
            + ". Nothing was published. Run again.",
        cause);
  }

  /** Through its JSON, because Delta 3 and 4 differ in how many values the action has. */
  private Action added(AddFile file) {
    if (changesRows) {
      return file;
    }
    try {
      JsonNode action = JSON.readTree(file.json());
      ((ObjectNode) action.get("add")).put("dataChange", false);
      return Action.fromJson(JSON.writeValueAsString(action));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Delta wrote an action that is no JSON", e);
    }
  }

  /**
   * A WRITE as the table's history shows it. Delta 3 and 4 differ in how many optional details
   * follow the first four: those are left empty.
   */
  private DeltaOperations.Operation operation(Set<String> replaced, String what) {
    Option<String> predicate =
        replaced.isEmpty() || partitionColumn.isEmpty()
            ? Option.empty()
            : Option.apply(in(partitionColumn.get(), replaced));
    Constructor<?> constructor = DeltaOperations.Write.class.getConstructors()[0];
    Object[] arguments = new Object[constructor.getParameterCount()];
    Arrays.fill(arguments, Option.empty());
    arguments[0] = replaced.isEmpty() ? SaveMode.Append : SaveMode.Overwrite;
    arguments[1] = Option.apply(transaction.metadata().partitionColumns());
    arguments[2] = predicate;
    arguments[3] = Option.apply(what);
    try {
      return (DeltaOperations.Operation) constructor.newInstance(arguments);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("this Delta has no Write operation that is known", e);
    }
  }
}
