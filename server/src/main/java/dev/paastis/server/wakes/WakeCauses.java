// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.wakes;

import dev.paastis.app.AppDirectory;
import dev.paastis.app.SpaceId;
import dev.paastis.app.TrackedApp;
import dev.paastis.policy.Policy;
import dev.paastis.policy.PolicyBook;
import dev.paastis.store.WakeLog;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Groups the wakes by requests by what they have in common. Nobody followed a wake when its app
 * began to fall asleep as soon as it could: a second visitor would have put that off. Safe for use
 * by many threads; may block.
 */
public final class WakeCauses {
  /** More wakes are not looked at: those of the last days tell enough. */
  private static final int MOST_WAKES = 20_000;

  /** The first answer takes its time, and a sleep too. */
  private static final Duration MOST_SLACK = Duration.ofSeconds(30);

  private final WakeLog log;
  private final AppDirectory apps;
  private final PolicyBook rules;
  private final InstantSource clock;

  /** Looks into that log. */
  public WakeCauses(WakeLog log, AppDirectory apps, PolicyBook rules, InstantSource clock) {
    this.log = log;
    this.apps = apps;
    this.rules = rules;
    this.clock = clock;
  }

  /**
   * Wakes that have their cause in common.
   *
   * @param agent product of the agent
   * @param browser whether people browse with it
   * @param path path of the request
   * @param address address of whoever sent it
   * @param tally what they came to
   */
  public record Group(String agent, boolean browser, String path, String address, Tally tally) {}

  private record Key(Agent agent, String path, String address) {}

  /** The wakes of the last days by their causes, those that cost most first. */
  public List<Group> groups(SpaceId space, int days) {
    Map<Key, List<Visit>> byCause = new LinkedHashMap<>();
    for (Visit visit : visits(space, days)) {
      Key key = new Key(visit.agent(), visit.path(), visit.address());
      byCause.computeIfAbsent(key, _ -> new ArrayList<>()).add(visit);
    }
    return byCause.entrySet().stream()
        .map(entry -> group(entry.getKey(), Tally.of(entry.getValue())))
        .sorted(Comparator.comparing(Group::tally))
        .toList();
  }

  private static Group group(Key key, Tally tally) {
    return new Group(
        key.agent().product(), key.agent().browser(), key.path(), key.address(), tally);
  }

  /** The wakes by requests of the last days, newest first; apps that are gone are left out. */
  List<Visit> visits(SpaceId space, int days) {
    Instant since = clock.instant().minus(Duration.ofDays(days));
    return log.byRequests(space, since, MOST_WAKES).stream()
        .map(this::visit)
        .flatMap(Optional::stream)
        .toList();
  }

  private Optional<Visit> visit(WakeLog.Visit visit) {
    return apps.find(visit.wake().app()).map(app -> visit(visit, app));
  }

  private Visit visit(WakeLog.Visit visit, TrackedApp app) {
    Map<String, String> cause = visit.wake().cause().details();
    return new Visit(
        app.app().name(),
        cause.getOrDefault("agent", ""),
        cause.getOrDefault("path", "/"),
        cause.getOrDefault("address", ""),
        visit.wake().startedAt(),
        end(visit, rules.of(app.app())));
  }

  private static Visit.@Nullable End end(WakeLog.Visit visit, Policy policy) {
    Instant quiet = visit.quietAt();
    Instant asleep = visit.asleepAt();
    if (quiet == null || asleep == null) {
      return null;
    }
    Instant ready = visit.wake().readyAt();
    Duration least = longer(policy.idleTimeout().value(), policy.minimumAwake().value());
    boolean alone = Duration.between(ready, quiet).compareTo(least.plus(slack(least))) <= 0;
    return new Visit.End(alone, Duration.between(ready, asleep));
  }

  /** A part of a short timeout only: otherwise two visitors would pass for one. */
  private static Duration slack(Duration timeout) {
    Duration part = timeout.dividedBy(4);
    return part.compareTo(MOST_SLACK) < 0 ? part : MOST_SLACK;
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) >= 0 ? one : other;
  }
}
