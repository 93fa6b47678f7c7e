package io.sluice.layout.config;

import io.sluice.layout.config.CatalogConfig.Databases;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads what {@code lake.catalog} says of Glue. */
final class GlueReader {

  static final List<String> KEYS =
      List.of(
          "region",
          "endpoint",
          "catalog-id",
          "role",
          "external-id",
          "requests-per-second",
          "patience");

  /** {@code us-east-1}, {@code us-gov-west-1}. */
  private static final Pattern REGION = Pattern.compile("[a-z]+(-[a-z]+)+-[0-9]+");

  private static final Pattern ENDPOINT = Pattern.compile("https?://[^/\\s?#]+/?");
  private static final Pattern ACCOUNT = Pattern.compile("[0-9]{12}");

  /** {@code arn:aws:iam::123456789012:role/lake/register}. */
  private static final Pattern ROLE =
      Pattern.compile("arn:aws[a-z-]*:iam::[0-9]{12}:role/[A-Za-z0-9+=,.@_/-]+");

  private static final Pattern EXTERNAL_ID = Pattern.compile("[A-Za-z0-9_+=,.@:/-]{2,1224}");

  private final Settings catalog;

  GlueReader(Settings catalog) {
    this.catalog = catalog;
  }

  /** Empty when something that cannot be left out is missing or wrong. */
  Optional<CatalogConfig> read(Databases databases) {
    Optional<String> region =
        catalog.need(
            "region",
            setting -> like(setting, REGION, "a region of AWS. Write one such as \"us-east-1\"."),
            "Write region = \"us-east-1\", or the region of your catalog.");
    Optional<String> endpoint = get("endpoint", ENDPOINT, "an address. Write \"https://<host>\".");
    Optional<String> catalogId = get("catalog-id", ACCOUNT, "an account. Write its twelve digits.");
    Optional<String> role =
        get("role", ROLE, "a role's ARN. Write \"arn:aws:iam::<account>:role/<name>\".");
    Optional<String> externalId =
        get("external-id", EXTERNAL_ID, "an external id. Write 2 to 1224 characters.");
    if (catalog.find("role").isEmpty() && catalog.find("external-id").isPresent()) {
      catalog.problem("external-id", "is only for a role. Write role too, or remove it.");
    }
    Optional<Double> requests = catalog.get("requests-per-second", GlueReader::requests);
    Optional<Duration> patience = catalog.get("patience", Setting::duration);
    if (region.isEmpty() || requests.isEmpty() || patience.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new CatalogConfig.Glue(
            databases,
            region.get(),
            endpoint,
            catalogId,
            role,
            externalId,
            requests.get(),
            patience.get()));
  }

  private Optional<String> get(String key, Pattern form, String what) {
    return catalog.get(key, setting -> like(setting, form, what));
  }

  private static String like(Setting setting, Pattern form, String what) {
    String text = setting.words();
    if (!form.matcher(text).matches()) {
      throw new WrongSetting("\"" + text + "\" is not " + what);
    }
    return text;
  }

  private static double requests(Setting setting) {
    String text = setting.words();
    double number;
    try {
      number = Double.parseDouble(text);
    } catch (NumberFormatException e) {
      number = 0;
    }
    if (!(number > 0 && number < Double.POSITIVE_INFINITY)) {
      throw new WrongSetting("\"" + text + "\" is not a number above 0. Write one such as 10.");
    }
    return number;
  }
}
