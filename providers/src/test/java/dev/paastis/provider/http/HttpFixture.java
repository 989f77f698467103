// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.http;

import dev.paastis.app.Cause;
import dev.paastis.app.EngineId;
import dev.paastis.app.Formation;
import dev.paastis.app.Operation;
import dev.paastis.provider.AccountSettings;
import dev.paastis.provider.ApiBudget;
import dev.paastis.provider.AppStatus;
import dev.paastis.provider.Call;
import dev.paastis.provider.CallOutcome;
import dev.paastis.provider.DiscoveredApp;
import dev.paastis.provider.Provider;
import dev.paastis.provider.ProviderKind.Surroundings;
import dev.paastis.provider.Refusal;
import dev.paastis.provider.Secret;
import dev.paastis.schedule.Ticker;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** An API on this machine and an account on it, with the questions that the tests ask. */
final class HttpFixture implements AutoCloseable {
  static final Duration AMPLE = Duration.ofSeconds(30);
  static final Operation OPERATION =
      new Operation(
          new UUID(7, 7),
          new EngineId(new UUID(0, 1)),
          Instant.parse("2026-11-20T09:00:00Z"),
          Cause.of(Cause.Kind.PERSON, "test"));

  final UserApi api = new UserApi();
  final Provider provider;

  HttpFixture() {
    this(ApiBudget.UNLIMITED);
  }

  HttpFixture(ApiBudget budget) {
    provider = open(settings(), budget, Ticker.system());
    api.apps.put("shop", new UserApi.App("Shop", "running", "{\"web\":2,\"size\":\"M\"}"));
  }

  /** Settings that lead to the API. */
  Map<String, String> settings() {
    return settings(api);
  }

  static Map<String, String> settings(UserApi api) {
    Map<String, String> texts = new HashMap<>();
    texts.put("list-url", api.url("/apps"));
    texts.put("status-url", api.url("/apps/{ref}"));
    texts.put("wake-url", api.url("/apps/{ref}/wake"));
    texts.put("sleep-url", api.url("/apps/{ref}/sleep"));
    return texts;
  }

  static Provider open(Map<String, String> texts, ApiBudget budget, Ticker ticker) {
    return new HttpKind()
        .open(
            "",
            new AccountSettings(texts, Map.of("token", new Secret(UserApi.TOKEN))),
            new Surroundings(ticker, InstantSource.system(), budget, Path.of("unused-folder")));
  }

  @Override
  public void close() {
    provider.close();
    api.close();
  }

  CallOutcome<List<DiscoveredApp>> discover() {
    return provider.discover(within(AMPLE));
  }

  CallOutcome<AppStatus> status(String ref) {
    return provider.status(ref, within(AMPLE));
  }

  CallOutcome<AppStatus.Running> start(String ref, Formation formation) {
    return provider.start(ref, formation, OPERATION, within(AMPLE));
  }

  CallOutcome<AppStatus.Stopped> stop(String ref) {
    return provider.stop(ref, within(AMPLE));
  }

  static <T> T value(CallOutcome<T> outcome) {
    return switch (outcome) {
      case CallOutcome.Done<T>(T value) -> value;
      case CallOutcome.Refused<T>(Refusal refusal) -> throw new AssertionError(refusal);
      case CallOutcome.Unknown<T>(String cause) -> throw new AssertionError(cause);
    };
  }

  static <T> Refusal refusal(CallOutcome<T> outcome) {
    if (outcome instanceof CallOutcome.Refused<T>(Refusal refusal)) {
      return refusal;
    }
    throw new AssertionError("not refused but " + outcome);
  }

  static <T> String unknown(CallOutcome<T> outcome) {
    if (outcome instanceof CallOutcome.Unknown<T>(String cause)) {
      return cause;
    }
    throw new AssertionError("not unknown but " + outcome);
  }

  static Call within(Duration time) {
    return Call.wake(time, Ticker.system());
  }
}
