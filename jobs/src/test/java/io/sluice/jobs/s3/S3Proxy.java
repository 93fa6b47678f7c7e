package io.sluice.jobs.s3;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Hands requests on to a server as they come, one a connection, writes them down, and lets go wrong
 * what a test wants to. Signatures stay true: not a byte that is signed is changed.
 */
public final class S3Proxy implements AutoCloseable {

  private static final InetAddress LOCAL = InetAddress.getLoopbackAddress();

  private final int server;
  private final ServerSocket listening;
  private final ExecutorService workers =
      Executors.newCachedThreadPool(
          work -> {
            Thread thread = new Thread(work, "s3-proxy");
            thread.setDaemon(true);
            return thread;
          });
  private final List<S3Request> requests = Collections.synchronizedList(new ArrayList<>());
  private volatile Function<S3Request, Fault> faults = request -> Fault.NONE;

  S3Proxy(int server) throws IOException {
    this.server = server;
    this.listening = new ServerSocket(0, 200, LOCAL);
    workers.execute(this::accept);
  }

  int port() {
    return listening.getLocalPort();
  }

  /** Every request since the start or {@link #forget}, those that went wrong too. */
  public List<S3Request> requests() {
    synchronized (requests) {
      return List.copyOf(requests);
    }
  }

  public List<S3Request> requests(Predicate<S3Request> some) {
    return requests().stream().filter(some).toList();
  }

  /** How many of each kind there were. */
  public Map<S3Request.Kind, Integer> counts() {
    Map<S3Request.Kind, Integer> counts = new TreeMap<>();
    requests().forEach(request -> counts.merge(request.kind(), 1, Integer::sum));
    return counts;
  }

  public void forget() {
    requests.clear();
  }

  /**
   * What goes wrong from now on.
   *
   * @param faults asked for each request, by many threads; it may hold a request back by waiting
   */
  public void breaking(Function<S3Request, Fault> faults) {
    this.faults = faults;
  }

  /** Nothing goes wrong from now on. */
  public void mended() {
    breaking(request -> Fault.NONE);
  }

  private void accept() {
    while (!listening.isClosed()) {
      try {
        Socket client = listening.accept();
        workers.execute(() -> serve(client));
      } catch (IOException e) {
        if (!listening.isClosed()) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }

  private void serve(Socket client) {
    try (client) {
      InputStream in = new BufferedInputStream(client.getInputStream());
      String head = head(in);
      if (head.isEmpty()) {
        return;
      }
      Map<String, String> headers = headers(head);
      if (headers.containsKey("expect")) {
        client
            .getOutputStream()
            .write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.UTF_8));
      }
      byte[] body = body(in, headers);
      S3Request request = request(head, headers);
      requests.add(request);
      answer(client, head, body, request);
    } catch (IOException e) {
      // The client has gone, which is its right.
      return;
    }
  }

  private void answer(Socket client, String head, byte[] body, S3Request request)
      throws IOException {
    Fault fault = faults.apply(request);
    if (fault instanceof Fault.Answer answer) {
      client.getOutputStream().write(error(request, answer));
    } else if (fault instanceof Fault.Lost lost) {
      if (lost.done()) {
        forward(head, body, OutputStream.nullOutputStream());
      }
      // A reset, not an orderly end.
      client.setSoLinger(true, 0);
    } else {
      forward(head, body, client.getOutputStream());
    }
    client.getOutputStream().flush();
  }

  private void forward(String head, byte[] body, OutputStream out) throws IOException {
    try (Socket socket = new Socket(LOCAL, server)) {
      StringBuilder forwarded = new StringBuilder();
      for (String line : head.replaceFirst(" http://[^/ ]*", " ").split("\r\n")) {
        String name = line.toLowerCase(java.util.Locale.ROOT);
        if (!name.startsWith("expect:") && !name.startsWith("connection:")) {
          forwarded.append(line).append("\r\n");
        }
      }
      forwarded.append("Connection: close\r\n\r\n");
      socket.getOutputStream().write(forwarded.toString().getBytes(StandardCharsets.ISO_8859_1));
      socket.getOutputStream().write(body);
      socket.getOutputStream().flush();
      socket.getInputStream().transferTo(out);
    }
  }

  private static byte[] error(S3Request request, Fault.Answer answer) {
    String xml = request.method().equals("HEAD") ? "" : answer.xml();
    String head =
        "HTTP/1.1 %d %s\r\nDate: %s\r\nContent-Type: application/xml\r\nContent-Length: %d\r\nConnection: close\r\n\r\n"
            .formatted(
                answer.status(),
                answer.code(),
                DateTimeFormatter.RFC_1123_DATE_TIME.format(ZonedDateTime.now(ZoneOffset.UTC)),
                xml.length());
    return (head + xml).getBytes(StandardCharsets.UTF_8);
  }

  /** The request line and the headers; empty if the client closed the connection. */
  private static String head(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    int end = 0;
    while (end < 4) {
      int next = in.read();
      if (next < 0) {
        return "";
      }
      head.write(next);
      end = next == "\r\n\r\n".charAt(end) ? end + 1 : next == '\r' ? 1 : 0;
    }
    return head.toString(StandardCharsets.ISO_8859_1).stripTrailing();
  }

  private static Map<String, String> headers(String head) {
    Map<String, String> headers = new LinkedHashMap<>();
    head.lines()
        .skip(1)
        .forEach(
            line -> {
              int colon = line.indexOf(':');
              headers.put(
                  line.substring(0, colon).toLowerCase(java.util.Locale.ROOT),
                  line.substring(colon + 1).strip());
            });
    return headers;
  }

  private static byte[] body(InputStream in, Map<String, String> headers) throws IOException {
    if (headers.getOrDefault("transfer-encoding", "").equalsIgnoreCase("chunked")) {
      return chunks(in);
    }
    int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
    byte[] body = in.readNBytes(length);
    if (body.length < length) {
      throw new EOFException("the client ended within its body");
    }
    return body;
  }

  /** A chunked body, as it came. */
  private static byte[] chunks(InputStream in) throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    int size;
    do {
      String line = line(in);
      body.write((line + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
      size = Integer.parseInt(line.replaceFirst(";.*", "").strip(), 16);
      body.write(in.readNBytes(size));
      body.write((line(in) + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
    } while (size > 0);
    return body.toByteArray();
  }

  private static String line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new EOFException("the client ended within a chunk");
      }
      line.write(next);
    }
    return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
  }

  /** The bucket stands in the path, or in the host: {@code bucket.localhost}. */
  private static S3Request request(String head, Map<String, String> headers) {
    String[] line = head.lines().findFirst().orElseThrow().split(" ");
    int question = line[1].indexOf('?');
    String path = question < 0 ? line[1] : line[1].substring(0, question);
    // Told to a proxy, a target has its host.
    path = path.replaceFirst("^http://[^/]*", "").replaceFirst("^/", "");
    String query = question < 0 ? "" : line[1].substring(question + 1);
    String host = headers.getOrDefault("host", "").replaceFirst(":[0-9]+$", "");
    if (host.endsWith(".localhost")) {
      path = host.substring(0, host.length() - ".localhost".length()) + "/" + path;
    }
    int slash = path.indexOf('/');
    String bucket = slash < 0 ? path : path.substring(0, slash);
    String key = slash < 0 ? "" : path.substring(slash + 1);
    return new S3Request(
        line[0],
        bucket,
        URLDecoder.decode(key.replace("+", "%2B"), StandardCharsets.UTF_8),
        query,
        headers);
  }

  @Override
  public void close() throws IOException {
    listening.close();
    workers.shutdownNow();
  }
}
