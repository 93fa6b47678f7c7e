package io.sluice.layout.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.layout.LakeLayout;
import io.sluice.layout.Layer;
import io.sluice.layout.Location;
import io.sluice.layout.access.Statement.Effect;
import io.sluice.layout.config.CatalogConfig;
import io.sluice.layout.config.CatalogConfig.Databases;
import io.sluice.layout.config.CatalogConfig.Engines;
import io.sluice.layout.config.LakeConfig;
import io.sluice.layout.config.LeaseRules;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AwsPoliciesTest {

  private static final Databases DATABASES = new Databases("raw", "processed", "curated");
  private static final AwsSettings SETTINGS =
      new AwsSettings(
          "us-east-1",
          "123456789012",
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Map.of());

  private static CatalogConfig glue(Databases databases, Optional<String> role) {
    return new CatalogConfig.Glue(
        databases,
        "us-east-1",
        Optional.empty(),
        Optional.empty(),
        role,
        Optional.empty(),
        10,
        Duration.ofMinutes(2));
  }

  private static LakeConfig lake(CatalogConfig catalog, String... roots) {
    return new LakeConfig(
        "Acme's lake",
        new LakeLayout(Location.of(roots[0]), Location.of(roots[1]), Location.of(roots[2])),
        catalog,
        Duration.ofDays(90),
        LeaseRules.DEFAULT,
        OptionalInt.empty(),
        List.of(),
        List.of(),
        Map.of());
  }

  private static LakeConfig buckets(CatalogConfig catalog) {
    return lake(catalog, "s3a://acme-raw", "s3a://acme-processed", "s3a://acme-curated");
  }

  private static List<Statement> of(Role role, LakeConfig lake, AwsSettings settings) {
    return new AwsPolicies(lake, settings).of(role);
  }

  private static List<Statement> of(Role role) {
    return of(role, buckets(glue(DATABASES, Optional.empty())), SETTINGS);
  }

  private static Statement named(String sid, List<Statement> statements) {
    return statements.stream()
        .filter(statement -> statement.sid().equals(sid))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + sid + " in " + statements));
  }

  private static Set<String> sids(List<Statement> statements) {
    return statements.stream().map(Statement::sid).collect(Collectors.toSet());
  }

  @ParameterizedTest
  @EnumSource
  void nobodyMayChangeRawAndNobodyMayDropATable(Role role) {
    for (Statement statement : of(role)) {
      String all = statement.actions().toString();
      assertTrue(
          !statement.resources().toString().contains("acme-raw")
              || Set.of("s3:GetObject", "s3:ListBucket").containsAll(statement.actions()),
          statement.toString());
      assertTrue(!all.contains("DeleteTable") && !all.contains("Database]"), all);
    }
  }

  @Test
  void onlyTheJobWritesAndOnlyIntoProcessedAndCurated() {
    for (Role role : Role.values()) {
      Set<String> written =
          of(role).stream()
              .filter(statement -> statement.actions().contains("s3:PutObject"))
              .map(Statement::sid)
              .collect(Collectors.toSet());
      assertEquals(role == Role.JOB ? Set.of("WriteProcessed", "WriteCurated") : Set.of(), written);
    }
  }

  @Test
  void eachRoleReadsItsLayersAndTheirDatabases() {
    Map<Role, List<String>> wanted =
        Map.of(
            Role.ENGINEER, List.of("raw", "processed", "curated"),
            Role.SCIENTIST, List.of("processed", "curated"),
            Role.ANALYST, List.of("curated"));
    wanted.forEach(
        (role, layers) -> {
          List<String> entries = named("LookUp", of(role)).resources();
          assertEquals(1 + 2 * layers.size(), entries.size());
          for (Layer layer : Layer.values()) {
            boolean reads = layers.contains(layer.word());
            String title = "Read" + layer.name().charAt(0) + layer.word().substring(1);
            assertEquals(reads, sids(of(role)).contains(title), role + " " + layer);
            assertEquals(
                reads,
                entries.contains("arn:aws:glue:us-east-1:123456789012:database/" + layer.word()));
          }
        });
  }

  @Test
  void rejectedRowsAndSluicesMemoryAreForEngineersAlone() {
    assertEquals(
        Statement.deny(
            "NotBehindTables",
            List.of("s3:GetObject"),
            List.of(
                "arn:aws:s3:::acme-processed/_sluice/*",
                "arn:aws:s3:::acme-processed/*__rejected/*",
                "arn:aws:s3:::acme-curated/_sluice/*",
                "arn:aws:s3:::acme-curated/*__rejected/*")),
        named("NotBehindTables", of(Role.SCIENTIST)));
    assertTrue(sids(of(Role.ANALYST)).contains("NotBehindTables"));
    assertTrue(of(Role.ENGINEER).stream().allMatch(each -> each.effect() == Effect.ALLOW));
  }

  @Test
  void layersInOneBucketAreKeptApartByTheirPrefixes() {
    LakeConfig lake =
        lake(
            new CatalogConfig.None(DATABASES),
            "s3://acme/lake/raw",
            "s3://acme/lake/processed",
            "s3://acme/lake/curated");
    List<Statement> analyst = of(Role.ANALYST, lake, SETTINGS);
    assertEquals(
        Map.of(
            "Sid", "ListCurated",
            "Effect", "Allow",
            "Action", List.of("s3:ListBucket"),
            "Resource", List.of("arn:aws:s3:::acme"),
            "Condition",
                Map.of(
                    "StringLike", Map.of("s3:prefix", List.of("lake/curated", "lake/curated/*")))),
        named("ListCurated", analyst).document());
    assertEquals(
        List.of("arn:aws:s3:::acme/lake/curated/*", "arn:aws:s3:::acme/lake/curated"),
        named("ReadCurated", analyst).resources());
    assertEquals(Set.of("ListCurated", "ReadCurated", "NotBehindTables"), sids(analyst));
  }

  @Test
  void theJobListsUploadsOfWholeBucketsSinceNoPrefixCanBeAskedFor() {
    LakeConfig lake =
        lake(
            new CatalogConfig.None(DATABASES),
            "s3://acme-raw",
            "s3://acme/lake/processed",
            "s3://acme/lake/curated");
    for (String sid : List.of("UploadsProcessed", "UploadsCurated")) {
      assertEquals(
          Statement.allow(
              sid, List.of("s3:ListBucketMultipartUploads"), List.of("arn:aws:s3:::acme")),
          named(sid, of(Role.JOB, lake, SETTINGS)));
    }
    for (Role role : Role.values()) {
      assertTrue(!sids(of(role)).contains("UploadsRaw"));
      assertEquals(role == Role.JOB, sids(of(role)).contains("UploadsProcessed"));
    }
  }

  @Test
  void aCatalogThatIsReachedThroughARoleIsThatRolesToWrite() {
    String role = "arn:aws:iam::210987654321:role/register";
    AwsPolicies policies = new AwsPolicies(buckets(glue(DATABASES, Optional.of(role))), SETTINGS);
    assertEquals(
        Statement.allow("BeCatalogRole", List.of("sts:AssumeRole"), List.of(role)),
        named("BeCatalogRole", policies.of(Role.JOB)));
    assertEquals("Register", policies.ofCatalogRole().orElseThrow().sid());
    assertTrue(!sids(policies.of(Role.JOB)).contains("Register"));
  }

  @Test
  void theDatabaseOfRawIsTheJobsOnlyIfItRegistersRaw() {
    Databases without = new Databases("raw", "processed", "curated", Engines.DEFAULT, false);
    List<String> entries =
        named("Register", of(Role.JOB, buckets(glue(without, Optional.empty())), SETTINGS))
            .resources();
    assertEquals(
        List.of(
            "arn:aws:glue:us-east-1:123456789012:catalog",
            "arn:aws:glue:us-east-1:123456789012:database/processed",
            "arn:aws:glue:us-east-1:123456789012:table/processed/*",
            "arn:aws:glue:us-east-1:123456789012:database/curated",
            "arn:aws:glue:us-east-1:123456789012:table/curated/*"),
        entries);
  }

  @Test
  void keysCodeLogsAndAnswersAreGivenWhereTheyAreNamed() {
    AwsSettings settings =
        new AwsSettings(
            "cn-north-1",
            "123456789012",
            Optional.of(Location.of("s3://acme-code/sluice")),
            Optional.of(Location.of("s3://acme-logs")),
            Optional.of(Location.of("s3://acme-answers")),
            Map.of(Layer.CURATED, "arn:aws-cn:kms:cn-north-1:123456789012:key/c"));
    LakeConfig lake = buckets(glue(DATABASES, Optional.empty()));
    List<Statement> job = of(Role.JOB, lake, settings);
    assertEquals(
        List.of("arn:aws-cn:s3:::acme-code/sluice/*", "arn:aws-cn:s3:::acme-code/sluice"),
        named("ReadCode", job).resources());
    assertEquals(List.of("kms:Decrypt", "kms:GenerateDataKey"), named("KeyCurated", job).actions());
    assertEquals(
        Statement.allow(
            "WriteLogs", List.of("s3:PutObject"), List.of("arn:aws-cn:s3:::acme-logs/*")),
        named("WriteLogs", job));
    assertTrue(sids(of(Role.ENGINEER, lake, settings)).contains("ReadLogs"));
    List<Statement> analyst = of(Role.ANALYST, lake, settings);
    assertEquals(List.of("kms:Decrypt"), named("KeyCurated", analyst).actions());
    assertEquals(
        List.of("arn:aws-cn:s3:::acme-answers/analyst/*"),
        named("KeepAnswers", analyst).resources());
    assertEquals(
        List.of("arn:aws-cn:athena:cn-north-1:123456789012:workgroup/acme-s-lake-analyst"),
        named("Query", analyst).resources());
  }

  @Test
  void onGoogleCloudARoleOnBucketsSaysTheSame() {
    LakeConfig lake =
        lake(new CatalogConfig.None(DATABASES), "gs://raw", "gs://lake/processed", "gs://curated");
    assertEquals(
        List.of(
            new GcsBinding(Layer.RAW, "gs://raw", "roles/storage.objectViewer"),
            new GcsBinding(Layer.PROCESSED, "gs://lake/processed/", "roles/storage.objectUser"),
            new GcsBinding(Layer.CURATED, "gs://curated", "roles/storage.objectUser")),
        GcsBinding.of(Role.JOB, lake));
    assertEquals(
        List.of(new GcsBinding(Layer.CURATED, "gs://curated", "roles/storage.objectViewer")),
        GcsBinding.of(Role.ANALYST, lake));
  }
}
