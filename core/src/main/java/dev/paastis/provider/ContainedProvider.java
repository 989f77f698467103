// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider;

import dev.paastis.app.Formation;
import dev.paastis.app.Operation;
import dev.paastis.app.Wall;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The one way to a provider. Its own faults are contained: an exception, which no platform's answer
 * may become, says as little about the app as a lost answer, and is treated like one. And the wall
 * before production apps stands here: no stop and no deletion of theirs passes, whoever orders it
 * and why.
 */
final class ContainedProvider implements Provider {
  private static final Logger LOG = System.getLogger(ContainedProvider.class.getName());

  private final Provider provider;
  private final Supplier<@Nullable Wall> wallNow;

  ContainedProvider(Provider provider, Supplier<@Nullable Wall> wallNow) {
    this.provider = provider;
    this.wallNow = wallNow;
  }

  @Override
  public CallOutcome<Rights> rights(Call call) {
    return contained("check of the credentials", () -> provider.rights(call));
  }

  @Override
  public CallOutcome<List<DiscoveredApp>> discover(Call call) {
    return contained("discover", () -> provider.discover(call));
  }

  @Override
  public CallOutcome<AppStatus> status(String ref, Call call) {
    return contained("status of " + ref, () -> provider.status(ref, call));
  }

  @Override
  public CallOutcome<AppStatus.Running> start(
      String ref, Formation formation, Operation operation, Call call) {
    return contained("start of " + ref, () -> provider.start(ref, formation, operation, call));
  }

  @Override
  public CallOutcome<AppStatus.Stopped> stop(String ref, Call call) {
    Wall wall = wallNow.get();
    return wall != null && wall.stands()
        ? CallOutcome.refused(Refusal.Kind.FORBIDDEN, wall.refusal())
        : contained("stop of " + ref, () -> provider.stop(ref, call));
  }

  @Override
  public boolean deletes() {
    return provider.deletes();
  }

  /** A wall that was lifted was lifted for a sleep, from which there is a way back. */
  @Override
  public CallOutcome<AppStatus.Gone> delete(String ref, Call call) {
    Wall wall = wallNow.get();
    return wall != null
        ? CallOutcome.refused(
            Refusal.Kind.FORBIDDEN, "it is production (%s): never deleted".formatted(wall.why()))
        : contained("deletion of " + ref, () -> provider.delete(ref, call));
  }

  @Override
  public boolean tellsWork() {
    return provider.tellsWork();
  }

  @Override
  public CallOutcome<Work> work(String ref, Call call) {
    return contained("work of " + ref, () -> provider.work(ref, call));
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

  private static <T> CallOutcome<T> contained(String what, Supplier<CallOutcome<T>> work) {
    try {
      return work.get();
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, "the provider broke on the " + what, e);
      return CallOutcome.unknown("the provider's adapter broke on the " + what + ": " + e);
    }
  }
}
