// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider;

import static dev.paastis.provider.Platforms.soon;
import static org.assertj.core.api.Assertions.assertThat;

import dev.paastis.app.Cause;
import dev.paastis.app.EngineId;
import dev.paastis.app.Formation;
import dev.paastis.app.Operation;
import dev.paastis.emulator.Answer;
import dev.paastis.emulator.Emulator;
import dev.paastis.emulator.Faults.Fault;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A wake that the platform refuses: what it means, in the platform's words, and nothing runs. */
final class WakeRefusalTest {
  @ParameterizedTest
  @EnumSource
  void payment_required_is_a_matter_of_quota(Platforms platform) {
    assertThat(refusal(platform, 402)).isEqualTo(Refusal.Kind.QUOTA);
  }

  @ParameterizedTest
  @EnumSource
  void forbidden_is_a_matter_of_rights(Platforms platform) {
    assertThat(refusal(platform, 403)).isEqualTo(Refusal.Kind.FORBIDDEN);
  }

  @ParameterizedTest
  @EnumSource
  void unprocessable_is_a_matter_of_the_app(Platforms platform) {
    assertThat(refusal(platform, 422)).isEqualTo(Refusal.Kind.INVALID);
  }

  private static Refusal.Kind refusal(Platforms platform, int status) {
    try (Emulator emulator = platform.emulator();
        Provider provider = platform.open(platform.addresses(emulator), platform.secrets())) {
      String ref = asleep(provider);
      Answer no = Answer.json(status, Map.of("message", "the moon is full", "error", "moon"));
      emulator.faults().arm(platform.wakes(), 10, new Fault.Instead(no));

      CallOutcome<AppStatus.Running> outcome =
          provider.start(ref, Formation.EMPTY, operation(), soon());

      assertThat(outcome).isInstanceOf(CallOutcome.Refused.class);
      Refusal refusal = ((CallOutcome.Refused<AppStatus.Running>) outcome).refusal();
      assertThat(refusal.message()).contains("moon").doesNotContain(Platforms.TOKEN);
      assertThat(done(provider.status(ref, soon()))).isInstanceOf(AppStatus.Stopped.class);
      return refusal.kind();
    }
  }

  private static String asleep(Provider provider) {
    return done(provider.discover(soon())).stream()
        .filter(app -> app.status() instanceof AppStatus.Stopped)
        .map(DiscoveredApp::ref)
        .findFirst()
        .orElseThrow();
  }

  private static Operation operation() {
    return new Operation(
        UUID.randomUUID(),
        new EngineId(UUID.randomUUID()),
        Instant.EPOCH,
        Cause.of(Cause.Kind.REQUEST, "GET /"));
  }

  private static <T> T done(CallOutcome<T> outcome) {
    assertThat(outcome).isInstanceOf(CallOutcome.Done.class);
    return ((CallOutcome.Done<T>) outcome).value();
  }
}
