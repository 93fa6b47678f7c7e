package io.sluice.catalog.glue;

import io.sluice.catalog.CatalogException;
import io.sluice.catalog.glue.Patience.Failure;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.glue.model.EntityNotFoundException;

/**
 * The one way to the client: each attempt waits its turn, a call that failed is tried again as long
 * as that helps, and no exception of the SDK gets out.
 */
final class GlueCalls {

  private final String catalog;
  private final RateLimit limit;
  private final Supplier<Patience> newPatience;
  private final Patience patience;
  private final Time time;

  GlueCalls(String catalog, RateLimit limit, Supplier<Patience> newPatience, Time time) {
    this.catalog = catalog;
    this.limit = limit;
    this.newPatience = newPatience;
    this.patience = newPatience.get();
    this.time = time;
  }

  <T> Optional<T> find(String action, Supplier<T> call) {
    return get(
        action,
        () -> {
          try {
            return Optional.of(call.get());
          } catch (EntityNotFoundException e) {
            return Optional.empty();
          }
        });
  }

  <T> T get(String action, Supplier<T> call) {
    long started = time.nanos();
    for (int attempt = 1; ; attempt++) {
      sleep(limit.take(time.nanos()));
      try {
        T answer = call.get();
        patience.succeeded();
        return answer;
      } catch (SdkException e) {
        Optional<Duration> pause = patience.after(GlueFailures.kind(e), time.nanos());
        if (pause.isEmpty()) {
          Duration taken = Duration.ofNanos(time.nanos() - started);
          throw GlueFailures.translated(action, catalog, e, attempt, taken);
        }
        sleep(pause.get());
      }
    }
  }

  /**
   * Calls until nothing is left over of the items, as Glue may do some of a batch and be too busy
   * for the rest.
   *
   * @param call takes what is to be done, and returns what is left over
   */
  <T> void all(String action, List<T> items, UnaryOperator<List<T>> call) {
    Patience patienceForTheRest = newPatience.get();
    List<T> rest = items;
    while (!rest.isEmpty()) {
      List<T> asked = rest;
      rest = get(action, () -> call.apply(asked));
      if (rest.size() < asked.size()) {
        patienceForTheRest.succeeded();
      }
      if (!rest.isEmpty()) {
        sleep(
            patienceForTheRest
                .after(Failure.BUSY, time.nanos())
                .orElseThrow(() -> leftOver(action, asked)));
      }
    }
  }

  private CatalogException leftOver(String action, List<?> rest) {
    return new CatalogException(
        "Cannot "
            + action
            + " in the "
            + catalog
            + ": Glue was too busy for "
            + rest.size()
            + (rest.size() == 1 ? " partition" : " partitions")
            + " again and again. Run the command again later.");
  }

  private void sleep(Duration pause) {
    try {
      time.sleep(pause);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CatalogException(
          "Cannot ask the " + catalog + ": interrupted. Run the command again.", e);
    }
  }
}
