package io.sluice.jobs.store;

import io.sluice.layout.Location;
import java.io.IOException;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.statistics.IOStatisticsSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Requests to object stores by kind, as Hadoop counts them in this process since it began. On a
 * cluster that is the driver: what executors read and write is not among them.
 */
public record StorageCalls(Map<String, Long> counts) {

  private static final Logger LOG = LoggerFactory.getLogger(StorageCalls.class);

  /** What S3A calls the requests of each kind, as they are billed and granted. */
  private static final Map<String, List<String>> KINDS = new LinkedHashMap<>();

  static {
    KINDS.put("list", List.of("object_list_request", "object_continue_list_request"));
    KINDS.put("head", List.of("object_metadata_request"));
    KINDS.put("get", List.of("action_http_get_request"));
    KINDS.put("put", List.of("object_put_request"));
    KINDS.put("multipart", List.of("object_multipart_initiated"));
    KINDS.put("copy", List.of("object_copy_requests"));
    KINDS.put("delete", List.of("object_delete_request", "object_bulk_delete_request"));
  }

  public StorageCalls {
    counts = Map.copyOf(counts);
  }

  /** What the stores of these locations were asked. A store that cannot be opened counts none. */
  public static StorageCalls soFar(Collection<Location> roots, Configuration hadoop) {
    Map<String, Long> counts = new LinkedHashMap<>();
    Set<FileSystem> stores = Collections.newSetFromMap(new IdentityHashMap<>());
    for (Location root : roots) {
      try {
        stores.add(FileStore.path(root).getFileSystem(hadoop));
      } catch (IOException e) {
        LOG.debug("cannot count the requests to {}", root, e);
      }
    }
    for (FileSystem store : stores) {
      if (store instanceof IOStatisticsSource source && source.getIOStatistics() != null) {
        add(source.getIOStatistics().counters(), counts);
      }
    }
    return new StorageCalls(counts);
  }

  private static void add(Map<String, Long> counters, Map<String, Long> to) {
    KINDS.forEach(
        (kind, names) ->
            names.forEach(
                name -> {
                  Long count = counters.get(name);
                  to.merge(kind, count == null ? 0 : count, Long::sum);
                }));
  }

  /** What came since, in the order list, head, get, put, multipart, copy, delete; no zeros. */
  public Map<String, Long> since(StorageCalls before) {
    Map<String, Long> since = new LinkedHashMap<>();
    for (String kind : KINDS.keySet()) {
      long count = counts.getOrDefault(kind, 0L) - before.counts.getOrDefault(kind, 0L);
      if (count > 0) {
        since.put(kind, count);
      }
    }
    return since;
  }
}
