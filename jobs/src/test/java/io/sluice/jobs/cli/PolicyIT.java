package io.sluice.jobs.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sluice.catalog.glue.GlueStub;
import io.sluice.jobs.TestSpark;
import io.sluice.jobs.cli.Iam.Question;
import io.sluice.jobs.report.Progress;
import io.sluice.jobs.report.RunReport;
import io.sluice.jobs.s3.S3Request;
import io.sluice.jobs.s3.S3Server;
import io.sluice.layout.access.AwsPolicies;
import io.sluice.layout.access.AwsSettings;
import io.sluice.layout.access.Role;
import io.sluice.layout.access.Statement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a lake of every kind of table asks of S3 and Glue, beside what the job's policy gives. */
class PolicyIT {

  private static final String ACCOUNT = "123456789012";

  private static final String TABLES =
      """
      format = json
      mode = upsert, key = [id], order = [at]
      date { from = at, zone = UTC }
      columns { id = bigint, at = timestamp, amount = bigint }
      checks = [ "amount >= 0" ]
      tables.items {}
      tables.versioned { path = "shop/items", table-format = parquet, publish = versioned }
      """;

  private static final String LINE =
      "{\"id\": %d, \"at\": \"2026-11-1%dT10:00:00Z\", \"amount\": %d}\n";

  /** What the job is given and this lake does not need, each for the reason behind it. */
  private static final Set<String> NEEDED_ELSEWHERE =
      Set.of(
          // An upload in parts that fails; no file here is larger than a part.
          "WriteProcessed s3:AbortMultipartUpload",
          "WriteCurated s3:AbortMultipartUpload",
          // A mart in Parquet, which is written by uploads that are looked for at the end.
          "UploadsCurated s3:ListBucketMultipartUploads",
          // A date that a rebuild or a snapshot leaves without rows.
          "Register glue:BatchDeletePartition");

  @TempDir Path objects;
  @TempDir Path dir;

  @Test
  void theJobsPolicyIsJustEnough() throws IOException {
    RecordedCalls calls = new RecordedCalls(ACCOUNT);
    try (S3Server s3 = S3Server.start(objects);
        GlueStub glue = new GlueStub()) {
      // As Terraform does.
      for (String database : List.of("raw", "processed", "curated")) {
        glue.ask("CreateDatabase", Map.of("DatabaseInput", Map.of("Name", database)));
      }
      TestLake lake = TestLake.of(dir, TABLES).on(s3, "acme").in(glue);
      mart(
          "daily",
          "/* materialize = table, date = date */ SELECT date, sum(amount) AS amount FROM processed.shop_items GROUP BY date");
      mart("seen", "/* materialize = view */ SELECT date, amount FROM curated.sales_daily");
      // New dates, then a row for a date that is there, and one that is rejected.
      drop(lake, 20, LINE.formatted(1, 0, 5) + LINE.formatted(2, 1, 7));
      calls.s3(run(lake, s3));
      drop(lake, 21, LINE.formatted(3, 1, 1) + LINE.formatted(4, 2, -1) + LINE.formatted(5, 2, 9));
      lake.set("lake.defaults.max-rejected", "50%");
      calls.s3(run(lake, s3));
      s3.proxy().forget();
      WiredLake open = lake.set("lake.defaults.maintain.cold-after", "0d").open(TestSpark::session);
      open.check(List.of());
      open.run(
          new Request("maintain", Set.of(Request.Job.MAINTAIN), List.of(), false),
          Progress.silent());
      calls.s3(s3.proxy().requests()).glue("us-east-1", glue.answered());

      Iam job = iam(lake, Role.JOB);
      assertEquals(List.of(), refused(job, calls));
      assertEquals(NEEDED_ELSEWHERE, job.unused(calls.questions()));

      // The others could not have done it: what writes is refused to each of them.
      for (Role role : List.of(Role.ENGINEER, Role.SCIENTIST, Role.ANALYST)) {
        Iam policy = iam(lake, role);
        assertEquals(
            List.of(),
            calls.questions().stream().filter(PolicyIT::writes).filter(policy::allows).toList());
      }
    }
  }

  private void mart(String name, String sql) throws IOException {
    Path file = dir.resolve("conf/marts/sales/" + name + ".sql");
    Files.createDirectories(file.getParent());
    Files.writeString(file, sql);
  }

  private void drop(TestLake lake, int day, String lines) throws IOException {
    Path extraction = dir.resolve("dropped/" + day + "/extracted_at=2026-11-" + day);
    Files.createDirectories(extraction);
    Files.writeString(extraction.resolve("part-0.json"), lines);
    lake.land(extraction.getParent(), "shop/items");
  }

  private static List<S3Request> run(TestLake lake, S3Server s3) {
    s3.proxy().forget();
    RunReport report = lake.run();
    assertEquals(0, report.exitCode(), report.toString());
    return s3.proxy().requests();
  }

  private static boolean writes(Question question) {
    return Stream.of("Put", "Delete", "Create", "Update")
        .anyMatch(verb -> question.action().contains(verb));
  }

  /** What the job's policy refuses of requests that were made to a lake's buckets. */
  static List<Question> refused(TestLake lake, List<S3Request> requests) {
    return refused(iam(lake, Role.JOB), new RecordedCalls(ACCOUNT).s3(requests));
  }

  private static List<Question> refused(Iam policy, RecordedCalls calls) {
    return calls.questions().stream().filter(question -> !policy.allows(question)).toList();
  }

  private static Iam iam(TestLake lake, Role role) {
    AwsSettings settings =
        new AwsSettings(
            "us-east-1", ACCOUNT, Optional.empty(), Optional.empty(), Optional.empty(), Map.of());
    return new Iam(
        new AwsPolicies(lake.config(), settings)
            .of(role).stream().map(Statement::document).toList());
  }
}
