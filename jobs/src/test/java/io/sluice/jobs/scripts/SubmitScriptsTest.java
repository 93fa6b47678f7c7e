package io.sluice.jobs.scripts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.jobs.scripts.FakePlatforms.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The submit scripts, with platforms that only write down what they are asked. */
class SubmitScriptsTest {

  /** What a shell, JSON and gcloud could each misread. */
  private static final List<String> ODD =
      List.of(
          "query",
          "SELECT 'it''s' || \"x\" FROM processed.shop_orders WHERE note = '\\n' AND a > $1",
          "shop.*",
          "+a.b",
          "",
          "two\nlines\tand a tab",
          "Zürich, 100 %; `id` & !x");

  enum Platform {
    EMR(
        "submit-emr.sh",
        "--cluster-id j-1 --jar s3://c/sluice.jar --conf s3://c/conf",
        "aws emr add-steps --cluster-id j-1 --steps"
            + " '[{\"Type\":\"CUSTOM_JAR\",\"Name\":\"sluice run\",\"ActionOnFailure\":\"CONTINUE\","
            + "\"Jar\":\"command-runner.jar\",\"Args\":[\"spark-submit\",\"--deploy-mode\","
            + "\"cluster\",\"--class\",\"io.sluice.jobs.cli.Main\","
            + "\"--conf\",\"spark.yarn.maxAppAttempts=1\","
            + "\"--conf\",\"spark.yarn.submit.waitAppCompletion=true\","
            + "\"--conf\",\"spark.jars=/usr/share/aws/delta/lib/delta-spark.jar,"
            + "/usr/share/aws/delta/lib/delta-storage.jar\","
            + "\"s3://c/sluice.jar\",\"run\",\"--conf\",\"s3://c/conf\"]}]'"
            + " --query 'StepIds[0]' --output text"),
    EMR_SERVERLESS(
        "submit-emr-serverless.sh",
        "--application-id 00f1 --execution-role arn:aws:iam::1:role/job --jar s3://c/sluice.jar"
            + " --conf s3://c/conf",
        "aws emr-serverless start-job-run --application-id 00f1 --execution-role-arn"
            + " arn:aws:iam::1:role/job --name sluice-run --job-driver"
            + " '{\"sparkSubmit\":{\"entryPoint\":\"s3://c/sluice.jar\","
            + "\"entryPointArguments\":[\"run\",\"--conf\",\"s3://c/conf\"],"
            + "\"sparkSubmitParameters\":\"--class io.sluice.jobs.cli.Main --conf"
            + " spark.jars=/usr/share/aws/delta/lib/delta-spark.jar,"
            + "/usr/share/aws/delta/lib/delta-storage.jar\"}}' --query jobRunId --output text"),
    DATAPROC(
        "submit-dataproc.sh",
        "--cluster lake --region r1 --jar gs://c/sluice.jar --conf gs://c/conf",
        "gcloud dataproc jobs submit spark --cluster=lake --region=r1"
            + " --class=io.sluice.jobs.cli.Main --jars=gs://c/sluice.jar"
            + " '--properties=^;^spark.submit.deployMode=client;spark.yarn.maxAppAttempts=1;"
            + "spark.jars.packages=io.delta:delta-spark_2.12:3.3.3' --async"
            + " '--format=value(reference.jobId)' -- run --conf gs://c/conf"),
    DATAPROC_SERVERLESS(
        "submit-dataproc-serverless.sh",
        "--region r1 --jar gs://c/sluice.jar --conf gs://c/conf",
        "gcloud dataproc batches submit spark --batch=NAME --region=r1 --version=1.2"
            + " --class=io.sluice.jobs.cli.Main --jars=gs://c/sluice.jar"
            + " '--properties=^;^spark.jars.packages=io.delta:delta-spark_2.12:3.3.3' --async --"
            + " run --conf gs://c/conf"),
    KUBERNETES(
        "submit-kubernetes.sh",
        "--master k8s://https://h:6443 --image acme/spark --jar local:///s.jar --conf s3a://c/conf",
        "spark-submit --master k8s://https://h:6443 --deploy-mode cluster --name NAME --class"
            + " io.sluice.jobs.cli.Main --conf spark.kubernetes.container.image=acme/spark"
            + " --conf spark.kubernetes.namespace=default --conf"
            + " spark.kubernetes.driver.pod.name=NAME --conf spark.jars.ivy=/tmp/.ivy2 --conf"
            + " spark.jars.packages=io.delta:delta-spark_2.12:3.3.3 local:///s.jar run --conf"
            + " s3a://c/conf"),
    LOCAL(
        "submit-local.sh",
        "--jar sluice.jar --master spark://h:7077 --conf conf",
        "SPARK/bin/spark-submit --master spark://h:7077 --deploy-mode client --class"
            + " io.sluice.jobs.cli.Main --conf"
            + " spark.jars.packages=io.delta:delta-spark_2.12:3.3.3 sluice.jar run --conf conf");

    private final String script;
    private final String options;
    private final String command;

    Platform(String script, String options, String command) {
      this.script = script;
      this.options = options;
      this.command = command;
    }

    List<String> with(Stream<String> more) {
      return Stream.concat(Stream.of(options.split(" ")), more).toList();
    }
  }

  @TempDir Path dir;

  private FakePlatforms fakes() {
    return new FakePlatforms(dir);
  }

  private Result submit(FakePlatforms fakes, Platform platform, String... more) {
    Map<String, String> environment =
        platform == Platform.LOCAL ? Map.of("SPARK_HOME", fakes.sparkHome() + "") : Map.of();
    return fakes.script(
        platform.script, environment, platform.with(Stream.of(more)).toArray(new String[0]));
  }

  @ParameterizedTest
  @EnumSource
  void dryRunPrintsTheCommandAndRunsNothing(Platform platform) {
    FakePlatforms fakes = fakes();
    Result result = submit(fakes, platform, "--dry-run", "run");
    String printed =
        result.out().replace(dir + "", "SPARK").replaceAll("sluice-run-[0-9]{14}-[0-9]+", "NAME");
    assertEquals(platform.command + "\n", printed, result.err());
    assertEquals(0, result.exitCode());
    assertEquals(List.of(), fakes.calls());
  }

  @ParameterizedTest
  @EnumSource
  void theArgumentsOfSluiceArriveAsTheyWereTyped(Platform platform) throws IOException {
    FakePlatforms fakes = fakes();
    String[] typed = Stream.concat(Stream.of("--no-wait"), ODD.stream()).toArray(String[]::new);
    if (platform == Platform.LOCAL) {
      typed = ODD.toArray(new String[0]);
    }
    submit(fakes, platform, typed);
    List<String> called = fakes.calls().get(0);
    List<String> wanted = new ArrayList<>(ODD);
    String options = platform.options;
    wanted.addAll(1, List.of("--conf", options.substring(options.lastIndexOf(' ') + 1)));
    assertEquals(wanted, sluices(platform, called, wanted.size()));

    String[] dry = Stream.concat(Stream.of("--dry-run"), Stream.of(typed)).toArray(String[]::new);
    String printed = submit(fakes, platform, dry).out();
    fakes.shell(printed);
    assertEquals(wanted, sluices(platform, fakes.calls().get(0), wanted.size()), printed);
  }

  /** Sluice's arguments, out of the command that was called. */
  private static List<String> sluices(Platform platform, List<String> called, int count)
      throws IOException {
    List<String> words = called;
    if (platform == Platform.EMR) {
      words = texts(json(called, "--steps").path(0).path("Args"));
    } else if (platform == Platform.EMR_SERVERLESS) {
      words = texts(json(called, "--job-driver").path("sparkSubmit").path("entryPointArguments"));
    }
    return words.subList(words.size() - count, words.size());
  }

  private static JsonNode json(List<String> called, String option) throws IOException {
    return new ObjectMapper().readTree(called.get(called.indexOf(option) + 1));
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(text -> texts.add(text.textValue()));
    return texts;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          submit-emr.sh | --cluster-id j-2AXXXXXXGAPLF | EMR | SLUICE_EMR_CLUSTER_ID
          submit-emr-serverless.sh | --application-id 00f1234567890abc | EMR Serverless | SLUICE_EMR_APPLICATION_ID
          submit-dataproc.sh | --cluster lake | Dataproc | SLUICE_DATAPROC_CLUSTER
          submit-dataproc-serverless.sh | --region europe-west1 | Dataproc Serverless | SLUICE_DATAPROC_REGION
          submit-kubernetes.sh | --master k8s://https://host:6443 | Kubernetes | SLUICE_K8S_MASTER
          """)
  void aMissingValueIsOneMessageAndTheCodeOfUsage(
      String script, String option, String platform, String variable) {
    Result result = fakes().script(script, Map.of(), "run");
    assertEquals(2, result.exitCode());
    String name = option.substring(0, option.indexOf(' '));
    assertEquals(
        "Cannot submit to "
            + platform
            + ": "
            + name
            + " is not set. Write "
            + option
            + ", or set "
            + variable
            + ".\n",
        result.err());
  }

  @Test
  void whatCannotBeMeantIsRefused() {
    FakePlatforms fakes = fakes();
    assertRefused(
        fakes,
        "Cannot submit to EMR: there is no option --cluster. Run submit-emr.sh --help.",
        "submit-emr.sh --cluster j-1 run");
    assertRefused(
        fakes,
        "Cannot submit to EMR: no verb is given. Write what Sluice shall do after the options,"
            + " such as: run.",
        "submit-emr.sh --cluster-id j-1");
    assertRefused(
        fakes,
        "Cannot submit to EMR: --conf conf is a folder of this machine, which the driver does not"
            + " see. Copy it into a bucket, and write --conf s3://acme-code/conf.",
        "submit-emr.sh --cluster-id j-1 --jar s3://c/s.jar --conf=conf run");
    assertRefused(
        fakes,
        "Cannot submit to EMR Serverless: it takes Spark's settings as one text, and"
            + " spark.x='a_b' has a blank or a quote. Put it under spark in lake.conf.",
        "submit-emr-serverless.sh --application-id 1 --execution-role r --jar s3://c/s.jar --conf"
            + " s3://c/conf --spark-conf spark.x='a_b' run");
    assertRefused(
        fakes,
        "Cannot submit to Dataproc: --delta delta is neither jars nor Maven coordinates. Write"
            + " --delta provided if the platform has Delta.",
        "submit-dataproc.sh --cluster c --region r --jar gs://c/s.jar --conf gs://c/conf --delta"
            + " delta run");
    assertRefused(
        fakes,
        "Cannot submit to this machine: --master, --jar, --spark-conf and --more are for"
            + " spark-submit, and SPARK_HOME is not set. Set it, or leave them out.",
        "submit-local.sh --master local[2] run");
  }

  private static void assertRefused(FakePlatforms fakes, String message, String command) {
    List<String> words = List.of(command.split(" "));
    Result result =
        fakes.script(words.get(0), Map.of(), words.subList(1, words.size()).toArray(new String[0]));
    assertEquals(message + "\n", result.err());
    assertEquals(2, result.exitCode());
  }

  @Test
  void aPlatformWhoseProgramIsNotInstalledIsNamed() {
    FakePlatforms fakes = fakes();
    fakes.remove("kubectl");
    Result result = submit(fakes, Platform.KUBERNETES, "run");
    assertEquals(
        "Cannot submit to Kubernetes: there is no kubectl on the PATH. Install it: spark-submit"
            + " does not tell how a driver ended.\n",
        result.err());
    assertEquals(2, result.exitCode());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          EMR | COMPLETED | 0
          EMR | FAILED Step failed | 1
          EMR | CANCELLED | 1
          EMR_SERVERLESS | SUCCESS | 0
          EMR_SERVERLESS | FAILED Job failed, please check complete logs. ExitCode: 3. Last few exceptions: | 3
          EMR_SERVERLESS | FAILED Job failed. ExitCode: 137. | 137
          EMR_SERVERLESS | FAILED Job failed. ExitCode: 13. | 1
          DATAPROC | DONE | 0
          DATAPROC | ERROR Google Cloud Dataproc Agent reports job failure. | 1
          DATAPROC_SERVERLESS | SUCCEEDED | 0
          DATAPROC_SERVERLESS | FAILED Job failed with message: exited with code 4. | 4
          """)
  void theEndIsWaitedForAndBecomesTheExitCode(Platform platform, String end, int exitCode) {
    String program = platform.name().startsWith("EMR") ? "aws" : "gcloud";
    FakePlatforms fakes =
        fakes()
            .answers(program, "id-1\n", 0)
            .answers(program, "PENDING\n", 0)
            // One that does not answer for a moment is asked again.
            .answers(program, "", 255)
            .answers(program, "RUNNING\n", 0)
            .answers(program, end + "\n", 0);
    Result result = submit(fakes, platform, "run");
    assertEquals(exitCode, result.exitCode(), result.err());
    assertEquals(5, fakes.calls().size());
    boolean told = !result.err().contains(" does not tell the exit code of Sluice, so this is 1.");
    assertEquals(exitCode != 1, told, result.err());
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "3, 3", "5, 5", "137, 137", "'', 4"})
  void theExitCodeOfADriverOnKubernetesIsAskedOfItsPod(String container, int exitCode) {
    FakePlatforms fakes = fakes().answers("kubectl", container, 0);
    assertEquals(exitCode, submit(fakes, Platform.KUBERNETES, "--name", "n", "run").exitCode());
    assertEquals(
        List.of("kubectl", "--namespace", "default", "get", "pod", "n", "-o"),
        fakes.calls().get(1).subList(0, 7));
  }

  @Test
  void theExitCodeOfALocalDriverIsTheScriptsOwn() {
    assertEquals(
        4, submit(fakes().answers("spark-submit", "", 4), Platform.LOCAL, "run").exitCode());
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "LOCAL")
  void aPlatformThatRefusesHasStartedNothing(Platform platform) {
    FakePlatforms fakes = fakes();
    for (String program : List.of("aws", "gcloud", "spark-submit")) {
      fakes.answers(program, "", 1);
    }
    Result result = submit(fakes, platform, "run");
    assertEquals(4, result.exitCode(), result.err());
    assertTrue(result.err().contains("ry again.\n"), result.err());
    assertEquals(1, fakes.calls().size());
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "LOCAL")
  void whoDoesNotWaitIsToldWhatWasStarted(Platform platform) {
    FakePlatforms fakes = fakes().answers("aws", "id-1\n", 0).answers("gcloud", "id-1\n", 0);
    Result result = submit(fakes, platform, "--no-wait", "run");
    assertEquals(0, result.exitCode(), result.err());
    assertTrue(result.out().matches("(id-1|sluice-run-[0-9]+-[0-9]+)\n"), result.out());
    assertEquals(1, fakes.calls().size());
  }

  @ParameterizedTest
  @EnumSource
  void helpHasEveryOption(Platform platform) throws IOException {
    Result help = fakes().script(platform.script, Map.of(), "--help");
    assertEquals(0, help.exitCode());
    String script = Files.readString(Path.of("..", "scripts", platform.script));
    Matcher options = Pattern.compile("options=\\((.*)\\)").matcher(script);
    assertTrue(options.find());
    for (String option : options.group(1).split(" ")) {
      assertTrue(help.out().contains("  --" + option + " "), option);
    }
  }
}
