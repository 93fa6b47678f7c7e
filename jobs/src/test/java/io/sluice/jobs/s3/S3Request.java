package io.sluice.jobs.s3;

import java.util.Map;

/**
 * A request as an S3 server gets it.
 *
 * @param key empty for a request about the bucket
 * @param query what stands behind the question mark, as it was sent
 * @param headers their names in lower case
 */
public record S3Request(
    String method, String bucket, String key, String query, Map<String, String> headers) {

  public S3Request {
    headers = Map.copyOf(headers);
  }

  /** The kinds that are billed and granted apart. */
  public enum Kind {
    LIST,
    HEAD,
    GET,
    PUT,
    MULTIPART,
    COPY,
    DELETE
  }

  public Kind kind() {
    boolean parts = query.contains("uploadId=") || query.contains("uploads");
    return switch (method) {
      case "HEAD" -> Kind.HEAD;
      case "GET" -> key.isEmpty() ? Kind.LIST : Kind.GET;
      case "DELETE" -> parts ? Kind.MULTIPART : Kind.DELETE;
      case "POST" -> parts ? Kind.MULTIPART : Kind.DELETE;
      default -> {
        boolean copies = headers.containsKey("x-amz-copy-source");
        yield copies ? Kind.COPY : parts ? Kind.MULTIPART : Kind.PUT;
      }
    };
  }

  @Override
  public String toString() {
    return method + " " + bucket + "/" + key + (query.isEmpty() ? "" : "?" + query);
  }
}
