// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider;

import dev.paastis.app.Formation;
import dev.paastis.app.Operation;
import dev.paastis.schedule.Deadline;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A provider whose own faults are contained: an exception, which no platform's answer may become,
 * says as little about the app as a lost answer, and is treated like one.
 */
final class ContainedProvider implements Provider {
  private static final Logger LOG = System.getLogger(ContainedProvider.class.getName());

  private final Provider provider;

  ContainedProvider(Provider provider) {
    this.provider = provider;
  }

  @Override
  public CallOutcome<List<DiscoveredApp>> discover(Deadline deadline) {
    return contained("discover", () -> provider.discover(deadline));
  }

  @Override
  public CallOutcome<AppStatus> status(String ref, Deadline deadline) {
    return contained("status of " + ref, () -> provider.status(ref, deadline));
  }

  @Override
  public CallOutcome<AppStatus.Running> start(
      String ref, Formation formation, Operation operation, Deadline deadline) {
    return contained("start of " + ref, () -> provider.start(ref, formation, operation, deadline));
  }

  @Override
  public CallOutcome<AppStatus.Stopped> stop(String ref, Deadline deadline) {
    return contained("stop of " + ref, () -> provider.stop(ref, deadline));
  }

  @Override
  public Readiness readiness(String ref) {
    return provider.readiness(ref);
  }

  /** The output only illustrates; without it the event is poorer and the outcome the same. */
  @Override
  public List<String> output(String ref, int lines) {
    try {
      return provider.output(ref, lines);
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, "the provider broke on the output of " + ref, e);
      return List.of();
    }
  }

  @Override
  public void watch(Consumer<String> changedRef) {
    provider.watch(changedRef);
  }

  @Override
  public void close() {
    provider.close();
  }

  private static <T> CallOutcome<T> contained(String call, Supplier<CallOutcome<T>> work) {
    try {
      return work.get();
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, "the provider broke on the " + call, e);
      return CallOutcome.unknown("the provider's adapter broke on the " + call + ": " + e);
    }
  }
}
