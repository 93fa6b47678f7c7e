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

  private static final String PREFIX = "extracted_at=";

  private Extractions() {}

  /**
   * @param folders the names of the folders that are there, {@code extracted_at=2026-11-19}
   * @param known the folders something was taken from
   * @param today in UTC; somewhere it is tomorrow already
   */
  public static List<String> toList(
      Collection<String> folders, Set<String> known, int lookBackDays, LocalDate today) {
    Optional<LocalDate> newest =
        folders.stream()
            .flatMap(folder -> date(folder).stream())
            .filter(date -> !date.isAfter(today.plusDays(1)))
            .max(LocalDate::compareTo);
    List<String> listed = new ArrayList<>();
    for (String folder : folders) {
      boolean tooOld =
          known.contains(folder)
              && newest.isPresent()
              && date(folder)
                  .map(date -> date.isBefore(newest.get().minusDays(lookBackDays)))
                  .orElse(false);
      if (!tooOld) {
        listed.add(folder);
      }
    }
    return listed;
  }

  /** The day of {@code extracted_at=2026-11-19} or {@code extracted_at=2026-11-19T06:00:00Z}. */
  static Optional<LocalDate> date(String folder) {
    if (!folder.startsWith(PREFIX) || folder.length() < PREFIX.length() + 10) {
      return Optional.empty();
    }
    try {
      return Optional.of(LocalDate.parse(folder.substring(PREFIX.length(), PREFIX.length() + 10)));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }
}
