package io.sluice.jobs.look;

import io.sluice.layout.config.Dialect;
import io.sluice.layout.intake.RawLayout;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Decides from a sample who wrote a table and what its key, order and date may be. */
final class Recognition {

  private static final Pattern KAFKA = Pattern.compile("(.*/)?[^/]+[+][0-9]+[+][0-9]+[.][^/]+");
  private static final Pattern FULL_LOAD = Pattern.compile("(.*/)?LOAD[0-9A-F]{3,8}[.][^/]+");
  private static final Set<String> UNSEEN = Set.of("avro", "orc", "xml");
  private static final Set<String> OPERATIONS = Set.of("I", "U", "D");

  private static final List<String> CREATED =
      List.of(
          "created_at",
          "occurred_at",
          "event_time",
          "event_at",
          "order_date",
          "created",
          "date",
          "day",
          "timestamp",
          "at");
  private static final List<String> UPDATED =
      List.of("updated_at", "modified_at", "last_modified", "last_updated", "updated", "modified");

  private final TableSample sample;
  private final String name;
  private final List<String> reasons = new ArrayList<>();

  private Recognition(TableSample sample, String name) {
    this.sample = sample;
    this.name = name;
  }

  /**
   * @param folder the table's raw folder below the raw root
   */
  static TableFinding of(TableSample sample, String name, String folder) {
    return new Recognition(sample, name).find(folder);
  }

  private TableFinding find(String folder) {
    Dialect dialect = dialect();
    Optional<String> obstacle = obstacle(dialect);
    List<String> layout = layout(dialect);
    List<String> order = order(dialect);
    List<String> key = key(dialect, order);
    Optional<String> mode = mode(dialect, key, order);
    Optional<String> date = date(dialect);
    if (obstacle.isEmpty() && date.isEmpty()) {
      obstacle = Optional.of("no column holds dates or times to take the business date from");
    }
    return new TableFinding(
        name,
        folder,
        dialect,
        sample.format(),
        sample.csv(),
        layout,
        mode,
        key,
        mode.filter("append"::equals).isPresent() ? List.of() : order,
        date,
        reasons,
        obstacle);
  }

  private Dialect dialect() {
    if (seen("_fivetran_synced", "_fivetran_deleted", "_fivetran_id")) {
      return because(Dialect.FIVETRAN, "columns named _fivetran_…");
    }
    if (seen("_airbyte_raw_id", "_airbyte_extracted_at", "_airbyte_ab_id", "_airbyte_data")) {
      return because(Dialect.AIRBYTE, "columns named _airbyte_…");
    }
    if (seen("_sdc_sequence", "_sdc_batched_at", "_sdc_received_at")) {
      return because(Dialect.STITCH, "columns named _sdc_…");
    }
    if (seen("__deleted") || sample.has("__op") && sample.has("__source_ts_ms")) {
      return because(Dialect.DEBEZIUM, "columns __deleted or __op");
    }
    if (isEnvelope()) {
      return because(Dialect.DEBEZIUM, "the fields before, after and op");
    }
    boolean operations = sample.has("op") && sample.columns().get("op").isOnly(OPERATIONS);
    if (operations || sample.paths().stream().anyMatch(path -> FULL_LOAD.matcher(path).matches())) {
      return because(Dialect.DMS, operations ? "a column Op of I, U and D" : "files named LOAD…");
    }
    if (sample.paths().stream().anyMatch(path -> KAFKA.matcher(path).matches())) {
      return because(Dialect.KAFKA_CONNECT, "files named <topic>+<partition>+<offset>");
    }
    reasons.add("dialect plain: no loader's columns or file names");
    return Dialect.PLAIN;
  }

  private boolean isEnvelope() {
    return sample.has("op") && sample.has("after") && sample.has("source");
  }

  private boolean seen(String... columns) {
    return Set.of(columns).stream().anyMatch(sample::has);
  }

  private Dialect because(Dialect dialect, String why) {
    reasons.add("dialect " + dialect.word() + ": " + why);
    return dialect;
  }

  private Optional<String> obstacle(Dialect dialect) {
    if (sample.format().isEmpty()) {
      return Optional.of("its files are of no format that is read");
    }
    if (UNSEEN.contains(sample.format().get())) {
      return Optional.of(
          sample.format().get()
              + " files are not looked into: write the key and the date yourself");
    }
    if (sample.csv().containsKey("header")) {
      return Optional.of(
          "its CSV has no names in the first line: declare columns { … } in their order");
    }
    if (sample.columns().isEmpty()) {
      return Optional.of("no record was found in the first bytes of its files");
    }
    if (dialect == Dialect.AIRBYTE && sample.has("_airbyte_data")) {
      return Optional.of(
          "its records are wrapped in _airbyte_data: set the destination's flattening to \"Root"
              + " level flattening\" and sync anew");
    }
    if (isEnvelope()) {
      return Optional.of(
          "its records are Debezium's change events: set json.envelope = debezium, and the key and"
              + " the date by the names of the columns inside after");
    }
    return Optional.empty();
  }

  /** Nothing if the dialect's own layout holds every path. */
  private List<String> layout(Dialect dialect) {
    RawLayout own = dialect.layout();
    boolean fits = sample.paths().stream().allMatch(own::holds);
    List<String> templates = sample.templates();
    reasons.add(
        "layout "
            + String.join(", ", templates)
            + (fits && dialect != Dialect.PLAIN ? ", as the dialect has it" : ""));
    if (templates.contains("**")) {
      reasons.add("nothing in the paths tells a time, so that all files are one extraction");
    }
    return fits ? List.of() : templates;
  }

  private List<String> key(Dialect dialect, List<String> order) {
    if (dialect == Dialect.FIVETRAN && sample.has("_fivetran_id")) {
      reasons.add("key _fivetran_id: Fivetran's own, where the source has no primary key");
      return List.of("_fivetran_id");
    }
    if (dialect == Dialect.STITCH && sample.has("_sdc_primary_key")) {
      reasons.add("key _sdc_primary_key: Stitch's own, where the source has no primary key");
      return List.of("_sdc_primary_key");
    }
    String singular = name.replaceFirst("s$", "");
    List<String> named =
        List.of("id", name + "_id", singular + "_id", "event_id", "uuid", singular + "_key");
    Stream<String> ids =
        sample.columns().keySet().stream()
            .filter(column -> column.endsWith("_id") && !column.startsWith("_"));
    boolean versions = !order.isEmpty() || isOfChanges(dialect);
    List<String> candidates =
        Stream.concat(
                named.stream().filter(sample::has),
                ids.filter(column -> sample.columns().get(column).isNearlyUnique()))
            .filter(sample::isWhole)
            .filter(column -> versions || sample.columns().get(column).isNearlyUnique())
            .distinct()
            .toList();
    Optional<String> found = candidates.stream().findFirst();
    found.ifPresentOrElse(
        column -> reasons.add("key " + column + ": " + why(column)),
        () -> reasons.add("no column looks like a key"));
    return found.map(List::of).orElse(List.of());
  }

  private String why(String column) {
    if (sample.records() == 0) {
      return "by its name, values were not looked at";
    }
    return "by its name, never null in "
        + sample.records()
        + " records, with "
        + sample.columns().get(column).distinct()
        + " different values";
  }

  /** Whether a key comes more than once because it was changed. */
  private static boolean isOfChanges(Dialect dialect) {
    return dialect != Dialect.PLAIN && dialect != Dialect.KAFKA_CONNECT;
  }

  private List<String> order(Dialect dialect) {
    if (dialect == Dialect.AIRBYTE && !sample.has("_airbyte_generation_id")) {
      String time =
          sample.has("_airbyte_extracted_at") ? "_airbyte_extracted_at" : "_airbyte_emitted_at";
      reasons.add("order " + time + ": these records are of an Airbyte without generations");
      return List.of(time);
    }
    if (dialect != Dialect.PLAIN) {
      return List.of();
    }
    Optional<String> updated =
        UPDATED.stream()
            .filter(column -> sample.has(column) && sample.columns().get(column).isTime())
            .findFirst();
    updated.ifPresent(column -> reasons.add("order " + column + ": by its name"));
    return updated.map(List::of).orElse(List.of());
  }

  /** Without a key rows can only be added. */
  private Optional<String> mode(Dialect dialect, List<String> key, List<String> order) {
    if (isOfChanges(dialect) && key.isEmpty()) {
      reasons.add("mode append until a key is named, though the dialect knows changes and deletes");
      return Optional.of("append");
    }
    if (dialect == Dialect.PLAIN) {
      boolean upsert = !key.isEmpty() && !order.isEmpty();
      reasons.add(
          upsert
              ? "mode upsert: there are a key and an order; if every extraction is the whole table,"
                  + " set snapshot"
              : "mode append: there is no key with an order");
      return Optional.of(upsert ? "upsert" : "append");
    }
    return Optional.empty();
  }

  private Optional<String> date(Dialect dialect) {
    List<String> times =
        sample.columns().entrySet().stream()
            .filter(column -> column.getValue().isTime() && !isControl(dialect, column.getKey()))
            .map(column -> column.getKey())
            .sorted(
                Comparator.comparingInt(Recognition::rank)
                    .thenComparing(column -> -sample.columns().get(column).values()))
            .toList();
    if (times.isEmpty()) {
      return Optional.empty();
    }
    reasons.add(
        "date from "
            + times.get(0)
            + (times.size() > 1 ? "; other times are " + times.subList(1, times.size()) : ""));
    return Optional.of(times.get(0));
  }

  private static boolean isControl(Dialect dialect, String column) {
    return dialect != Dialect.PLAIN && column.startsWith("_");
  }

  private static int rank(String column) {
    int created = CREATED.indexOf(column);
    if (created >= 0) {
      return created;
    }
    String lower = column.toLowerCase(Locale.ROOT);
    if (UPDATED.contains(lower) || lower.contains("update") || lower.contains("modif")) {
      return 100;
    }
    return lower.contains("creat") ? 20 : 50;
  }
}
