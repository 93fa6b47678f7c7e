package io.sluice.jobs.s3;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/**
 * An S3 server in this process, s3proxy over a folder, behind an {@link S3Proxy}. Both listen on
 * 127.0.0.1 alone and ask for credentials.
 */
public final class S3Server implements AutoCloseable {

  public static final String ACCESS_KEY = "sluice-tests";
  public static final String SECRET_KEY = "a-secret-that-no-message-tells";

  private static final Path CLASS_PATH = Path.of("target", "s3proxy.txt");

  private final URLClassLoader loader;
  private final Object store;
  private final Object server;
  private final S3Proxy proxy;

  private S3Server(URLClassLoader loader, Properties settings) throws Exception {
    this.loader = loader;
    this.store =
        loader
            .loadClass("org.gaul.s3proxy.BlobStores")
            .getMethod("create", String.class, Properties.class)
            .invoke(null, "filesystem-nio2", settings);
    Class<?> builders = loader.loadClass("org.gaul.s3proxy.S3Proxy$Builder");
    Object builder = builders.getMethod("fromProperties", Properties.class).invoke(null, settings);
    builders
        .getMethod("blobStore", loader.loadClass("org.gaul.s3proxy.blobstore.BlobStore"))
        .invoke(builder, store);
    this.server = call(builder, "build");
    call(server, "start");
    this.proxy = new S3Proxy((int) call(server, "getPort"));
  }

  /**
   * @param folder where it keeps the objects
   */
  public static S3Server start(Path folder) {
    ClassLoader before = Thread.currentThread().getContextClassLoader();
    try {
      Files.createDirectories(folder);
      // Its own class path: it needs another Guava and another AWS SDK than Spark.
      URLClassLoader loader = new URLClassLoader(classPath(), ClassLoader.getPlatformClassLoader());
      Thread.currentThread().setContextClassLoader(loader);
      return new S3Server(loader, settings(folder));
    } catch (Exception e) {
      throw new IllegalStateException("Cannot start s3proxy", e);
    } finally {
      Thread.currentThread().setContextClassLoader(before);
    }
  }

  private static Properties settings(Path folder) {
    Properties settings = new Properties();
    settings.setProperty("s3proxy.endpoint", "http://127.0.0.1:0");
    settings.setProperty("s3proxy.authorization", "aws-v4");
    settings.setProperty("s3proxy.identity", ACCESS_KEY);
    settings.setProperty("s3proxy.credential", SECRET_KEY);
    settings.setProperty("s3proxy.virtual-host", "localhost");
    settings.setProperty("s3proxy.ignore-unknown-headers", "true");
    settings.setProperty("s3proxy.v4-max-non-chunked-request-size", String.valueOf(128 << 20));
    settings.setProperty("jclouds.filesystem.basedir", folder.toAbsolutePath().toString());
    return settings;
  }

  private static URL[] classPath() throws IOException {
    if (!Files.exists(CLASS_PATH)) {
      throw new IllegalStateException(
          CLASS_PATH.toAbsolutePath() + " is not there. Run: ./mvnw test-compile");
    }
    List<URL> urls = new ArrayList<>();
    for (String jar : Files.readString(CLASS_PATH).strip().split(java.io.File.pathSeparator)) {
      urls.add(Path.of(jar).toUri().toURL());
    }
    return urls.toArray(URL[]::new);
  }

  private static Object call(Object target, String method) throws Exception {
    try {
      return target.getClass().getMethod(method).invoke(target);
    } catch (InvocationTargetException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    }
  }

  /** Makes an empty bucket. */
  public S3Server bucket(String name) {
    try {
      Class<?> stores = loader.loadClass("org.gaul.s3proxy.blobstore.BlobStore");
      stores.getMethod("createContainer", String.class).invoke(store, name);
      return this;
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("Cannot make the bucket " + name, e);
    }
  }

  /** What stands between the clients and this server. */
  public S3Proxy proxy() {
    return proxy;
  }

  public URI endpoint() {
    return URI.create("http://localhost:" + proxy.port());
  }

  /** What S3A must be told to come here. */
  public Map<String, String> hadoopSettings() {
    Map<String, String> settings = new HashMap<>();
    settings.put("fs.s3a.endpoint", endpoint().toString());
    settings.put("fs.s3a.endpoint.region", "us-east-1");
    settings.put("fs.s3a.path.style.access", "true");
    settings.put("fs.s3a.access.key", ACCESS_KEY);
    settings.put("fs.s3a.secret.key", SECRET_KEY);
    return settings;
  }

  @Override
  public void close() {
    try {
      proxy.close();
      call(server, "stop");
      loader.close();
    } catch (Exception e) {
      throw new IllegalStateException("Cannot stop s3proxy", e);
    }
  }
}
