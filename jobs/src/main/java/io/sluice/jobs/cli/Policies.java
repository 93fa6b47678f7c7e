package io.sluice.jobs.cli;

import io.sluice.jobs.report.AnswerJson;
import io.sluice.layout.LakeException;
import io.sluice.layout.Layer;
import io.sluice.layout.Location;
import io.sluice.layout.access.AwsPolicies;
import io.sluice.layout.access.AwsSettings;
import io.sluice.layout.access.GcsBinding;
import io.sluice.layout.access.Role;
import io.sluice.layout.access.Statement;
import io.sluice.layout.config.LakeConfig;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What each role may do, in the words of the cloud that the lake lies in. */
final class Policies {

  private static final Set<String> S3 = Set.of("s3", "s3a");

  private final LakeConfig lake;
  private final List<Role> roles;
  private final Supplier<AwsSettings> aws;

  /**
   * @param aws asked only for a lake in S3
   */
  Policies(LakeConfig lake, List<Role> roles, Supplier<AwsSettings> aws) {
    this.lake = lake;
    this.roles = List.copyOf(roles);
    this.aws = aws;
  }

  /** A policy document a role; on Google Cloud a list of bindings a role. */
  Map<String, Object> documents() {
    Map<String, Object> documents = new LinkedHashMap<>();
    if (inS3()) {
      AwsPolicies policies = new AwsPolicies(lake, aws.get());
      roles.forEach(role -> documents.put(role.word(), document(policies.of(role))));
      if (roles.contains(Role.JOB)) {
        policies
            .ofCatalogRole()
            .ifPresent(register -> documents.put("catalog", document(List.of(register))));
      }
    } else {
      roles.forEach(
          role ->
              documents.put(
                  role.word(),
                  GcsBinding.of(role, lake).stream().map(GcsBinding::document).toList()));
    }
    return documents;
  }

  /** The same as Terraform's resources. */
  String terraform() {
    if (inS3()) {
      return documents().entrySet().stream()
          .map(entry -> policy(entry.getKey(), AnswerJson.bare(entry.getValue())))
          .collect(Collectors.joining("\n"));
    }
    return roles.stream()
        .flatMap(role -> GcsBinding.of(role, lake).stream().map(binding -> member(role, binding)))
        .collect(Collectors.joining("\n"));
  }

  private boolean inS3() {
    Set<String> schemes =
        Stream.of(Layer.values())
            .map(layer -> lake.layout().root(layer).scheme())
            .collect(Collectors.toSet());
    if (S3.containsAll(schemes)) {
      return true;
    }
    if (schemes.equals(Set.of("gs"))) {
      return false;
    }
    Location raw = lake.layout().raw();
    throw new LakeException(
        LakeException.Kind.CONFIGURATION,
        "Cannot print policies: the layers of this lake are in "
            + schemes.stream()
                .sorted()
                .map(scheme -> scheme + ":")
                .collect(Collectors.joining(", "))
            + " (raw is "
            + raw
            + "), and policies are known for layers that are all in s3: or all in gs:. Give --conf"
            + " of a lake that is.");
  }

  private static Map<String, Object> document(List<Statement> statements) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("Version", "2012-10-17");
    document.put("Statement", statements.stream().map(Statement::document).toList());
    return document;
  }

  private String policy(String role, String json) {
    String name = AwsPolicies.nameOf(lake) + "-" + role;
    return "resource \"aws_iam_policy\" \""
        + name.replace('-', '_')
        + "\" {\n  name   = \""
        + name
        + "\"\n  policy = <<-JSON\n"
        + json.indent(4)
        + "  JSON\n}\n";
  }

  private String member(Role role, GcsBinding binding) {
    String resource =
        binding.isBucket()
            ? "google_storage_bucket_iam_member"
            : "google_storage_managed_folder_iam_member";
    String[] parts = binding.folder().substring("gs://".length()).split("/", 2);
    String name = AwsPolicies.nameOf(lake) + "-" + role.word() + "-" + binding.layer().word();
    return "resource \""
        + resource
        + "\" \""
        + name.replace('-', '_')
        + "\" {\n  bucket = \""
        + parts[0]
        + "\"\n"
        + (binding.isBucket() ? "" : "  managed_folder = \"" + parts[1] + "\"\n")
        + "  role   = \""
        + binding.role()
        + "\"\n  member = var.members[\""
        + role.word()
        + "\"]\n}\n";
  }
}
