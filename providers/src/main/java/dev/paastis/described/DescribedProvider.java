// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.described;

import dev.paastis.app.Formation;
import dev.paastis.app.Operation;
import dev.paastis.provider.AppStatus;
import dev.paastis.provider.Call;
import dev.paastis.provider.CallOutcome;
import dev.paastis.provider.DiscoveredApp;
import dev.paastis.provider.Provider;
import dev.paastis.provider.Readiness;
import dev.paastis.provider.Refusal;
import dev.paastis.schedule.Ticker;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/**
 * One account on a platform of one's own. What it remembers of an app is the object that the
 * platform calls its formation, which is handed back at the wake as it was.
 */
public final class DescribedProvider implements Provider {
  private static final Duration PROBE_EVERY = Duration.ofMillis(50);
  private static final Duration PROBE_AT_MOST = Duration.ofMillis(250);
  private static final Duration STATUS_EVERY = Duration.ofMillis(500);

  private final OwnPlatform platform;
  private final Facing facing;
  private final Descriptions descriptions;
  private final Orders orders;

  /** An account as configured. Nothing is asked yet. */
  public DescribedProvider(OwnPlatform platform, Facing facing, Ticker ticker) {
    this.platform = platform;
    this.facing = facing;
    this.descriptions = new Descriptions(facing);
    this.orders = new Orders(this::status, descriptions, ticker);
  }

  @Override
  public CallOutcome<List<DiscoveredApp>> discover(Call call) {
    return Orders.then(platform.list(call), descriptions::list);
  }

  @Override
  public CallOutcome<AppStatus> status(String ref, Call call) {
    CallOutcome<String> answer = platform.status(ref, call);
    return answer instanceof CallOutcome.Refused<String>(Refusal refusal)
            && refusal.kind() == Refusal.Kind.NOT_FOUND
        ? CallOutcome.done(new AppStatus.Gone())
        : Orders.then(answer, text -> descriptions.status(ref, text));
  }

  @Override
  public CallOutcome<AppStatus.Running> start(
      String ref, Formation formation, Operation operation, Call call) {
    String wanted = Formations.write(formation);
    CallOutcome<String> answer = platform.wake(ref, wanted, operation.id().toString(), call);
    return orders.follow(Order.toWake(ref, formation), answer, call);
  }

  /** An order to stop repeats nothing: it only needs a name of its own. */
  @Override
  public CallOutcome<AppStatus.Stopped> stop(String ref, Call call) {
    CallOutcome<String> answer = platform.sleep(ref, UUID.randomUUID().toString(), call);
    return orders.follow(Order.toSleep(ref), answer, call);
  }

  /** What stands before an app may answer in its place, so the platform's word is needed too. */
  @Override
  public Readiness readiness(String ref) {
    return new Readiness(facing.readiness(), false, PROBE_EVERY, PROBE_AT_MOST, STATUS_EVERY);
  }

  /** There is no such question; the end of a crash's output comes with its status. */
  @Override
  public List<String> output(String ref, int lines) {
    return List.of();
  }

  @Override
  public void close() {
    platform.close();
  }
}
