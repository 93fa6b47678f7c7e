package io.sluice.catalog.hive;

import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.apache.hadoop.hive.conf.HiveConf;
import org.apache.hadoop.hive.metastore.HiveMetaStore;
import org.apache.hadoop.hive.metastore.IHMSHandler;
import org.apache.hadoop.hive.metastore.RetryingHMSHandler;
import org.apache.hadoop.hive.metastore.TSetIpAddressProcessor;
import org.apache.thrift.server.TThreadPoolServer;
import org.apache.thrift.transport.TServerSocket;

/**
 * A metastore service of Hive's own classes, on a free port of this machine only. As a process of
 * its own it keeps its database in the folder it is given, prints its URI and serves until its
 * standard input ends.
 */
final class MetastoreServer implements AutoCloseable {

  private final DerbyDatabase derby;
  private final TThreadPoolServer server;
  private final Thread thread;
  private final int port;

  public static void main(String[] arguments) throws Exception {
    try (MetastoreServer server = new MetastoreServer(Path.of(arguments[0]))) {
      System.out.println(server.uri());
      System.in.transferTo(OutputStream.nullOutputStream());
    }
  }

  MetastoreServer(Path home) throws Exception {
    derby = DerbyDatabase.open(home);
    HiveConf conf = HiveSettings.embedded(home, derby.url());
    IHMSHandler handler =
        RetryingHMSHandler.getProxy(
            conf, new HiveMetaStore.HMSHandler("metastore", conf, false), true);
    port = freePort();
    server =
        new TThreadPoolServer(
            new TThreadPoolServer.Args(
                    new TServerSocket(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), port)))
                .processor(new TSetIpAddressProcessor<IHMSHandler>(handler)));
    thread = new Thread(server::serve, "metastore");
    thread.setDaemon(true);
    thread.start();
  }

  String uri() {
    return "thrift://127.0.0.1:" + port;
  }

  static int freePort() throws java.io.IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @Override
  public void close() {
    server.stop();
    try {
      thread.join(5000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    derby.close();
  }
}
