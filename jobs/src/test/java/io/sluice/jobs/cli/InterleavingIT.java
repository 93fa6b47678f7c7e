package io.sluice.jobs.cli;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.jobs.GoldenRows;
import io.sluice.jobs.report.TableReport;
import io.sluice.layout.TableFormat;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Files of random changes arrive in a random order, some of them twice, spread over several runs:
 * the table must be what a model makes of all changes at once, which knows nothing of runs.
 */
class InterleavingIT {

  private static final Comparator<Event> IN_FILES =
      Comparator.comparing(Event::extraction)
          .thenComparing(Event::file)
          .thenComparingInt(Event::line);
  private static final Comparator<Event> IN_ORDER =
      Comparator.comparingInt(Event::updated).thenComparing(IN_FILES);
  private static final String COLUMNS = "id,day,updated,text";

  /** What a line carries besides id and updated. */
  private static final List<String> PARTS = List.of("day", "text", "extra");

  private static final Set<String> WHOLE = Set.of("day", "text");

  /**
   * A line of a raw file; a day of 0 is a delete with no more than its key.
   *
   * @param carries which of {@link #PARTS}
   */
  private record Event(
      String extraction,
      String file,
      int line,
      boolean delete,
      int id,
      int day,
      int updated,
      Set<String> carries) {

    String text() {
      return extraction + file + line;
    }

    boolean isTombstone() {
      return day == 0;
    }

    String json() {
      if (isTombstone()) {
        return "{\"op\":\"D\",\"id\":%d,\"updated\":%d}".formatted(id, updated);
      }
      StringBuilder json = new StringBuilder("{\"op\":\"" + (delete ? "D" : "U") + "\"");
      json.append(",\"id\":").append(id).append(",\"updated\":").append(updated);
      values().forEach((name, value) -> json.append(",\"" + name + "\":\"" + value + "\""));
      return json.append("}").toString();
    }

    /** The values of what it carries. */
    Map<String, String> values() {
      Map<String, String> values = new TreeMap<>();
      for (String part : carries) {
        String value = "%s-%s".formatted(part, text());
        values.put(part, part.equals("day") ? "2026-11-%02d".formatted(day) : value);
      }
      values.computeIfPresent("text", (part, value) -> text());
      return values;
    }

    String row() {
      return "%d,2026-11-%02d,%d,%s".formatted(id, day, updated, text());
    }
  }

  /** A write mode and what it makes of all events. */
  private enum Mode {
    UPSERT_MOVES(
        "mode = upsert, key = [id], order = [updated], date.moves = true", COLUMNS, false) {
      @Override
      List<String> table(List<Event> all) {
        return perKey(all, Event::id, events -> Optional.of(last(events, IN_ORDER).row()));
      }
    },
    UPSERT("mode = upsert, key = [id], order = [updated]", COLUMNS, false) {
      @Override
      List<String> table(List<Event> all) {
        return perKey(
            all,
            event -> event.id() * 100 + event.day(),
            events -> Optional.of(last(events, IN_ORDER).row()));
      }
    },
    CDC_HARD(
        "mode = cdc, key = [id], order = [updated], deletes { column = op, values = [D] }",
        COLUMNS,
        true) {
      @Override
      List<String> table(List<Event> all) {
        return perKey(
            all,
            Event::id,
            events -> Optional.of(last(events, IN_ORDER)).filter(e -> !e.delete()).map(Event::row));
      }
    },
    CDC_SOFT(
        "mode = cdc, key = [id], order = [updated], deletes { column = op, values = [D], as = soft"
            + " }",
        COLUMNS + ",_sluice_deleted",
        true) {
      @Override
      List<String> table(List<Event> all) {
        return perKey(
            all,
            Event::id,
            events -> {
              List<Event> writes = events.stream().filter(e -> !e.isTombstone()).toList();
              if (writes.isEmpty()) {
                return Optional.empty();
              }
              Event write = last(writes, IN_ORDER);
              boolean gone =
                  events.stream().anyMatch(e -> e.isTombstone() && IN_ORDER.compare(e, write) > 0);
              return Optional.of(write.row() + "," + (write.delete() || gone));
            });
      }
    },
    SNAPSHOT_HARD("mode = snapshot, key = [id], max-removed = 100%", COLUMNS, false) {
      @Override
      List<String> table(List<Event> all) {
        String newest = last(all, IN_FILES).extraction();
        return perKey(
            all.stream().filter(event -> event.extraction().equals(newest)).toList(),
            Event::id,
            events -> Optional.of(last(events, IN_FILES).row()));
      }
    },
    SNAPSHOT_SOFT(
        "mode = snapshot, key = [id], order = [updated], deletes.as = soft",
        COLUMNS + ",_sluice_deleted",
        false) {
      @Override
      List<String> table(List<Event> all) {
        String newest = last(all, IN_FILES).extraction();
        return perKey(
            all,
            Event::id,
            events -> {
              Event row =
                  last(events, Comparator.comparing(Event::extraction).thenComparing(IN_ORDER));
              return Optional.of(row.row() + "," + !row.extraction().equals(newest));
            });
      }
    },
    HISTORY(
        "mode = history, key = [id], order = [updated], deletes { column = op, values = [D] }",
        COLUMNS + ",valid_from,valid_to,is_current",
        true) {
      @Override
      List<String> table(List<Event> all) {
        List<String> rows = new ArrayList<>();
        all.stream()
            .collect(Collectors.groupingBy(Event::id))
            .values()
            .forEach(
                events -> {
                  Map<String, Event> distinct = new TreeMap<>();
                  events.stream()
                      .sorted(IN_FILES)
                      .forEach(e -> distinct.put(e.updated() + " " + e.delete(), e));
                  List<Event> chain = distinct.values().stream().sorted(IN_ORDER).toList();
                  for (int i = 0; i < chain.size(); i++) {
                    Event event = chain.get(i);
                    boolean current = i == chain.size() - 1;
                    String to = current ? "" : String.valueOf(chain.get(i + 1).updated());
                    if (!event.delete()) {
                      rows.add(event.row() + "," + event.updated() + "," + to + "," + current);
                    }
                  }
                });
        return rows;
      }
    },
    PARTIAL_HARD(Mode.PARTIAL.formatted("hard"), COLUMNS + ",extra", true) {
      @Override
      List<String> table(List<Event> all) {
        return perKey(all, Event::id, events -> together(events, false));
      }
    },
    PARTIAL_SOFT(Mode.PARTIAL.formatted("soft"), COLUMNS + ",extra,_sluice_deleted", true) {
      @Override
      List<String> table(List<Event> all) {
        return perKey(all, Event::id, events -> together(events, true));
      }
    };

    private static final String PARTIAL =
        "mode = cdc, key = [id], order = [updated], deletes { column = op, values = [D], as = %s },"
            + " partial-updates = true, columns { extra = string }";

    private final String settings;
    private final String columns;
    private final boolean deletes;

    /** Every second one keeps its Parquet table in versions. */
    String publish(TableFormat format) {
      return format == TableFormat.PARQUET && ordinal() % 2 == 0 ? "versioned" : "replace";
    }

    Mode(String settings, String columns, boolean deletes) {
      this.settings = settings;
      this.columns = columns;
      this.deletes = deletes;
    }

    abstract List<String> table(List<Event> all);

    /** Whether lines carry only some of their columns. */
    boolean isPartial() {
      return columns.contains("extra");
    }

    /** Of each column the latest value, looked for from the latest event back to a hard delete. */
    private static Optional<String> together(List<Event> events, boolean soft) {
      Map<String, String> values = new TreeMap<>();
      Optional<Event> newest = Optional.empty();
      boolean gone = false;
      for (Event event : events.stream().sorted(IN_ORDER.reversed()).toList()) {
        if (event.delete() && !soft) {
          break;
        }
        if (event.isTombstone()) {
          gone |= newest.isEmpty();
        } else {
          newest = newest.or(() -> Optional.of(event));
          event.values().forEach(values::putIfAbsent);
        }
      }
      if (!values.containsKey("day")) {
        return Optional.empty();
      }
      Event last = newest.orElseThrow();
      String row =
          String.join(
              ",",
              String.valueOf(last.id()),
              values.get("day"),
              String.valueOf(last.updated()),
              values.getOrDefault("text", ""),
              values.getOrDefault("extra", ""));
      return Optional.of(soft ? row + "," + (last.delete() || gone) : row);
    }

    private static List<String> perKey(
        List<Event> all,
        Function<Event, Integer> key,
        Function<List<Event>, Optional<String>> row) {
      return all.stream().collect(Collectors.groupingBy(key)).values().stream()
          .flatMap(events -> row.apply(events).stream())
          .toList();
    }

    private static Event last(List<Event> events, Comparator<Event> order) {
      return events.stream().max(order).orElseThrow();
    }
  }

  @TempDir Path dir;

  @ParameterizedTest
  @EnumSource
  void anyOrderOfFilesLeadsToTheSameTable(Mode mode) {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    List<List<Event>> files = files(mode, random);
    GoldenRows expected =
        new GoldenRows(
            List.of(mode.columns.split(",")),
            mode.table(files.stream().flatMap(List::stream).toList()));
    for (TableFormat format : TableFormat.values()) {
      String what = mode + " as " + format + ", seed " + seed;
      TestLake lake =
          Items.lake(
              dir.resolve(format.name()),
              format,
              mode.settings + ", leave-out = [op], publish = " + mode.publish(format));
      Collections.shuffle(files, random);
      for (int next = 0; next < files.size(); ) {
        for (int more = 2 + random.nextInt(3); more > 0 && next < files.size(); more--, next++) {
          List<Event> file = files.get(next);
          lake.raw(
              "items/" + file.get(0).extraction() + "/" + file.get(0).file(),
              file.stream().map(Event::json).toArray(String[]::new));
        }
        TableReport report = lake.promote();
        assertTrue(report.status().isGood(), what + ": " + report.message());
      }
      expected.assertSameAs(GoldenRows.of(lake.read(Items.ID), expected.columns()), what);
    }
  }

  /** A quarter of the lines is whole. */
  private static Set<String> some(Random random) {
    boolean whole = random.nextInt(4) == 0;
    return PARTS.stream()
        .filter(part -> whole || random.nextBoolean())
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Six files of three extractions, and two that bring the rows of others again. */
  private static List<List<Event>> files(Mode mode, Random random) {
    List<List<Event>> files = new ArrayList<>();
    for (int number = 0; number < 6; number++) {
      String extraction = "extracted_at=2026-11-1" + (5 + number / 2);
      List<Event> file = new ArrayList<>();
      int lines = 3 + random.nextInt(5);
      for (int line = 0; line < lines; line++) {
        boolean delete = mode.deletes && random.nextInt(4) == 0;
        Set<String> carries = mode.isPartial() ? some(random) : WHOLE;
        boolean keyOnly = delete && (random.nextBoolean() || !carries.contains("day"));
        int day = keyOnly ? 0 : 10 + random.nextInt(3);
        file.add(
            new Event(
                extraction,
                "f" + number + ".json",
                line,
                delete,
                1 + random.nextInt(5),
                day,
                1 + random.nextInt(6),
                carries));
      }
      files.add(file);
    }
    for (int again = 0; again < 2; again++) {
      String name = "z" + again + ".json";
      files.add(
          files.get(random.nextInt(6)).stream()
              .map(
                  event ->
                      new Event(
                          "extracted_at=2026-11-17",
                          name,
                          event.line(),
                          event.delete(),
                          event.id(),
                          event.day(),
                          event.updated(),
                          event.carries()))
              .toList());
    }
    return new ArrayList<>(files);
  }
}
