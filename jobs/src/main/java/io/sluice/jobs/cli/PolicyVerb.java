package io.sluice.jobs.cli;

import io.sluice.jobs.report.AnswerJson;
import io.sluice.layout.LakeException;
import io.sluice.layout.Layer;
import io.sluice.layout.Location;
import io.sluice.layout.access.AwsSettings;
import io.sluice.layout.access.Role;
import io.sluice.layout.config.CatalogConfig;
import io.sluice.layout.config.LakeConfig;
import io.sluice.layout.config.MartConfig;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Prints who may do what. */
@Command(
    name = "policy",
    description = {
      "Prints the least that each role needs: the job itself, engineer (reads all), scientist"
          + " (processed and curated), analyst (curated). A lake in s3: gets an IAM policy a role,"
          + " one in gs: its bindings. Writes nothing, and asks no cloud."
    },
    footer = {
      "%nExamples:",
      "  sluice policy --role job --account 123456789012 --code s3a://acme-code",
      "  sluice policy --account 123456789012 > scripts/terraform/aws/policies.json"
    })
final class PolicyVerb implements Callable<Integer> {

  private enum Format {
    json,
    terraform
  }

  private final Session session;

  @Option(
      names = "--role",
      paramLabel = "ROLE",
      description = "job, engineer, scientist or analyst. Default: all, by their names.")
  String role;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "json",
      description = "json or terraform. Default: ${DEFAULT-VALUE}.")
  Format format;

  @Option(
      names = "--account",
      paramLabel = "ID",
      description = "The AWS account of the Glue catalog. Default: what lake.catalog says.")
  String account;

  @Option(
      names = "--region",
      paramLabel = "REGION",
      description = "The AWS region. Default: that of lake.catalog.")
  String region;

  @Option(
      names = "--code",
      paramLabel = "LOCATION",
      description = "Where the job reads its jar and configuration, if in a bucket.")
  String code;

  @Option(
      names = "--logs",
      paramLabel = "LOCATION",
      description = "Where EMR Serverless leaves the job's logs, if in a bucket.")
  String logs;

  @Option(
      names = "--athena-results",
      paramLabel = "LOCATION",
      description =
          "Where Athena leaves answers, in a folder a role. Left out, Athena manages them.")
  String athenaResults;

  @Option(
      names = "--kms-key",
      paramLabel = "LAYER=ARN",
      description = "The KMS key of a layer's bucket, if the key's own policy does not name roles.")
  Map<String, String> keys = new LinkedHashMap<>();

  @Mixin Verbs.Common common;

  PolicyVerb(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    List<Role> roles = roles();
    return session.with(
        common,
        lake -> {
          LakeConfig config = lake.validate();
          Policies policies = new Policies(config, roles, () -> settings(config));
          if (format == Format.terraform) {
            String text = policies.terraform();
            session.answer(common, () -> AnswerJson.facts(Map.of("terraform", text)), () -> text);
          } else {
            Map<String, Object> all = policies.documents();
            Object shown = role == null ? all : all.get(role);
            session.answer(
                common,
                () -> AnswerJson.facts(Map.of("policies", all)),
                () -> AnswerJson.bare(shown) + "\n");
          }
          tellOfViews(config, roles);
          return CommandLine.ExitCode.OK;
        });
  }

  private List<Role> roles() {
    if (role == null) {
      return List.of(Role.values());
    }
    return List.of(one(role, "--role", List.of(Role.values()), Role::word));
  }

  private AwsSettings settings(LakeConfig lake) {
    Optional<CatalogConfig.Glue> glue =
        lake.catalog() instanceof CatalogConfig.Glue found ? Optional.of(found) : Optional.empty();
    Optional<String> owner =
        Optional.ofNullable(account)
            .or(() -> glue.flatMap(CatalogConfig.Glue::catalogId))
            .or(() -> glue.flatMap(CatalogConfig.Glue::role).map(arn -> arn.split(":")[4]));
    if (glue.isPresent() && owner.isEmpty()) {
      throw unusable(
          "the account of the Glue catalog is not known, and Glue's resources are named by it."
              + " Write --account 123456789012, or set lake.catalog.catalog-id.");
    }
    Map<Layer, String> byLayer = new LinkedHashMap<>();
    keys.forEach(
        (layer, key) ->
            byLayer.put(one(layer, "--kms-key", List.of(Layer.values()), Layer::word), key));
    return new AwsSettings(
        Optional.ofNullable(region).or(() -> glue.map(CatalogConfig.Glue::region)).orElse(""),
        owner.orElse(""),
        bucket("--code", code),
        bucket("--logs", logs),
        bucket("--athena-results", athenaResults),
        byLayer);
  }

  private static Optional<Location> bucket(String option, String text) {
    if (text == null) {
      return Optional.empty();
    }
    if (!text.matches("s3a?://[^/]+.*")) {
      throw unusable(
          option + " is " + text + ", which is no place in S3. Write " + option + " s3://bucket.");
    }
    return Optional.of(Location.of(text));
  }

  private static <T> T one(String word, String option, List<T> all, Function<T, String> wordOf) {
    return all.stream()
        .filter(candidate -> wordOf.apply(candidate).equals(word))
        .findFirst()
        .orElseThrow(
            () ->
                unusable(
                    option
                        + " has no "
                        + word
                        + ". Write "
                        + all.stream().map(wordOf).collect(Collectors.joining(", "))
                        + "."));
  }

  private static LakeException unusable(String reason) {
    return new LakeException(LakeException.Kind.CONFIGURATION, "Cannot print policies: " + reason);
  }

  /** Engines read a view's tables as the one who asks. */
  private void tellOfViews(LakeConfig lake, List<Role> roles) {
    String views =
        lake.marts().stream()
            .filter(MartConfig::isView)
            .map(mart -> mart.id().toString())
            .collect(Collectors.joining(", "));
    if (roles.contains(Role.ANALYST) && !views.isEmpty()) {
      session
          .err()
          .print(
              "Analysts read a view only with rights to what it reads, which are not given here: "
                  + views
                  + ". Write materialize = table where they shall.\n");
    }
  }
}
