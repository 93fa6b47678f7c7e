package io.sluice.catalog.glue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.sluice.catalog.Catalog;
import io.sluice.layout.config.CatalogConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * AWS Glue over HTTP on 127.0.0.1, as strict as the real one: stale versions, full batches, sizes,
 * names and the number of partition values are refused, an update replaces all, lists come in
 * pages, and single partitions of a batch can fail. It fails on demand.
 *
 * <pre>{@code
 * try (GlueStub stub = new GlueStub(); Catalog catalog = stub.open()) {
 *   stub.fail(Duration.ofMinutes(1)); // which takes no time, for it passes only while one waits
 *   new CatalogSync(catalog).sync(published);
 * }
 * }</pre>
 */
public final class GlueStub implements AutoCloseable {

  private static final String TARGET = "AWSGlue.";

  private static final String REGION = "us-east-1";

  static {
    System.setProperty("aws.accessKeyId", "stub");
    System.setProperty("aws.secretAccessKey", "stub");
    // Or each answer on a connection that is kept waits for the acknowledgement of its first half.
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  /**
   * A call that was let through.
   *
   * @param database that it is about; empty for none
   * @param table that it is about; empty for none
   */
  public record Call(String operation, String database, String table) {}

  /** Decides before each call whether it is refused: {@code null} lets it through. */
  private interface Gate {
    Refusal before(int call);
  }

  private final int port;
  private HttpServer server;
  private final GlueState state = new GlueState();
  private final Map<String, Integer> calls = new TreeMap<>();
  private final Set<Call> answered = new LinkedHashSet<>();
  private final Set<String> catalogIds = new TreeSet<>();
  private final Set<String> accessKeys = new TreeSet<>();
  private final Map<String, Runnable> others = new HashMap<>();
  private final PassingTime time = new PassingTime();
  private final AtomicInteger served = new AtomicInteger();
  private volatile Gate gate = call -> null;

  public GlueStub() {
    server = listen(0);
    port = server.getAddress().getPort();
  }

  private HttpServer listen(int on) {
    try {
      InetSocketAddress address = new InetSocketAddress(InetAddress.getByName("127.0.0.1"), on);
      HttpServer listening = HttpServer.create(address, 0);
      listening.createContext("/", this::serve);
      listening.start();
      return listening;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public String endpoint() {
    return "http://127.0.0.1:" + port;
  }

  /** Nobody listens any more; what is in the catalog stays. */
  public void unplug() {
    server.stop(0);
  }

  public void plugIn() {
    server = listen(port);
  }

  /** The configuration that leads here. */
  public CatalogConfig.Glue config() {
    return config(Optional.empty(), Optional.empty());
  }

  CatalogConfig.Glue config(Optional<String> catalogId, Optional<String> role) {
    return new CatalogConfig.Glue(
        new CatalogConfig.Databases("raw", "processed", "curated"),
        REGION,
        Optional.of(endpoint()),
        catalogId,
        role,
        role.map(arn -> "acme"),
        10,
        Duration.ofMinutes(2));
  }

  /** The catalog here, for which waiting takes no time. */
  public Catalog open() {
    return open(config());
  }

  Catalog open(CatalogConfig.Glue config) {
    return GlueCatalog.connect(config, time);
  }

  /** How long was waited so far. */
  public Duration waited() {
    return Duration.ofNanos(time.nanos());
  }

  /** How many calls of each operation came, those refused too. */
  public synchronized Map<String, Integer> calls() {
    return new TreeMap<>(calls);
  }

  public synchronized void forgetCalls() {
    calls.clear();
  }

  /** Which calls were let through since the start, each once. */
  public synchronized Set<Call> answered() {
    return new LinkedHashSet<>(answered);
  }

  /** What a call would answer; counts for nothing and is never refused at the gate. */
  public synchronized Map<String, Object> ask(String operation, Map<String, Object> request) {
    return state.answer(operation, request);
  }

  /** The catalog ids that were sent; an empty text where none was. */
  public synchronized Set<String> catalogIds() {
    return new TreeSet<>(catalogIds);
  }

  /** The access keys that calls were signed with. */
  public synchronized Set<String> accessKeys() {
    return new TreeSet<>(accessKeys);
  }

  /** How many old versions of a table are kept. */
  public synchronized int archivedVersions(String database, String table) {
    return state.archived(database, table);
  }

  /** The partition indexes that a table was created with. */
  public synchronized Object partitionIndexes(String database, String table) {
    return state.indexes(database, table);
  }

  /** At most so many partitions in a page. */
  public synchronized void pageSize(int size) {
    state.pageSize(size);
  }

  /** The next so many keys of BatchGetPartition come back unprocessed. */
  public synchronized void leaveUnprocessed(int keys) {
    state.unprocessed(keys);
  }

  /** One partition of a batch is refused, so many times, in an answer with status 200. */
  public synchronized void refusePartition(
      List<String> values, String code, String message, int howOften) {
    state.undone(values, Refusal.of(code, message), howOften);
  }

  public void throttleEverySecondCall() {
    Refusal throttled = Refusal.of("ThrottlingException", "Rate exceeded");
    gate = call -> call % 2 == 1 ? throttled : null;
  }

  /** Everything is throttled until {@link #heal}. */
  public void throttle() {
    Refusal throttled = Refusal.of("ThrottlingException", "Rate exceeded");
    gate = call -> throttled;
  }

  /** Every call is answered with status 500, until somebody has waited that long. */
  public void fail(Duration howLong) {
    Refusal broken = new Refusal(500, "InternalServiceException", "Service is unavailable");
    long until = time.nanos() + howLong.toNanos();
    gate = call -> time.nanos() < until ? broken : null;
  }

  /** Every call is refused with this until {@link #heal}. */
  public void refuse(String code, String message) {
    Refusal refusal = Refusal.of(code, message);
    gate = call -> refusal;
  }

  /** Somebody else does something just before the next call of an operation is carried out. */
  public synchronized void before(String operation, Runnable somebodyElse) {
    others.put(operation, somebodyElse);
  }

  /** Nothing fails any more. */
  public synchronized void heal() {
    gate = call -> null;
    state.heal();
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      Refusal refused = null;
      Map<String, Object> answer = Map.of();
      try {
        answer = answer(exchange, body);
      } catch (Refusal e) {
        refused = e;
      } catch (RuntimeException e) {
        refused = new Refusal(500, "StubIsBrokenException", e.toString());
      }
      byte[] text = Json.write(refused == null ? answer : refused.body());
      exchange.getResponseHeaders().add("Content-Type", "application/x-amz-json-1.1");
      exchange.getResponseHeaders().add("x-amzn-RequestId", "request-" + served.get());
      exchange.sendResponseHeaders(refused == null ? 200 : refused.status(), text.length);
      exchange.getResponseBody().write(text);
    }
  }

  private synchronized Map<String, Object> answer(HttpExchange exchange, byte[] body) {
    String target = String.valueOf(exchange.getRequestHeaders().getFirst("X-Amz-Target"));
    if (!target.startsWith(TARGET)) {
      throw Refusal.of("UnknownOperationException", target);
    }
    String operation = target.substring(TARGET.length());
    calls.merge(operation, 1, Integer::sum);
    int call = served.incrementAndGet();
    String signed = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
    if (!signed.startsWith("AWS4-HMAC-SHA256 Credential=")) {
      throw new Refusal(403, "MissingAuthenticationTokenException", "Missing Authentication Token");
    }
    accessKeys.add(signed.substring(signed.indexOf('=') + 1, signed.indexOf('/')));
    Refusal refused = gate.before(call);
    if (refused != null) {
      throw refused;
    }
    Runnable somebodyElse = others.remove(operation);
    if (somebodyElse != null) {
      somebodyElse.run();
    }
    Map<String, Object> request = Json.read(body);
    catalogIds.add(String.valueOf(request.getOrDefault("CatalogId", "")));
    answered.add(new Call(operation, database(request), table(request)));
    return state.answer(operation, request);
  }

  private static String database(Map<String, Object> request) {
    Object database =
        request.containsKey("DatabaseName") ? request.get("DatabaseName") : request.get("Name");
    return database == null ? nameIn(request.get("DatabaseInput")) : database.toString();
  }

  private static String table(Map<String, Object> request) {
    Object table =
        request.containsKey("TableName")
            ? request.get("TableName")
            : request.containsKey("DatabaseName") ? request.get("Name") : null;
    return table == null ? nameIn(request.get("TableInput")) : table.toString();
  }

  private static String nameIn(Object input) {
    return input instanceof Map<?, ?> map ? String.valueOf(map.get("Name")) : "";
  }
}
