package io.sluice.jobs.raw;

import io.sluice.layout.ColumnNames;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.security.AccessControlException;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.schema.Type;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/**
 * The schemas of Parquet files, from their footers: files of the same schema together, and files
 * that are none with the reason.
 *
 * @param groups slices (whole files) by the text of their Parquet schema, in the manifest's order
 * @param refused reasons by the file's index
 */
record ParquetFooters(Map<String, List<Slice>> groups, Map<Integer, String> refused) {

  private static final int FILES_A_TASK = 16;

  /** What one footer says: its schema, or why it says nothing. */
  private record Footer(int file, String schema, String refusal) implements Serializable {}

  static ParquetFooters read(SparkSession spark, List<Slice> files) {
    HadoopSettings hadoop = new HadoopSettings(spark.sparkContext().hadoopConfiguration());
    List<Footer> footers;
    if (files.size() <= FILES_A_TASK) {
      footers = footers(files.iterator(), hadoop.configuration());
    } else {
      int tasks = (files.size() + FILES_A_TASK - 1) / FILES_A_TASK;
      footers =
          JavaSparkContext.fromSparkContext(spark.sparkContext())
              .parallelize(files, Math.min(tasks, 10_000))
              .mapPartitions(part -> footers(part, hadoop.configuration()).iterator())
              .collect();
    }
    Map<Integer, Slice> byIndex = new HashMap<>();
    files.forEach(file -> byIndex.put(file.file(), file));
    Map<String, List<Slice>> groups = new LinkedHashMap<>();
    Map<Integer, String> refused = new TreeMap<>();
    String schema = "";
    for (Footer footer : footers) {
      if (!footer.refusal().isEmpty()) {
        refused.put(footer.file(), footer.refusal());
        continue;
      }
      schema = footer.schema().isEmpty() ? schema : footer.schema();
      groups.computeIfAbsent(schema, s -> new ArrayList<>()).add(byIndex.get(footer.file()));
    }
    return new ParquetFooters(groups, refused);
  }

  /** Empty schema text means the same as the one before, so that little is sent to the driver. */
  private static List<Footer> footers(Iterator<Slice> files, Configuration hadoop) {
    List<Footer> footers = new ArrayList<>();
    String last = "";
    while (files.hasNext()) {
      Slice file = files.next();
      Footer footer = footer(file, hadoop);
      boolean same = footer.refusal().isEmpty() && footer.schema().equals(last);
      footers.add(same ? new Footer(file.file(), "", "") : footer);
      last = footer.refusal().isEmpty() ? footer.schema() : last;
    }
    return footers;
  }

  private static Footer footer(Slice file, Configuration hadoop) {
    try {
      HadoopInputFile input = HadoopInputFile.fromPath(new Path(file.path()), hadoop);
      if (input.getLength() == 0) {
        return refusal(file, "it is empty, which a Parquet file never is");
      }
      if (input.getLength() != file.fileBytes()) {
        return refusal(
            file,
            "it has " + input.getLength() + " bytes now and was listed with " + file.fileBytes());
      }
      try (ParquetFileReader reader = ParquetFileReader.open(input)) {
        List<Type> fields = reader.getFooter().getFileMetaData().getSchema().getFields();
        String collision = collision(fields);
        return collision.isEmpty()
            ? new Footer(
                file.file(), reader.getFooter().getFileMetaData().getSchema().toString(), "")
            : refusal(file, collision);
      }
    } catch (IllegalArgumentException e) {
      return refusal(file, "its name cannot be used: " + e.getMessage());
    } catch (FileNotFoundException
        | AccessControlException
        | java.nio.file.AccessDeniedException e) {
      return refusal(file, "it cannot be opened: " + e.getMessage());
    } catch (EOFException | RuntimeException e) {
      return refusal(file, "it is not a whole Parquet file: " + reason(e));
    } catch (IOException e) {
      if (String.valueOf(e.getMessage()).startsWith("can not read class")) {
        return refusal(file, "it is not a whole Parquet file: " + e.getMessage());
      }
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** Parquet repeats the whole path and lists the bytes it found. */
  private static String reason(Exception e) {
    String message = String.valueOf(e.getMessage());
    return message.contains("is not a Parquet file")
        ? "it does not end as one does, so it is cut off or something else"
        : message.lines().findFirst().orElse(message);
  }

  private static String collision(List<Type> fields) {
    Map<String, String> seen = new HashMap<>();
    for (Type field : fields) {
      String column = ColumnNames.conform(field.getName());
      String twin = seen.put(column, field.getName());
      if (twin != null) {
        return "its columns \""
            + twin
            + "\" and \""
            + field.getName()
            + "\" are both the column "
            + column;
      }
    }
    return "";
  }

  private static Footer refusal(Slice file, String reason) {
    return new Footer(file.file(), "", reason);
  }
}
