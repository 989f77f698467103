// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.shell;

import dev.paastis.app.Cause;
import dev.paastis.app.EngineId;
import dev.paastis.app.Formation;
import dev.paastis.app.Operation;
import dev.paastis.provider.AccountSettings;
import dev.paastis.provider.ApiBudget;
import dev.paastis.provider.AppStatus;
import dev.paastis.provider.Call;
import dev.paastis.provider.CallOutcome;
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
import java.util.Map;
import java.util.UUID;

/** An account of commands that keep their apps in files, and the questions that the tests ask. */
final class ShellFixture {
  static final Duration AMPLE = Duration.ofSeconds(60);
  static final String SECRET = "s3same";

  private static final String STATUS =
      """
      test -e "$PAASTIS_REF.state" || { echo '{"state":"gone"}'; exit; }
      printf '{"state":"%s","upstream":"http://127.0.0.1:4711","formation":%s}' \
        "$(cat "$PAASTIS_REF.state")" "$(cat "$PAASTIS_REF.formation")"
      """;
  private static final String LIST =
      """
      separator=
      printf '{"apps":['
      for file in *.state; do
        test -e "$file" || continue
        printf '%s{"ref":"%s","state":"%s","upstream":"http://127.0.0.1:4711"}' \
          "$separator" "${file%.state}" "$(cat "$file")"
        separator=,
      done
      printf ']}'
      """;
  private static final String WAKE =
      """
      printf %s "$PAASTIS_FORMATION" >"$PAASTIS_REF.formation"
      echo "$PAASTIS_OPERATION" >>operations
      printf running >"$PAASTIS_REF.state"
      """;
  private static final String SLEEP = "printf stopped >\"$PAASTIS_REF.state\"";

  final Path folder;
  private final Map<String, String> commands = new HashMap<>();

  ShellFixture(Path folder) {
    this.folder = folder;
    commands.putAll(Map.of("list", LIST, "status", STATUS, "wake", WAKE, "sleep", SLEEP));
  }

  /** The same account with another command. */
  ShellFixture with(String name, String command) {
    commands.put(name, command);
    return this;
  }

  Provider provider() {
    return new ShellKind()
        .open(
            "",
            new AccountSettings(commands, Map.of("secret", new Secret(SECRET))),
            new Surroundings(Ticker.system(), InstantSource.system(), ApiBudget.UNLIMITED, folder));
  }

  CallOutcome<AppStatus> status(String ref) {
    return provider().status(ref, within(AMPLE));
  }

  CallOutcome<AppStatus.Running> start(String ref, Formation formation) {
    return provider().start(ref, formation, operation(), within(AMPLE));
  }

  CallOutcome<AppStatus.Stopped> stop(String ref) {
    return stop(ref, AMPLE);
  }

  CallOutcome<AppStatus.Stopped> stop(String ref, Duration time) {
    return provider().stop(ref, within(time));
  }

  static Operation operation() {
    return new Operation(
        new UUID(7, 7),
        new EngineId(new UUID(0, 1)),
        Instant.parse("2026-11-20T09:00:00Z"),
        Cause.of(Cause.Kind.PERSON, "test"));
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
    return Call.sleep(time, Ticker.system());
  }
}
