// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.console;

import dev.paastis.api.EventView;
import dev.paastis.api.ItemPage;
import dev.paastis.app.SpaceId;
import dev.paastis.app.StoreUnavailableException;
import dev.paastis.server.rest.EventPages;
import dev.paastis.server.rest.EventPages.Query;
import java.util.List;

/** Pages of events for the console: empty, and said to be so, while the database is away. */
final class Feed {
  private final EventPages pages;

  Feed(EventPages pages) {
    this.pages = pages;
  }

  Part page(SpaceId space, Query query) {
    try {
      return new Part(pages.page(space, query), false);
    } catch (StoreUnavailableException _) {
      return new Part(new ItemPage<>(List.of(), null), true);
    }
  }

  /**
   * A part of the events.
   *
   * @param page the events
   * @param away whether the database cannot be reached
   */
  record Part(ItemPage<EventView> page, boolean away) {}
}
