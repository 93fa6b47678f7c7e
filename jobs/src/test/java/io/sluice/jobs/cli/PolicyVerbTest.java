package io.sluice.jobs.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PolicyVerbTest {

  private static final String GLUE = "type = glue, region = us-east-1";

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  @TempDir Path dir;

  private PolicyVerbTest lake(String scheme, String catalog) throws IOException {
    Files.createDirectories(dir.resolve("sources"));
    Files.writeString(
        dir.resolve("sources/shop.conf"),
        "source = shop, format = json, tables.orders { date { from = at, zone = UTC } }");
    Files.writeString(
        dir.resolve("lake.conf"),
        """
        lake {
          name = acme
          raw = "%1$s://acme-raw"
          processed = "%1$s://acme-processed"
          curated = "%1$s://acme-curated"
          catalog { %2$s }
        }
        """
            .formatted(scheme, catalog));
    return this;
  }

  private int policy(String... args) {
    Session session =
        new Session(
            Lakes::open,
            Map.of("SLUICE_CONF", dir.toString()),
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            Clock.systemUTC());
    List<String> all = new ArrayList<>(List.of(args));
    all.add(0, "policy");
    return new Shell(session).run(all.toArray(new String[0]));
  }

  private JsonNode json() throws IOException {
    return new ObjectMapper().readTree(out.toString(StandardCharsets.UTF_8));
  }

  private String err() {
    return err.toString(StandardCharsets.UTF_8);
  }

  @Test
  void printsAPolicyARoleOrThatOfOneAlone() throws IOException {
    lake("s3a", GLUE);
    assertEquals(0, policy("--account", "123456789012"), err());
    JsonNode all = json();
    List<String> roles = new ArrayList<>();
    all.fieldNames().forEachRemaining(roles::add);
    assertEquals(List.of("job", "engineer", "scientist", "analyst"), roles);

    out.reset();
    assertEquals(0, policy("--account", "123456789012", "--role", "job"));
    assertEquals(all.path("job"), json());
    assertEquals("2012-10-17", json().path("Version").textValue());

    out.reset();
    assertEquals(0, policy("--account", "123456789012", "--json"));
    assertEquals(all, json().path("policies"));
  }

  @Test
  void aRoleThatTheJobAssumesForTheCatalogHasAPolicyAndTellsTheAccount() throws IOException {
    lake("s3a", GLUE + ", role = \"arn:aws:iam::210987654321:role/register\"");
    assertEquals(0, policy("--role", "job"), err());
    assertTrue(json().toString().contains("sts:AssumeRole"), json().toString());
    out.reset();
    assertEquals(0, policy());
    assertTrue(
        json().path("catalog").toString().contains("arn:aws:glue:us-east-1:210987654321:catalog"));
  }

  @Test
  void printsTerraformForEitherCloud() throws IOException {
    lake("s3", GLUE);
    assertEquals(0, policy("--account", "1", "--role", "job", "--format", "terraform"), err());
    String aws = out.toString(StandardCharsets.UTF_8);
    assertTrue(
        aws.startsWith(
            """
            resource "aws_iam_policy" "acme_job" {
              name   = "acme-job"
              policy = <<-JSON
                {
                  "Version" : "2012-10-17",
            """),
        aws);
    assertTrue(aws.endsWith("  JSON\n}\n"), aws);

    out.reset();
    lake("gs", "type = hive, uri = \"thrift://metastore:9083\"");
    assertEquals(0, policy("--role", "analyst", "--format", "terraform"), err());
    assertEquals(
        """
        resource "google_storage_bucket_iam_member" "acme_analyst_curated" {
          bucket = "acme-curated"
          role   = "roles/storage.objectViewer"
          member = var.members["analyst"]
        }
        """,
        out.toString(StandardCharsets.UTF_8));
  }

  @Test
  void whatIsNotKnownIsAskedFor() throws IOException {
    lake("s3a", GLUE);
    assertEquals(2, policy());
    assertEquals(
        "Cannot print policies: the account of the Glue catalog is not known, and Glue's resources"
            + " are named by it. Write --account 123456789012, or set lake.catalog.catalog-id.\n",
        err());
    err.reset();
    assertEquals(2, policy("--account", "1", "--code", "conf"));
    assertEquals(
        "Cannot print policies: --code is conf, which is no place in S3. Write --code"
            + " s3://bucket.\n",
        err());
    err.reset();
    assertEquals(2, policy("--role", "boss"));
    assertEquals(
        "Cannot print policies: --role has no boss. Write job, engineer, scientist, analyst.\n",
        err());
    err.reset();
    assertEquals(2, policy("--account", "1", "--kms-key", "bronze=arn"));
    assertEquals(
        "Cannot print policies: --kms-key has no bronze. Write raw, processed, curated.\n", err());
  }

  @Test
  void aLakeOnDisksHasNoPolicies() throws IOException {
    lake("hdfs", "type = none");
    assertEquals(2, policy());
    assertEquals(
        "Cannot print policies: the layers of this lake are in hdfs: (raw is hdfs://acme-raw), and"
            + " policies are known for layers that are all in s3: or all in gs:. Give --conf of a"
            + " lake that is.\n",
        err());
  }

  @Test
  void viewsOfAnalystsAreNamed() throws IOException {
    lake("gs", "type = none");
    Files.createDirectories(dir.resolve("marts/sales"));
    Files.writeString(
        dir.resolve("marts/sales/latest.sql"),
        "/* materialize = view */ SELECT date FROM processed.shop_orders");
    assertEquals(0, policy("--role", "analyst"), err());
    assertEquals(
        "Analysts read a view only with rights to what it reads, which are not given here:"
            + " sales.latest. Write materialize = table where they shall.\n",
        err());
    err.reset();
    assertEquals(0, policy("--role", "scientist"));
    assertFalse(err().contains("view"), err());
  }
}
