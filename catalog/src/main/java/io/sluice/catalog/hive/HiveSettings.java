package io.sluice.catalog.hive;

import java.nio.file.Path;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hive.conf.HiveConf;

/** Hive's settings for a client and for an embedded metastore. */
final class HiveSettings {

  /** Held here, since the logging of the JDK forgets the level of a logger that nobody holds. */
  private static final Logger DATANUCLEUS = Logger.getLogger("DataNucleus");

  private HiveSettings() {}

  /** A {@code hive-site.xml} on the class path counts too: it says how to authenticate. */
  static HiveConf thrift(String uri) {
    HiveConf conf = new HiveConf(new Configuration(), HiveConf.class);
    conf.set("hive.metastore.uris", uri);
    conf.set("hive.metastore.connect.retries", "2");
    conf.set("hive.metastore.failure.retries", "1");
    conf.set("hive.metastore.client.connect.retry.delay", "1s");
    conf.set("hive.metastore.client.socket.timeout", "120s");
    return conf;
  }

  /** Everything a laptop does not need is off, and nothing is taken from elsewhere. */
  static HiveConf embedded(Path home, String derbyUrl) {
    DATANUCLEUS.setLevel(Level.SEVERE);
    HiveConf conf = new HiveConf(new Configuration(), HiveConf.class);
    conf.set("hive.metastore.uris", "");
    conf.set("hive.metastore.warehouse.dir", home.resolve("warehouse").toUri().toString());
    conf.set("javax.jdo.option.ConnectionURL", derbyUrl);
    conf.set("javax.jdo.option.ConnectionDriverName", DerbyDatabase.DRIVER);
    conf.set("javax.jdo.option.ConnectionUserName", "APP");
    conf.set("javax.jdo.option.ConnectionPassword", "mine");
    conf.set("datanucleus.schema.autoCreateAll", "true");
    conf.set("datanucleus.connectionPoolingType", "NONE");
    conf.set("datanucleus.cache.level2", "false");
    conf.set("hive.metastore.schema.verification", "false");
    conf.set("hive.metastore.schema.verification.record.version", "false");
    conf.set("hive.hmshandler.retry.attempts", "1");
    conf.set("hive.stats.autogather", "false");
    conf.set("hive.metastore.disallow.incompatible.col.type.changes", "false");
    conf.set("hive.metastore.metrics.enabled", "false");
    conf.set("hive.metastore.event.listeners", "");
    conf.set("hive.metastore.pre.event.listeners", "");
    conf.set("hive.metastore.transactional.event.listeners", "");
    for (String scheme : List.of("s3", "s3a", "gs")) {
      conf.set("fs." + scheme + ".impl", FoldersAreThere.class.getName());
      conf.setBoolean("fs." + scheme + ".impl.disable.cache", true);
    }
    return conf;
  }
}
