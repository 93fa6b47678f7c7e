package io.sluice.jobs.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sluice.catalog.glue.GlueStub;
import io.sluice.jobs.TestSpark;
import io.sluice.jobs.cli.Iam.Question;
import io.sluice.jobs.report.Progress;
import io.sluice.jobs.report.RunReport;
import io.sluice.jobs.s3.S3Server;
import io.sluice.layout.access.AwsPolicies;
import io.sluice.layout.access.AwsSettings;
import io.sluice.layout.access.Role;
import io.sluice.layout.access.Statement;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the demo's lake asks of S3 and Glue, beside what the job's policy gives. */
class PolicyIT {

  private static final String ACCOUNT = "123456789012";

  /** What the job is given and the demo does not need, each for the reason behind it. */
  private static final Set<String> NEEDED_ELSEWHERE =
      Set.of(
          // An upload in parts that fails; the demo's files are no larger than a part.
          "WriteProcessed s3:AbortMultipartUpload",
          "WriteCurated s3:AbortMultipartUpload",
          // Versioned Parquet tables, and what a rebuild leaves without rows.
          "Register glue:BatchUpdatePartition",
          "Register glue:BatchDeletePartition");

  @TempDir Path objects;
  @TempDir Path dir;

  @Test
  void theJobsPolicyIsJustEnoughForTheDemo() {
    RecordedCalls calls = new RecordedCalls(ACCOUNT);
    try (S3Server s3 = S3Server.start(objects);
        GlueStub glue = new GlueStub()) {
      // As Terraform does.
      for (String database : List.of("raw", "processed", "curated")) {
        glue.ask("CreateDatabase", Map.of("DatabaseInput", Map.of("Name", database)));
      }
      TestLake lake = TestLake.with(dir, GoldenShop.CONF).on(s3, "acme").in(glue);
      for (String state : List.of("first", "next")) {
        GoldenShop.land(lake, state);
        s3.proxy().forget();
        RunReport report = lake.run();
        assertEquals(0, report.exitCode(), report.toString());
        calls.s3(s3.proxy().requests());
      }
      s3.proxy().forget();
      WiredLake open = lake.set("lake.defaults.maintain.cold-after", "0d").open(TestSpark::session);
      open.check(List.of());
      open.run(
          new Request("maintain", Set.of(Request.Job.MAINTAIN), List.of(), false),
          Progress.silent());
      calls.s3(s3.proxy().requests()).glue("us-east-1", glue.answered());

      Iam job = iam(lake, Role.JOB);
      List<Question> refused =
          calls.questions().stream().filter(question -> !job.allows(question)).toList();
      assertEquals(List.of(), refused);
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

  private static boolean writes(Question question) {
    return Stream.of("Put", "Delete", "Create", "Update")
        .anyMatch(verb -> question.action().contains(verb));
  }

  private static Iam iam(TestLake lake, Role role) {
    AwsSettings settings =
        new AwsSettings("us-east-1", ACCOUNT, Optional.empty(), Optional.empty(), Map.of());
    return new Iam(
        new AwsPolicies(lake.config(), settings)
            .of(role).stream().map(Statement::document).toList());
  }
}
