// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.docker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paastis.app.Cause;
import dev.paastis.app.EngineId;
import dev.paastis.app.Formation;
import dev.paastis.app.Operation;
import dev.paastis.app.Upstream;
import dev.paastis.probe.SocketProbe;
import dev.paastis.provider.AccountSettings;
import dev.paastis.provider.ApiBudget;
import dev.paastis.provider.AppStatus;
import dev.paastis.provider.Call;
import dev.paastis.provider.CallOutcome;
import dev.paastis.provider.DiscoveredApp;
import dev.paastis.provider.Provider;
import dev.paastis.provider.ProviderKind.Surroundings;
import dev.paastis.provider.Refusal;
import dev.paastis.schedule.Ticker;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;

/** What the tests of the provider do over and over. */
final class Fixture {
  static final Duration PATIENCE = Duration.ofSeconds(30);

  private Fixture() {}

  /** Opens an account as the product does; further settings as name and value. */
  static Provider open(String host, String... settings) {
    Map<String, String> texts = new HashMap<>(Map.of("host", host));
    for (int i = 0; i < settings.length; i += 2) {
      texts.put(settings[i], settings[i + 1]);
    }
    return new DockerKind()
        .open(
            "",
            new AccountSettings(texts, Map.of()),
            new Surroundings(
                Ticker.system(), () -> Instant.EPOCH, ApiBudget.UNLIMITED, Path.of("unused")));
  }

  static Call call() {
    return call(PATIENCE);
  }

  static Call call(Duration time) {
    return Call.wake(time, Ticker.system());
  }

  static Operation operation() {
    return new Operation(
        UUID.randomUUID(),
        new EngineId(UUID.randomUUID()),
        Instant.EPOCH,
        Cause.of(Cause.Kind.DRIFT, "a test"));
  }

  static List<DiscoveredApp> apps(Provider provider) {
    return done(provider.discover(call()));
  }

  static AppStatus status(Provider provider, String ref) {
    return done(provider.status(ref, call()));
  }

  static AppStatus.Running start(Provider provider, String ref, Formation formation) {
    return done(provider.start(ref, formation, operation(), call()));
  }

  static AppStatus.Stopped stop(Provider provider, String ref) {
    return done(provider.stop(ref, call()));
  }

  static <T> T done(CallOutcome<T> outcome) {
    assertThat(outcome).isInstanceOf(CallOutcome.Done.class);
    return ((CallOutcome.Done<T>) outcome).value();
  }

  static <T> Refusal refused(CallOutcome<T> outcome) {
    assertThat(outcome).isInstanceOf(CallOutcome.Refused.class);
    return ((CallOutcome.Refused<T>) outcome).refusal();
  }

  static <T> String unknown(CallOutcome<T> outcome) {
    assertThat(outcome).isInstanceOf(CallOutcome.Unknown.class);
    return ((CallOutcome.Unknown<T>) outcome).cause();
  }

  static boolean answers(Upstream upstream) {
    return new SocketProbe().answers(upstream, "/", Duration.ofSeconds(2));
  }

  static void awaitAnswer(Upstream upstream) {
    Awaitility.await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(10))
        .until(() -> answers(upstream));
  }
}
