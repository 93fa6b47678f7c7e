package io.sluice.jobs.cli;

import io.sluice.catalog.glue.GlueStub;
import io.sluice.jobs.cli.Iam.Question;
import io.sluice.jobs.s3.S3Request;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Calls that were made, as the questions that AWS asks a policy about them. */
final class RecordedCalls {

  private static final String S3 = "arn:aws:s3:::";

  private final String account;
  private final Set<Question> questions = new LinkedHashSet<>();

  RecordedCalls(String account) {
    this.account = account;
  }

  Set<Question> questions() {
    return questions;
  }

  RecordedCalls s3(List<S3Request> requests) {
    requests.forEach(request -> questions.addAll(of(request)));
    return this;
  }

  private static List<Question> of(S3Request request) {
    String query = request.query();
    if (request.key().isEmpty() && request.method().equals("POST")) {
      // Which keys it deletes stands in its body.
      return List.of(object("s3:DeleteObject", request.bucket(), "some/key"));
    }
    if (request.key().isEmpty() && isOfUploads(query)) {
      // A prefix that it names is nothing to a policy.
      return List.of(new Question("s3:ListBucketMultipartUploads", S3 + request.bucket(), null));
    }
    if (request.key().isEmpty()) {
      return List.of(new Question("s3:ListBucket", S3 + request.bucket(), prefix(query)));
    }
    String action =
        switch (request.method()) {
          case "GET", "HEAD" -> "s3:GetObject";
          case "DELETE" ->
              query.contains("uploadId=") ? "s3:AbortMultipartUpload" : "s3:DeleteObject";
          default -> "s3:PutObject";
        };
    Question asked = object(action, request.bucket(), decoded(request.key()));
    String source = request.headers().get("x-amz-copy-source");
    if (source == null) {
      return List.of(asked);
    }
    String[] copied = decoded(source).replaceFirst("^/", "").split("/", 2);
    return List.of(asked, object("s3:GetObject", copied[0], copied[1]));
  }

  private static boolean isOfUploads(String query) {
    return Stream.of(query.split("[&=]")).anyMatch("uploads"::equals);
  }

  private static Question object(String action, String bucket, String key) {
    return new Question(action, S3 + bucket + "/" + key, null);
  }

  private static String prefix(String query) {
    return Stream.of(query.split("&"))
        .filter(part -> part.startsWith("prefix="))
        .map(part -> decoded(part.substring("prefix=".length())))
        .findFirst()
        .orElse("");
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  /** Glue asks about the catalog, the database and the table of a call. */
  RecordedCalls glue(String region, Set<GlueStub.Call> calls) {
    String arn = "arn:aws:glue:" + region + ":" + account + ":";
    for (GlueStub.Call call : calls) {
      String action = "glue:" + call.operation();
      questions.add(new Question(action, arn + "catalog", null));
      questions.add(new Question(action, arn + "database/" + call.database(), null));
      if (!call.operation().endsWith("Database")) {
        String table = call.table().isEmpty() ? "*" : call.table();
        questions.add(new Question(action, arn + "table/" + call.database() + "/" + table, null));
      }
    }
    return this;
  }
}
