package io.sluice.catalog.hive;

import io.sluice.catalog.CatalogException;
import io.sluice.layout.LakeException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;

/** Whether somebody listens at a metastore's address, found out in seconds. */
final class ThriftService {

  private static final int ATTEMPTS = 3;
  private static final int CONNECT_MILLIS = 3000;
  private static final int PAUSE_MILLIS = 500;
  private static final int PORT = 9083;

  private ThriftService() {}

  /**
   * Returns when one of the addresses answers; throws after a few attempts.
   *
   * @param uris one or more, with commas: {@code thrift://a:9083,thrift://b:9083}
   */
  static void awaitListening(String uris) {
    IOException last = null;
    for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
      for (String uri : uris.split(",")) {
        try (Socket socket = new Socket()) {
          socket.connect(address(uri.strip()), CONNECT_MILLIS);
          return;
        } catch (IOException e) {
          last = e;
        }
      }
      pause(attempt);
    }
    throw new CatalogException(
        "Cannot reach the Hive Metastore at "
            + uris
            + ": "
            + (last == null ? "no address" : last.getMessage())
            + " ("
            + ATTEMPTS
            + " attempts). Start it or correct lake.catalog.uri, then run the command again.",
        last);
  }

  private static InetSocketAddress address(String uri) {
    URI parsed;
    try {
      parsed = URI.create(uri);
    } catch (IllegalArgumentException e) {
      throw notAnAddress(uri, e);
    }
    if (!"thrift".equals(parsed.getScheme()) || parsed.getHost() == null) {
      throw notAnAddress(uri, null);
    }
    return new InetSocketAddress(parsed.getHost(), parsed.getPort() < 0 ? PORT : parsed.getPort());
  }

  private static LakeException notAnAddress(String uri, Exception cause) {
    return new LakeException(
        LakeException.Kind.CONFIGURATION,
        "Cannot reach the Hive Metastore at \""
            + uri
            + "\": it is no Thrift address. Write lake.catalog.uri like thrift://metastore:9083.",
        cause);
  }

  private static void pause(int attempt) {
    if (attempt == ATTEMPTS) {
      return;
    }
    try {
      Thread.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CatalogException(
          "Cannot reach the Hive Metastore: interrupted. Run the command again.", e);
    }
  }
}
