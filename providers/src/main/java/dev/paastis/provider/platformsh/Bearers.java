// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.platformsh;

import dev.paastis.provider.Call;
import dev.paastis.provider.CallOutcome;
import dev.paastis.provider.Refusal;
import dev.paastis.provider.Secret;
import dev.paastis.rest.Metering;
import dev.paastis.rest.RestClient;
import dev.paastis.rest.RestRequest;
import dev.paastis.schedule.Ticker;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Exchanges the API token for a bearer, which lives a quarter of an hour, and keeps it for that
 * time. Two threads that find none exchange twice, which does no harm: both bearers are good.
 *
 * @see <a href="https://github.com/upsun/upsun-sdk-node/blob/main/src/core/oauth-provider.ts">the
 *     exchange in the vendor's own client</a>
 */
final class Bearers implements AutoCloseable {
  /** Base64 of {@code platform-api-user:}, the vendor's client for API tokens, without password. */
  private static final String CLIENT = "Basic cGxhdGZvcm0tYXBpLXVzZXI6";

  private static final long USUAL_SECONDS = 900;
  private static final long LONGEST_SECONDS = 86_400;
  private static final long MARGIN_SECONDS = 60;

  private final RestClient auth;
  private final Secret apiToken;
  private final Replies replies;
  private final Ticker ticker;
  private volatile @Nullable Held held;

  Bearers(PlatformshSettings settings, Metering metering, Replies replies, Ticker ticker) {
    this.auth = new RestClient(settings.auth(), metering);
    this.apiToken = settings.apiToken();
    this.replies = replies;
    this.ticker = ticker;
  }

  /** A bearer with some life left. */
  CallOutcome<Secret> current(Call call) {
    Held now = held;
    return now != null && now.untilNanos() - ticker.nanos() > 0
        ? CallOutcome.done(now.bearer())
        : exchange(call);
  }

  /** That bearer was not accepted. */
  void forget(Secret bearer) {
    Held now = held;
    if (now != null && now.bearer().equals(bearer)) {
      held = null; // if another thread has just renewed it, that costs one more exchange
    }
  }

  @Override
  public void close() {
    auth.close();
  }

  private CallOutcome<Secret> exchange(Call call) {
    long asked = ticker.nanos();
    String form =
        "grant_type=api_token&api_token="
            + URLEncoder.encode(apiToken.reveal(), StandardCharsets.UTF_8);
    RestRequest request =
        new RestRequest(
            "POST",
            "/oauth2/token",
            Map.of("Authorization", CLIENT, "Content-Type", "application/x-www-form-urlencoded"),
            form);
    var exchanged =
        replies.outcome(
            auth.send(request, call),
            answered -> answered.json().flatMap(json -> read(json, asked)));
    return switch (exchanged) {
      case CallOutcome.Done<Held>(Held fresh) -> {
        held = fresh;
        yield CallOutcome.done(fresh.bearer());
      }
      case CallOutcome.Refused<Held>(Refusal refusal) -> refused(refusal);
      case CallOutcome.Unknown<Held>(String cause) -> CallOutcome.unknown(cause);
    };
  }

  private static Optional<Held> read(JsonNode json, long askedNanos) {
    String bearer = Json.text(json, "access_token");
    long seconds = Math.clamp(json.path("expires_in").asLong(USUAL_SECONDS), 0, LONGEST_SECONDS);
    long usable = Math.max(seconds - MARGIN_SECONDS, seconds / 2);
    return bearer.isBlank()
        ? Optional.empty()
        : Optional.of(
            new Held(new Secret(bearer), askedNanos + Duration.ofSeconds(usable).toNanos()));
  }

  /** Whatever status it comes with, a refused exchange means a bad API token. */
  private static CallOutcome<Secret> refused(Refusal refusal) {
    return refusal.kind() == Refusal.Kind.RATE_LIMITED
        ? new CallOutcome.Refused<>(refusal)
        : CallOutcome.refused(
            Refusal.Kind.UNAUTHORIZED,
            "the API token was not accepted; make a new one in the console, account settings, API"
                + " tokens: "
                + refusal.message());
  }

  private record Held(Secret bearer, long untilNanos) {}
}
