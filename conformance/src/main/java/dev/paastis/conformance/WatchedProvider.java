// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paastis.app.Formation;
import dev.paastis.app.Operation;
import dev.paastis.provider.AppStatus;
import dev.paastis.provider.Call;
import dev.paastis.provider.CallOutcome;
import dev.paastis.provider.DiscoveredApp;
import dev.paastis.provider.Provider;
import dev.paastis.provider.Readiness;
import dev.paastis.provider.Rights;
import dev.paastis.provider.Work;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A provider of which each answer is held against what holds for all: it comes by its deadline, is
 * never an exception, and shows no secret.
 */
final class WatchedProvider implements Provider {
  private final Platform platform;
  private final Provider provider;

  WatchedProvider(Platform platform, Provider provider) {
    this.platform = platform;
    this.provider = provider;
  }

  @Override
  public CallOutcome<Rights> rights(Call call) {
    return watched("rights", call, () -> provider.rights(call));
  }

  @Override
  public CallOutcome<List<DiscoveredApp>> discover(Call call) {
    return watched("discover", call, () -> provider.discover(call));
  }

  @Override
  public CallOutcome<AppStatus> status(String ref, Call call) {
    return watched("status of " + ref, call, () -> provider.status(ref, call));
  }

  @Override
  public CallOutcome<AppStatus.Running> start(
      String ref, Formation formation, Operation operation, Call call) {
    return watched("start of " + ref, call, () -> provider.start(ref, formation, operation, call));
  }

  @Override
  public CallOutcome<AppStatus.Stopped> stop(String ref, Call call) {
    return watched("stop of " + ref, call, () -> provider.stop(ref, call));
  }

  @Override
  public boolean deletes() {
    return provider.deletes();
  }

  @Override
  public CallOutcome<AppStatus.Gone> delete(String ref, Call call) {
    return watched("deletion of " + ref, call, () -> provider.delete(ref, call));
  }

  @Override
  public boolean tellsWork() {
    return provider.tellsWork();
  }

  @Override
  public CallOutcome<Work> work(String ref, Call call) {
    return watched("work of " + ref, call, () -> provider.work(ref, call));
  }

  @Override
  public Readiness readiness(String ref) {
    return provider.readiness(ref);
  }

  @Override
  public List<String> output(String ref, int lines) {
    List<String> output = provider.output(ref, lines);
    showsNoSecret("output of " + ref, output);
    return output;
  }

  @Override
  public void watch(Consumer<String> changedRef) {
    provider.watch(changedRef);
  }

  /** Nothing: the platform closes the provider. */
  @Override
  public void close() {}

  private <T> CallOutcome<T> watched(String what, Call call, Supplier<CallOutcome<T>> work) {
    Duration allowed = call.remaining().plus(platform.slack());
    long begun = platform.ticker().nanos();
    CallOutcome<T> outcome = work.get();
    Duration took = Duration.ofNanos(platform.ticker().nanos() - begun);
    assertThat(took).as("time that %s took, by its deadline", what).isLessThanOrEqualTo(allowed);
    showsNoSecret(what, outcome);
    return outcome;
  }

  private void showsNoSecret(String what, Object shown) {
    String text = shown.toString();
    for (String secret : platform.secrets()) {
      assertThat(text.contains(secret)).as("answer of %s shows a secret", what).isFalse();
    }
  }
}
