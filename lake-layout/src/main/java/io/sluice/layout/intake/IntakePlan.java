package io.sluice.layout.intake;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * What the next run of a table takes.
 *
 * @param run the number it will have
 * @param fresh raw objects never taken, by extraction and path
 * @param overwritten objects that were taken and have other content now: they are reported and left
 *     alone, because taking them again would double their rows
 * @param unsettled objects too young to be taken
 */
public record IntakePlan(
    long run, List<RawObject> fresh, List<RawObject> overwritten, List<RawObject> unsettled) {

  public IntakePlan {
    fresh = List.copyOf(fresh);
    overwritten = List.copyOf(overwritten);
    unsettled = List.copyOf(unsettled);
  }

  /**
   * @param layout tells the order in which later wins
   * @param now epoch milliseconds
   * @param settle how old an object must be; zero takes it even if the store's clock is ahead
   */
  public static IntakePlan of(
      Intake intake, RawLayout layout, Collection<RawObject> listed, long now, Duration settle) {
    List<RawObject> fresh = new ArrayList<>();
    List<RawObject> overwritten = new ArrayList<>();
    List<RawObject> unsettled = new ArrayList<>();
    for (RawObject object : listed) {
      Optional<RawObject> taken = intake.taken(object.path());
      if (taken.isPresent()) {
        if (!taken.get().sameContent(object)) {
          overwritten.add(object);
        }
      } else if (!settle.isZero() && now - object.modified() < settle.toMillis()) {
        unsettled.add(object);
      } else {
        fresh.add(object);
      }
    }
    return new IntakePlan(
        intake.lastRun() + 1,
        layout.sorted(fresh),
        layout.sorted(overwritten),
        layout.sorted(unsettled));
  }

  public boolean isEmpty() {
    return fresh.isEmpty();
  }

  public Manifest manifest() {
    return new Manifest(run, fresh);
  }
}
