package io.sluice.jobs.raw;

import io.sluice.jobs.store.SparkTypes;
import io.sluice.layout.Column;
import io.sluice.layout.ColumnNames;
import io.sluice.layout.LakeException;
import io.sluice.layout.intake.Manifest;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * The rows of raw files. Every record of every file comes out exactly once.
 *
 * <p>The columns are the contract's, typed, and then: {@link #FILE} (the file's index in the
 * manifest), {@link #POSITION} (where the record begins: byte in the uncompressed text as UTF-8, or
 * the record's number in a Parquet, Avro, ORC or XML file), {@link #LINE} (the number of its first
 * line, null where that is not known without reading what is before), {@link #KIND}, and {@link
 * #COLUMN}, {@link #EXPECTED}, {@link #VALUE}, {@link #REASON}, {@link #TEXT}, which are null
 * unless the kind says otherwise:
 *
 * <ul>
 *   <li>{@link #GOOD}: a row of the contract.
 *   <li>{@link #REJECTED}: a record that is no such row; the reason, its raw text (of a format that
 *       is not lines of text: as JSON), and where one column is to blame that column, its type and
 *       its value.
 *   <li>{@link #REFUSED}: no record; the whole file cannot be read and rows of it that came out
 *       before must be dropped. The reason says why.
 *   <li>{@link #NEW_COLUMN}: no record; a column that the contract does not know, its inferred type
 *       in {@link #EXPECTED} and its raw name in {@link #VALUE}. One per task and column. Where
 *       {@link #COLUMN} is a column of the contract, a field inside of it is new: {@link #VALUE} is
 *       its path ({@code payload.extra}).
 * </ul>
 */
public final class RawRows {

  public static final String FILE = ColumnNames.CONTROL_PREFIX + "in_file";
  public static final String POSITION = ColumnNames.CONTROL_PREFIX + "in_position";
  public static final String KIND = ColumnNames.CONTROL_PREFIX + "in_kind";
  public static final String COLUMN = ColumnNames.CONTROL_PREFIX + "in_column";
  public static final String EXPECTED = ColumnNames.CONTROL_PREFIX + "in_expected";
  public static final String VALUE = ColumnNames.CONTROL_PREFIX + "in_value";
  public static final String REASON = ColumnNames.CONTROL_PREFIX + "in_reason";
  public static final String TEXT = ColumnNames.CONTROL_PREFIX + "in_text";
  public static final String LINE = ColumnNames.CONTROL_PREFIX + "in_line";

  /**
   * The columns of the contract that a good row's record does not carry, or whose value the loader
   * did not have, an array of names, null if there are none. They are null in the row. There only
   * if the read asks for it: {@link RawRead#namingAbsent()}.
   */
  public static final String ABSENT = ColumnNames.CONTROL_PREFIX + "in_absent";

  public static final byte GOOD = 0;
  public static final byte REJECTED = 1;
  public static final byte REFUSED = 2;
  public static final byte NEW_COLUMN = 3;

  static final List<String> CONTROL =
      List.of(FILE, POSITION, KIND, COLUMN, EXPECTED, VALUE, REASON, TEXT, LINE);

  private RawRows() {}

  /** Lazily, as one dataset. */
  public static Dataset<Row> read(SparkSession spark, RawRead what) {
    requireFreeNames(what);
    return text(spark, new RawReadOptions(what, false));
  }

  /** How many times as much there is as a sample reads: by bytes, as they lie on storage. */
  public static double sampledScale(SparkSession spark, RawRead what) {
    Manifest manifest = RawTextScan.manifest(what, spark.sparkContext().hadoopConfiguration());
    long read =
        new SplitPlan(what, manifest, 1)
            .splits().stream().flatMap(List::stream).mapToLong(Slice::bytes).sum();
    return read == 0 ? 1.0 : (double) manifest.bytes() / read;
  }

  /** The contract's columns followed by those that say where a row is from and what is wrong. */
  static StructType schema(RawRead what) {
    StructType schema = schema(what.contract());
    return what.absent().isPresent()
        ? schema.add(ABSENT, DataTypes.createArrayType(DataTypes.StringType))
        : schema;
  }

  private static StructType schema(List<Column> contract) {
    return SparkTypes.schema(contract)
        .add(FILE, DataTypes.IntegerType)
        .add(POSITION, DataTypes.LongType)
        .add(KIND, DataTypes.ByteType)
        .add(COLUMN, DataTypes.StringType)
        .add(EXPECTED, DataTypes.StringType)
        .add(VALUE, DataTypes.StringType)
        .add(REASON, DataTypes.StringType)
        .add(TEXT, DataTypes.StringType)
        .add(LINE, DataTypes.LongType);
  }

  static Dataset<Row> text(SparkSession spark, RawReadOptions options) {
    return spark.read().format(RawTextSource.class.getName()).options(options.toMap()).load();
  }

  private static void requireFreeNames(RawRead what) {
    Set<String> names = new TreeSet<>();
    for (Column column : what.contract()) {
      String name = column.name().toLowerCase(Locale.ROOT);
      if (name.startsWith(ColumnNames.CONTROL_PREFIX) || !names.add(name)) {
        throw new LakeException(
            LakeException.Kind.CONFIGURATION,
            "Cannot read "
                + what.root()
                + ": the name of its column "
                + column.name()
                + " is taken: names that start with "
                + ColumnNames.CONTROL_PREFIX
                + " are kept for columns that Sluice writes itself. Let the loader rename it, or"
                + " leave it out: declare the other columns and set new-columns = ignore.");
      }
    }
  }
}
