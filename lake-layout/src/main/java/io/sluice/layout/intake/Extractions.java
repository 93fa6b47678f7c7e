package io.sluice.layout.intake;

import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which extraction folders a run lists: those it has never taken anything from, and those inside
 * the look-back window. The window ends at the newest extraction that is there, so a lake that
 * paused misses nothing; one that is dated in the future does not move it.
 */
public final class Extractions {

  private static final int DAY = "yyyy-MM-dd".length();

  private Extractions() {}

  /**
   * @param folders the dated folders that are there, {@code extracted_at=2026-11-19}
   * @param known the folders something was taken from
   * @param today in UTC; somewhere it is tomorrow already
   */
  public static List<String> toList(
      RawLayout layout,
      Collection<String> folders,
      Set<String> known,
      int lookBackDays,
      LocalDate today) {
    Optional<LocalDate> newest =
        folders.stream()
            .flatMap(folder -> layout.day(folder).stream())
            .filter(date -> !date.isAfter(today.plusDays(1)))
            .max(LocalDate::compareTo);
    List<String> listed = new ArrayList<>();
    for (String folder : folders) {
      boolean tooOld =
          known.contains(folder)
              && newest.isPresent()
              && layout
                  .day(folder)
                  .map(date -> date.isBefore(newest.get().minusDays(lookBackDays)))
                  .orElse(false);
      if (!tooOld) {
        listed.add(folder);
      }
    }
    return listed;
  }

  /**
   * The day that an extraction begins with: {@code extracted_at=2026-11-19T06:00:00Z} or {@code
   * 2026-11-19T06}.
   */
  static Optional<LocalDate> date(String extraction) {
    String value = time(extraction);
    if (value.length() < DAY) {
      return Optional.empty();
    }
    try {
      return Optional.of(LocalDate.parse(value.substring(0, DAY)));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  /** Whether an extraction with a day goes on after it. */
  static boolean isTimed(String extraction) {
    return time(extraction).length() > DAY;
  }

  private static String time(String extraction) {
    return extraction.substring(extraction.lastIndexOf('=') + 1);
  }
}
