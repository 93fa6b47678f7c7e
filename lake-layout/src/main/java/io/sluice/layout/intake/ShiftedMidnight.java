package io.sluice.layout.intake;

import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Whether a table's dates look as if they were cut at a wrong midnight.
 *
 * <p>Where the zone is wrong by some hours, each extraction has about the same share of its rows in
 * a neighbouring date, and next to none beyond that. Late rows look otherwise: their share changes,
 * and it thins out over many dates. What has an ordinary reason is no sign:
 *
 * <ul>
 *   <li>most rows a day before their extraction: it runs after midnight;
 *   <li>rows of the day after in a zone east of UTC, of the day before in a zone west of it:
 *       loaders name extractions after days of UTC;
 *   <li>rows of the day before in an extraction that is named after a time: it runs in mid-day.
 * </ul>
 */
public final class ShiftedMidnight {

  /** Fewer rows have no share to speak of. */
  private static final long ROWS_OF_A_DAY = 200;

  private static final int DAYS = 4;
  private static final int LOOKED_AT = 14;

  /** Rows from the future have no ordinary reason, those of the day before may be late. */
  private static final double AFTER = 0.02;

  private static final double BEFORE = 0.10;

  /** A share is the same if it is within these times the middle one. */
  private static final double STEADY = 1.6;

  private static final double MOST_DAYS = 0.8;
  private static final double BEYOND = 0.1;

  private ShiftedMidnight() {}

  /**
   * What a person should know, as a sentence; empty if there is no sign.
   *
   * @param zone in which the dates were cut
   */
  public static Optional<String> sign(Distances distances, ZoneId zone) {
    List<Map.Entry<LocalDate, Distances.Day>> days =
        distances.days().entrySet().stream()
            .filter(day -> day.getValue().total() >= ROWS_OF_A_DAY)
            .toList();
    days = days.subList(Math.max(0, days.size() - LOOKED_AT), days.size());
    if (days.size() < DAYS) {
      return Optional.empty();
    }
    LocalDate newest = days.get(days.size() - 1).getKey();
    int offset =
        zone.getRules()
            .getOffset(newest.atStartOfDay(ZoneOffset.UTC).toInstant())
            .getTotalSeconds();
    List<Distances.Day> rows = days.stream().map(Map.Entry::getValue).toList();
    boolean timed = rows.stream().anyMatch(Distances.Day::timed);
    if (offset <= 0 && isSteady(rows, 0, 1, AFTER)) {
      return Optional.of(text(rows, 1, "after", newest, zone, ""));
    }
    for (int own = 0; own >= -1; own--) {
      boolean mostly = total(rows, own) > total(rows, own - 1);
      if (offset >= 0 && !timed && mostly && isSteady(rows, own, own - 1, BEFORE)) {
        String evening = own == 0 ? " It is if the extraction runs hours before its day ends." : "";
        return Optional.of(
            text(rows, own - 1, own == 0 ? "before" : "two days before", newest, zone, evening));
      }
    }
    return Optional.empty();
  }

  /**
   * Whether all extractions have about the same share in the neighbouring date, and none beyond.
   */
  private static boolean isSteady(List<Distances.Day> days, int own, int neighbour, double least) {
    long beside = total(days, neighbour);
    long all = days.stream().mapToLong(Distances.Day::total).sum();
    long beyond = all - beside - total(days, own);
    List<Double> shares = shares(days, neighbour);
    double middle = shares.get(shares.size() / 2);
    long alike = shares.stream().filter(s -> s <= middle * STEADY && s >= middle / STEADY).count();
    return middle >= least && beyond <= beside * BEYOND && alike >= shares.size() * MOST_DAYS;
  }

  private static List<Double> shares(List<Distances.Day> days, int distance) {
    return days.stream().map(day -> (double) day.at(distance) / day.total()).sorted().toList();
  }

  private static long total(List<Distances.Day> days, int distance) {
    return days.stream().mapToLong(day -> day.at(distance)).sum();
  }

  private static String text(
      List<Distances.Day> days,
      int distance,
      String side,
      LocalDate newest,
      ZoneId zone,
      String unless) {
    List<Double> shares = shares(days, distance);
    Distances.Day last = days.get(days.size() - 1);
    return String.format(
        Locale.ROOT,
        "%.0f %% of the rows of each extraction have the date %s it (%.0f to %.0f %% in the last"
            + " %d; of %s %,d of %,d rows have %s): is date.zone = %s right?%s",
        100 * shares.get(shares.size() / 2),
        side,
        100 * shares.get(0),
        100 * shares.get(shares.size() - 1),
        days.size(),
        newest,
        last.at(distance),
        last.total(),
        newest.plusDays(distance),
        zone,
        unless);
  }
}
