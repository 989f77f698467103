// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.drain;

import dev.paastis.app.AppDirectory;
import dev.paastis.app.AppId;
import dev.paastis.app.AppState;
import dev.paastis.app.SpaceId;
import dev.paastis.app.StoreUnavailableException;
import dev.paastis.app.TrackedApp;
import dev.paastis.server.access.Secrets;
import dev.paastis.store.DrainEntries;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log drains: takes their lines, and knows which of them have fallen silent. Safe for use by
 * many threads; {@link #reload} is to be called now and then, as other engines change drains too.
 *
 * <p><b>Silence.</b> An idle app writes nothing, so that no lines are no proof of anything, but
 * one: an app that starts writes, and so does its platform. A drain that has brought no line since
 * its app became awake is taken for broken, and the app for busy.
 */
public final class Drains {
  /** A line of a start may come before the start is known to have ended. */
  private static final Duration START = Duration.ofMinutes(2);

  /** Times of lines are kept no more often than that. */
  private static final Duration KEEP_EVERY = Duration.ofSeconds(10);

  /** Messages in a row that name no drain, as those of a drain that was removed. */
  private static final int MOST_STRANGE = 1_000;

  private static final Logger LOG = LoggerFactory.getLogger(Drains.class);

  private final DrainEntries entries;
  private final AppDirectory directory;
  private final Hosts hosts;
  private final Witness witness;
  private final InstantSource clock;
  private volatile List<Drain> drains = List.of();

  /**
   * Keeps drains there; {@link #reload} reads them.
   *
   * @param domain every app answers at its name under this domain
   * @param witness told of visits
   */
  public Drains(
      DrainEntries entries,
      AppDirectory directory,
      String domain,
      Witness witness,
      InstantSource clock) {
    this.entries = entries;
    this.directory = directory;
    this.hosts = new Hosts(directory, domain);
    this.witness = witness;
    this.clock = clock;
  }

  /**
   * How many lines came, and what of them.
   *
   * @param lines lines read
   * @param visits lines that told of a visit which counted
   */
  public record Taken(int lines, int visits) {}

  /** Reads all drains anew. */
  public synchronized void reload() {
    var before = drains.stream().collect(Collectors.toMap(Drains::id, Function.identity()));
    List<Drain> now = entries.all().stream().map(Drain::new).toList();
    for (Drain drain : now) {
      Drain known = before.get(id(drain));
      if (known != null) {
        drain.heardLike(known);
      }
    }
    drains = now;
    hosts.forget();
  }

  /** Those of a space, by name. */
  public List<Drain> all(SpaceId space) {
    return drains.stream().filter(drain -> drain.entry().space().equals(space)).toList();
  }

  /**
   * Makes a drain.
   *
   * @param scope the only account or app that it speaks for
   * @param by who makes it, for people
   * @return its token, which is not kept; empty when the space has a drain of that name
   */
  public Optional<String> add(SpaceId space, String name, Scope scope, String by) {
    String token = Secrets.create("drain_");
    DrainEntries.Entry entry =
        new DrainEntries.Entry(
            UUID.randomUUID(),
            space,
            name,
            Secrets.sha256Hex(token),
            scope.account(),
            scope.app(),
            clock.instant(),
            by,
            null,
            null);
    boolean added = entries.add(entry);
    reload();
    return added ? Optional.of(token) : Optional.empty();
  }

  /**
   * For whom a drain speaks; for all apps of its space when both are missing.
   *
   * @param account name of an account
   * @param app name of an app
   */
  public record Scope(@Nullable String account, @Nullable String app) {}

  /** Removes a drain: its token is good for nothing from now on; false when there is none. */
  public boolean remove(SpaceId space, String name) {
    boolean removed = entries.remove(space, name);
    reload();
    return removed;
  }

  /** The drain of that token. */
  public Optional<Drain> find(String token) {
    String hash = Secrets.sha256Hex(token);
    return drains.stream().filter(drain -> drain.entry().sha256Hex().equals(hash)).findFirst();
  }

  /**
   * Takes the lines of a drain. What was read before the stream broke counts.
   *
   * @param counted whether they may be counted in octets
   * @throws BoundedBody.TooLargeException when there is more of them than may come at once
   */
  public Taken take(Drain drain, InputStream in, boolean counted) throws IOException {
    Frames frames = new Frames(in, counted);
    int lines = 0;
    int visits = 0;
    try {
      for (String line = frames.next(); line != null; line = frames.next()) {
        lines++;
        visits += take(drain, line) ? 1 : 0;
      }
    } finally {
      if (lines > 0) {
        heard(drain, visits > 0);
      }
    }
    return new Taken(lines, visits);
  }

  /**
   * Takes messages of syslog, each of which names its drain by a token. A sender that says nothing
   * we know, again and again, is left.
   */
  public void takeMarked(InputStream in) throws IOException {
    Frames frames = new Frames(in, true);
    int strange = 0;
    for (String line = frames.next();
        line != null && strange < MOST_STRANGE;
        line = frames.next()) {
      String token = SyslogLine.token(line);
      Drain drain = token == null ? null : find(token).orElse(null);
      if (drain == null) {
        strange++;
      } else {
        strange = 0;
        heard(drain, take(drain, line));
      }
    }
  }

  private boolean take(Drain drain, String line) {
    Visit visit = LogLine.visit(line);
    return visit != null && appOf(drain, visit).filter(app -> witness.seen(app, visit)).isPresent();
  }

  private Optional<AppId> appOf(Drain drain, Visit visit) {
    String app = drain.entry().app();
    if (app != null) {
      return directory.find(drain.entry().space(), app).map(TrackedApp::id);
    }
    String host = visit.host();
    return host == null ? Optional.empty() : hosts.find(drain, host);
  }

  private void heard(Drain drain, boolean visit) {
    Instant now = clock.instant();
    if (drain.heard(now, visit, now.minus(KEEP_EVERY))) {
      try {
        entries.seen(id(drain), drain.lastLine(), drain.lastVisit());
      } catch (StoreUnavailableException e) {
        LOG.debug("drain={} is heard and that is not kept now", drain.entry().name());
      }
    }
  }

  /** Whether a drain speaks for that app, so that its activity may be told instead of seen. */
  public boolean areFor(TrackedApp app) {
    return drains.stream().anyMatch(drain -> drain.speaksFor(app));
  }

  /** Whether drains speak for that app, which is awake, and none has since it is. */
  public boolean areSilentFor(TrackedApp app) {
    return app.state() instanceof AppState.Awake awake
        && areFor(app)
        && drains.stream()
            .filter(drain -> drain.speaksFor(app))
            .noneMatch(drain -> hasSpoken(drain, awake));
  }

  private static boolean hasSpoken(Drain drain, AppState.Awake awake) {
    Instant line = drain.lastLine();
    return line != null && line.isAfter(awake.since().minus(START));
  }

  /** The awake apps that a drain speaks for without having spoken, by name. */
  public List<String> silentlyAwake(Predicate<Drain> which) {
    return directory.all().stream()
        .filter(app -> drains.stream().anyMatch(drain -> which.test(drain) && drain.speaksFor(app)))
        .filter(this::areSilentFor)
        .map(app -> app.app().name())
        .sorted()
        .toList();
  }

  private static UUID id(Drain drain) {
    return drain.entry().id();
  }
}
