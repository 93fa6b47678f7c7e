package io.sluice.layout.access;

import io.sluice.layout.Layer;
import io.sluice.layout.access.Statement.Effect;
import io.sluice.layout.config.CatalogConfig;
import io.sluice.layout.config.LakeConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The least that each role needs of AWS, for a lake in S3. Raw is read only for everybody, and
 * tables that are made later are covered: layers are buckets, so that rights are given to buckets.
 *
 * <p>Databases are nobody's to make: Terraform owns them.
 */
public final class AwsPolicies {

  private static final List<String> REGISTER =
      List.of(
          "glue:GetDatabase",
          "glue:GetTable",
          "glue:GetTables",
          "glue:CreateTable",
          "glue:UpdateTable",
          "glue:GetPartitions",
          "glue:BatchGetPartition",
          "glue:BatchCreatePartition",
          "glue:BatchUpdatePartition",
          "glue:BatchDeletePartition");

  private static final List<String> LOOK_UP =
      List.of(
          "glue:GetDatabase",
          "glue:GetDatabases",
          "glue:GetTable",
          "glue:GetTables",
          "glue:GetPartition",
          "glue:GetPartitions",
          "glue:BatchGetPartition");

  private static final List<String> QUERY =
      List.of(
          "athena:StartQueryExecution",
          "athena:StopQueryExecution",
          "athena:GetQueryExecution",
          "athena:GetQueryResults",
          "athena:GetQueryResultsStream",
          "athena:ListQueryExecutions",
          "athena:GetWorkGroup");

  private final LakeConfig lake;
  private final AwsSettings settings;

  public AwsPolicies(LakeConfig lake, AwsSettings settings) {
    this.lake = lake;
    this.settings = settings;
  }

  /** The statements of a role's policy. */
  public List<Statement> of(Role role) {
    List<Statement> statements = new ArrayList<>();
    for (Layer layer : role.reads()) {
      statements.addAll(layer(role, layer));
    }
    if (!role.looksBehindTables()) {
      statements.add(Statement.deny("NotBehindTables", List.of("s3:GetObject"), behind(role)));
    }
    if (lake.catalog() instanceof CatalogConfig.Glue glue) {
      statements.addAll(role == Role.JOB ? registers(glue) : queries(role, glue));
    }
    settings.logs().map(settings::folder).ifPresent(logs -> statements.addAll(logs(role, logs)));
    if (role == Role.JOB) {
      settings
          .code()
          .map(settings::folder)
          .ifPresent(code -> statements.addAll(reads("Code", code)));
    }
    return statements;
  }

  /** What the role that the job assumes for the catalog needs; empty if it assumes none. */
  public Optional<Statement> ofCatalogRole() {
    return lake.catalog() instanceof CatalogConfig.Glue glue && glue.role().isPresent()
        ? Optional.of(register(glue))
        : Optional.empty();
  }

  private List<Statement> layer(Role role, Layer layer) {
    S3Folder folder = settings.folder(lake.layout().root(layer));
    boolean writes = role == Role.JOB && layer != Layer.RAW;
    List<Statement> statements =
        new ArrayList<>(writes ? writes(title(layer), folder) : reads(title(layer), folder));
    Optional.ofNullable(settings.keys().get(layer))
        .ifPresent(key -> statements.add(key(title(layer), key, writes)));
    return statements;
  }

  private static List<Statement> reads(String of, S3Folder folder) {
    return List.of(
        lists(of, folder),
        Statement.allow("Read" + of, List.of("s3:GetObject"), folder.objectsAndItself()));
  }

  private static List<Statement> logs(Role role, S3Folder folder) {
    return switch (role) {
      case JOB ->
          List.of(Statement.allow("WriteLogs", List.of("s3:PutObject"), List.of(folder.objects())));
      case ENGINEER -> reads("Logs", folder);
      case SCIENTIST, ANALYST -> List.of();
    };
  }

  private static List<Statement> writes(String of, S3Folder folder) {
    return List.of(
        lists(of, folder),
        // No prefix can be asked for here: AWS knows no such condition.
        Statement.allow(
            "Uploads" + of, List.of("s3:ListBucketMultipartUploads"), List.of(folder.bucket())),
        Statement.allow(
            "Write" + of,
            List.of("s3:GetObject", "s3:PutObject", "s3:DeleteObject", "s3:AbortMultipartUpload"),
            folder.objectsAndItself()));
  }

  private static Statement lists(String of, S3Folder folder) {
    return new Statement(
        "List" + of,
        Effect.ALLOW,
        List.of("s3:ListBucket"),
        List.of(folder.bucket()),
        folder.prefixes());
  }

  private static Statement key(String of, String key, boolean writes) {
    List<String> actions =
        writes ? List.of("kms:Decrypt", "kms:GenerateDataKey") : List.of("kms:Decrypt");
    return Statement.allow("Key" + of, actions, List.of(key));
  }

  /** What Sluice remembers, and rejected rows. */
  private List<String> behind(Role role) {
    return role.reads().stream()
        .map(layer -> settings.folder(lake.layout().root(layer)))
        .flatMap(folder -> Stream.of(folder.objects("_sluice/*"), folder.objects("*__rejected/*")))
        .toList();
  }

  private List<Statement> registers(CatalogConfig.Glue glue) {
    return glue
        .role()
        .map(role -> Statement.allow("BeCatalogRole", List.of("sts:AssumeRole"), List.of(role)))
        .or(() -> Optional.of(register(glue)))
        .stream()
        .toList();
  }

  private Statement register(CatalogConfig.Glue glue) {
    List<Layer> layers =
        Stream.of(Layer.values())
            .filter(layer -> layer != Layer.RAW || glue.databases().registersRaw())
            .toList();
    return Statement.allow("Register", REGISTER, entries(glue, layers));
  }

  private List<Statement> queries(Role role, CatalogConfig.Glue glue) {
    List<Statement> statements = new ArrayList<>();
    statements.add(Statement.allow("LookUp", LOOK_UP, entries(glue, role.reads())));
    String workgroup = "workgroup/" + nameOf(lake) + "-" + role.word();
    statements.add(Statement.allow("Query", QUERY, List.of(settings.arn("athena", workgroup))));
    settings
        .athenaResults()
        .map(results -> settings.folder(results.child(role.word())))
        .ifPresent(results -> statements.addAll(answers(results)));
    return statements;
  }

  private static List<Statement> answers(S3Folder results) {
    return List.of(
        Statement.allow("FindAnswers", List.of("s3:GetBucketLocation"), List.of(results.bucket())),
        lists("Answers", results),
        Statement.allow(
            "KeepAnswers",
            List.of(
                "s3:GetObject",
                "s3:PutObject",
                "s3:AbortMultipartUpload",
                "s3:ListMultipartUploadParts"),
            List.of(results.objects())));
  }

  /** Glue asks for the catalog and the database of every table too. */
  private List<String> entries(CatalogConfig.Glue glue, List<Layer> layers) {
    Stream<String> entries =
        layers.stream()
            .map(layer -> glue.databases().of(layer))
            .distinct()
            .flatMap(
                database ->
                    Stream.of(
                        settings.arn("glue", "database/" + database),
                        settings.arn("glue", "table/" + database + "/*")));
    return Stream.concat(Stream.of(settings.arn("glue", "catalog")), entries).toList();
  }

  /** A lake's name with nothing in it but lower-case letters, digits and dashes. */
  public static String nameOf(LakeConfig lake) {
    return lake.name().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
  }

  private static String title(Layer layer) {
    return layer.name().charAt(0) + layer.word().substring(1);
  }
}
