// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paastis.app.AppId;
import dev.paastis.server.testing.FakeStaleBook;
import dev.paastis.server.testing.TestServer;
import dev.paastis.stale.StaleCase;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

final class KeepApiTest {
  private static final TestServer SERVER = TestServer.shared();
  private static final String KEEP = "/apps/billing-review-412/keep";
  private static final Instant SINCE = Instant.parse("2026-11-01T00:00:00Z");
  private static final Instant DATE = Instant.parse("2026-11-15T00:00:00Z");

  private final FakeStaleBook book = SERVER.bean(FakeStaleBook.class);

  private AppId review() {
    JsonNode app = SERVER.json(SERVER.get("/apps/billing-review-412"));
    return new AppId(UUID.fromString(app.get("id").asString()));
  }

  private void stale() {
    StaleCase open = new StaleCase(review(), SINCE, SINCE, SINCE, null, DATE, null, null, "", null);
    assertThat(book.change(review(), _ -> open, null)).isTrue();
  }

  @Test
  void stale_app_shows_since_when_and_the_day_of_its_deletion_until_it_is_kept() {
    stale();
    JsonNode before = SERVER.json(SERVER.get("/apps/billing-review-412"));
    assertThat(before.get("staleSince").asString()).isEqualTo("2026-11-01T00:00:00Z");
    assertThat(before.get("deleteAt").asString()).isEqualTo("2026-11-15T00:00:00Z");

    HttpResponse<String> kept = SERVER.post(KEEP, "{\"reason\": \" shown at the fair \"}");

    assertThat(kept.statusCode()).isEqualTo(200);
    assertThat(SERVER.json(kept).get("staleSince").isNull()).isTrue();
    assertThat(SERVER.json(kept).get("deleteAt").isNull()).isTrue();
    assertThat(book.of(review()).kept())
        .extracting(StaleCase.Kept::until, StaleCase.Kept::reason)
        .containsExactly(Instant.MAX, "shown at the fair");
    assertThat(SERVER.get("/apps/billing-review-412/events").body())
        .contains("stale-kept", "shown at the fair");
  }

  @Test
  void kept_for_a_time_and_no_longer() {
    String body = "{\"reason\": \"until spring\", \"until\": \"2999-04-01T00:00:00Z\"}";
    assertThat(SERVER.post(KEEP, body).statusCode()).isEqualTo(200);
    assertThat(book.of(review()).kept())
        .extracting(StaleCase.Kept::until)
        .isEqualTo(Instant.parse("2999-04-01T00:00:00Z"));

    var off = SERVER.send(SERVER.request("/api/v1" + KEEP).DELETE());

    assertThat(off.statusCode()).isEqualTo(200);
    assertThat(book.of(review()).kept()).isNull();
  }

  @Test
  void bad_requests_keep_nothing_and_say_what_to_write() {
    assertThat(SERVER.post(KEEP, "{\"reason\": \" \"}").statusCode()).isEqualTo(400);
    assertThat(SERVER.post(KEEP, "{}").statusCode()).isEqualTo(400);
    String past = "{\"reason\": \"x\", \"until\": \"2001-01-01T00:00:00Z\"}";
    assertThat(SERVER.post(KEEP, past).body()).contains("until", "a time after");
    assertThat(SERVER.post("/apps/ghost/keep", "{\"reason\": \"x\"}").statusCode()).isEqualTo(404);
  }
}
