// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.notice.hook;

import dev.paastis.app.Cause;
import dev.paastis.app.Event;
import dev.paastis.app.EventLog;
import dev.paastis.app.EventType;
import dev.paastis.app.StoreUnavailableException;
import dev.paastis.app.TrackedApp;
import dev.paastis.notice.hook.Hook.Moment;
import dev.paastis.notice.send.HttpPost;
import dev.paastis.pause.SleepHooks;
import dev.paastis.policy.PolicyBook;
import dev.paastis.wake.WakeHooks;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Asks and tells the hooks that are called beforehand, one after the other in the order of the
 * file; the first that is against a sleep decides. What hooks are told afterwards goes the way of
 * all messages. Safe for use by many threads.
 */
public final class HookRunner implements SleepHooks, WakeHooks {
  private static final Logger LOG = System.getLogger(HookRunner.class.getName());

  private final List<Hook> hooks;
  private final HookCalls calls;
  private final EventLog events;
  private final PolicyBook rules;
  private final InstantSource clock;

  /**
   * Runs those hooks and tells their words by that log.
   *
   * @param rules say after what time a veto that names none is asked about again
   */
  public HookRunner(
      List<Hook> hooks, HttpPost http, EventLog events, PolicyBook rules, InstantSource clock) {
    this.hooks = List.copyOf(hooks);
    this.rules = rules;
    this.calls = new HookCalls(http, clock);
    this.events = events;
    this.clock = clock;
  }

  /** Asked about the members that each hook is about; the others are none of its business. */
  @Override
  public Optional<Veto> before(List<TrackedApp> members, Cause cause) throws InterruptedException {
    for (Hook hook : hooks) {
      List<TrackedApp> concerned =
          members.stream()
              .filter(member -> hook.concerns(Moment.BEFORE_SLEEP, member.app().name()))
              .toList();
      Optional<Veto> veto = concerned.isEmpty() ? Optional.empty() : ask(hook, concerned, cause);
      if (veto.isPresent()) {
        return veto;
      }
    }
    return Optional.empty();
  }

  @Override
  public void before(TrackedApp app, Cause cause) throws InterruptedException {
    for (Hook hook : hooks) {
      if (hook.concerns(Moment.BEFORE_WAKE, app.app().name())) {
        if (hook.limits().wakeWaits()) {
          tell(hook, app, cause);
        } else {
          Thread.ofVirtual().name("hook-" + hook.name()).start(() -> tellAside(hook, app, cause));
        }
      }
    }
  }

  private Optional<Veto> ask(Hook hook, List<TrackedApp> apps, Cause cause)
      throws InterruptedException {
    TrackedApp first = apps.getFirst();
    return switch (calls.call(hook, Moment.BEFORE_SLEEP, apps, cause, hook.limits().sleep())) {
      case Reply.Fine _ -> Optional.empty();
      case Reply.Against(String reason, Duration retry) ->
          Optional.of(against(hook, first, reason, retry));
      case Reply.Broken(String why) -> {
        boolean veto = hook.limits().vetoOnFailure();
        failed(hook, first, why, veto ? "veto" : "proceed");
        yield veto
            ? Optional.of(against(hook, first, "it failed: " + why, Duration.ZERO))
            : Optional.empty();
      }
    };
  }

  private Veto against(Hook hook, TrackedApp app, String reason, Duration retry) {
    Duration wait = retry.isPositive() ? retry : rules.of(app.app()).idleTimeout().value();
    Instant until = clock.instant().plus(wait);
    Map<String, String> details =
        Map.of("hook", hook.name(), "reason", reason, "until", until.toString());
    tell(app, EventType.SLEEP_VETOED, "by the hook '" + hook.name() + "'", details);
    return new Veto(hook.name(), reason, wait);
  }

  private void tellAside(Hook hook, TrackedApp app, Cause cause) {
    try {
      tell(hook, app, cause);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whatever it answers, the wake goes on. */
  private void tell(Hook hook, TrackedApp app, Cause cause) throws InterruptedException {
    Reply reply = calls.call(hook, Moment.BEFORE_WAKE, List.of(app), cause, hook.limits().wake());
    if (reply instanceof Reply.Broken(String why)) {
      failed(hook, app, why, "proceed");
    }
  }

  private void failed(Hook hook, TrackedApp app, String why, String then) {
    Map<String, String> details = Map.of("hook", hook.name(), "reason", why, "then", then);
    tell(app, EventType.HOOK_FAILED, "the hook '" + hook.name() + "' failed", details);
  }

  /** A log that is away must not decide about a sleep. */
  private void tell(TrackedApp app, EventType type, String summary, Map<String, String> details) {
    LOG.log(Level.INFO, "app={0} event={1} {2}", app.app().name(), type.wire(), details);
    Cause cause = Cause.of(Cause.Kind.CONFIGURATION, summary);
    try {
      var _ = events.append(Event.about(app.app(), clock.instant(), type, cause).with(details));
    } catch (StoreUnavailableException e) {
      LOG.log(Level.WARNING, "the word of a hook is not kept: {0}", e.getMessage());
    }
  }
}
