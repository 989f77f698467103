// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.wiring;

import dev.paastis.app.AppId;
import dev.paastis.app.StoreUnavailableException;
import dev.paastis.schedule.Ticker;
import dev.paastis.server.rest.StaleStates;
import dev.paastis.stale.StaleBook;
import dev.paastis.stale.StaleCase;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * What is known of stale apps, read again every few seconds while somebody asks: a list of
 * thousands takes one query, and while the database is away the last answer stands.
 */
final class StaleTimes implements StaleStates {
  private static final Duration FRESH = Duration.ofSeconds(2);

  private final StaleBook book;
  private final Ticker ticker;
  private Map<AppId, StaleCase> known = Map.of();
  private long nextNanos;

  StaleTimes(StaleBook book, Ticker ticker) {
    this.book = book;
    this.ticker = ticker;
    this.nextNanos = ticker.nanos();
  }

  @Override
  public StaleCase of(AppId app) {
    return now().getOrDefault(app, StaleCase.none(app));
  }

  /** Who comes while another reads waits for it: a query of a table that is small. */
  private synchronized Map<AppId, StaleCase> now() {
    if (ticker.nanos() - nextNanos >= 0) {
      nextNanos = ticker.nanos() + FRESH.toNanos();
      try {
        Map<AppId, StaleCase> read = new HashMap<>();
        book.all().forEach(one -> read.put(one.app(), one));
        known = read;
      } catch (StoreUnavailableException e) {
        nextNanos = ticker.nanos() + FRESH.multipliedBy(10).toNanos(); // lists go on meanwhile
      }
    }
    return known;
  }
}
