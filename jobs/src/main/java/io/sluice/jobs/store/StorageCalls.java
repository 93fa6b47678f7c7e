package io.sluice.jobs.store;

import io.sluice.layout.Location;
import java.io.IOException;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.statistics.IOStatisticsSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Requests to object stores by kind, as Hadoop's S3A counts them in this process since it began. On
 * a cluster that is the driver: what executors read and write is not among them.
 */
public record StorageCalls(Map<String, Long> counts) {

  private static final Logger LOG = LoggerFactory.getLogger(StorageCalls.class);

  /** As they are billed and granted, with what S3A calls them. */
  private enum Kind {
    LIST("object_list_request", "object_continue_list_request"),
    HEAD("object_metadata_request"),
    GET("action_http_get_request"),
    PUT("object_put_request"),
    MULTIPART("object_multipart_initiated"),
    COPY("object_copy_requests"),
    DELETE("object_delete_request", "object_bulk_delete_request");

    private final List<String> names;

    Kind(String... names) {
      this.names = List.of(names);
    }

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
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
    for (Kind kind : Kind.values()) {
      for (String name : kind.names) {
        Long count = counters.get(name);
        to.merge(kind.word(), count == null ? 0 : count, Long::sum);
      }
    }
  }

  /** What came since, in the order list, head, get, put, multipart, copy, delete; no zeros. */
  public Map<String, Long> since(StorageCalls before) {
    Map<String, Long> since = new LinkedHashMap<>();
    for (Kind kind : Kind.values()) {
      String word = kind.word();
      long count = counts.getOrDefault(word, 0L) - before.counts.getOrDefault(word, 0L);
      if (count > 0) {
        since.put(word, count);
      }
    }
    return since;
  }
}
