// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.paastis.app.AppId;
import dev.paastis.app.Event;
import dev.paastis.app.EventLog;
import dev.paastis.app.EventType;
import dev.paastis.app.SpaceId;
import dev.paastis.app.StoreUnavailableException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RouteNewsTest {
  private static final Path FILE = Path.of("/etc/paastis/paastis.yml");
  private static final List<String> MISTAKES = List.of("routes[1].app: is missing", "and more");

  private final Log log = new Log();
  private final RouteNews news =
      new RouteNews(log, new SpaceId(UUID.randomUUID()), InstantSource.system());

  private static final class Log implements EventLog {
    private final List<Event> events = new ArrayList<>();
    private boolean away;

    @Override
    public Event append(Event event) {
      if (away) {
        throw new StoreUnavailableException(
            "the database does not answer", new IllegalStateException());
      }
      events.add(event);
      return event;
    }

    @Override
    public List<Event> before(SpaceId space, @Nullable AppId app, long before, int limit) {
      return List.of();
    }

    @Override
    public List<Event> after(SpaceId space, @Nullable AppId app, long after, int limit) {
      return List.of();
    }
  }

  @Test
  void mistakes_and_their_end_are_told_once_each() {
    news.look(FILE, List.of());
    news.look(FILE, MISTAKES);
    news.look(FILE, MISTAKES);
    news.look(FILE, List.of("other"));
    news.look(FILE, List.of());

    assertThat(log.events)
        .extracting(Event::type)
        .containsExactly(
            EventType.ROUTES_REFUSED, EventType.ROUTES_REFUSED, EventType.ROUTES_ACCEPTED);
    assertThat(log.events.getFirst().details())
        .containsEntry("file", "paastis.yml")
        .containsEntry("reason", "routes[1].app: is missing; and more");
  }

  @Test
  void what_could_not_be_kept_is_told_when_the_store_is_back() {
    log.away = true;
    assertThatThrownBy(() -> news.look(FILE, MISTAKES))
        .isInstanceOf(StoreUnavailableException.class);

    log.away = false;
    news.look(FILE, MISTAKES);

    assertThat(log.events).hasSize(1);
  }
}
