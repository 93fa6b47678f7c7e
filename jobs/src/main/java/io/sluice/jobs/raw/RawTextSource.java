package io.sluice.jobs.raw;

import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.connector.catalog.SupportsRead;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.connector.catalog.TableCapability;
import org.apache.spark.sql.connector.catalog.TableProvider;
import org.apache.spark.sql.connector.expressions.Transform;
import org.apache.spark.sql.connector.read.ScanBuilder;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/**
 * The Spark source behind {@link RawRows}. Spark creates it by name, which is why it is public; use
 * {@link RawRows}.
 */
public final class RawTextSource implements TableProvider {

  /** For Spark. */
  public RawTextSource() {}

  @Override
  public StructType inferSchema(CaseInsensitiveStringMap options) {
    return RawRows.schema(RawReadOptions.parse(options).what());
  }

  @Override
  public Table getTable(
      StructType schema, Transform[] partitioning, Map<String, String> properties) {
    return new RawText(new CaseInsensitiveStringMap(properties));
  }

  private record RawText(CaseInsensitiveStringMap properties) implements SupportsRead {

    private RawReadOptions options() {
      return RawReadOptions.parse(properties);
    }

    @Override
    public String name() {
      RawRead what = options().what();
      return "raw " + what.format().word() + " " + what.root();
    }

    @Override
    @Deprecated
    public StructType schema() {
      return RawRows.schema(options().what());
    }

    @Override
    public Set<TableCapability> capabilities() {
      return Set.of(TableCapability.BATCH_READ);
    }

    @Override
    public ScanBuilder newScanBuilder(CaseInsensitiveStringMap ignored) {
      return new RawTextScan(options());
    }
  }
}
