// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.gateways;

import dev.paastis.api.GatewayView;
import dev.paastis.api.GatewayWords;
import dev.paastis.api.GatewayWords.AppWord;
import dev.paastis.app.AppId;
import dev.paastis.app.SpaceId;
import dev.paastis.pause.Gateways;
import dev.paastis.schedule.Deadline;
import dev.paastis.schedule.Ticker;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;

/**
 * All gateways of their own process. Safe for use by many threads.
 *
 * <p><b>A gateway that has gone without a word</b> may still be sending requests to apps that were
 * awake when it was last told. So nothing of its space falls asleep by itself for {@link
 * #REMEMBERED} after its last word, an engine's restart included ({@link GatewayRoll}). After that
 * the engine goes on without it: such a gateway holds what an app refuses, and asks for a wake as
 * soon as it can. One that ends in order says so, and is forgotten at once.
 */
public final class FarGateways implements Gateways, SmartLifecycle {
  /** How long one counts after its last word; words come every second. */
  static final Duration REMEMBERED = Duration.ofSeconds(45);

  private final RouteBook book;
  private final GatewayRoll roll;
  private final InstantSource clock;
  private final Ticker ticker;
  private final Map<UUID, FarGateway> known = new ConcurrentHashMap<>();
  private final Map<AppId, Instant> last = new ConcurrentHashMap<>();
  private final Map<AppId, Instant> notDrained = new ConcurrentHashMap<>();
  private final AtomicLong questions = new AtomicLong();

  /** Knows those that an earlier run of the engine knew, as gone without a word just now. */
  public FarGateways(RouteBook book, GatewayRoll roll, InstantSource clock, Ticker ticker) {
    this.book = book;
    this.roll = roll;
    this.clock = clock;
    this.ticker = ticker;
    for (GatewayRoll.Entry entry : roll.read()) {
      known.put(entry.id(), gateway(entry.id(), entry.name(), entry.space()));
    }
  }

  /** Takes in a gateway that opens its stream; an earlier stream of the same ends. */
  FarGateway connected(UUID id, String name, SpaceId space, Object stream) {
    FarGateway gateway =
        known.compute(
            id,
            (_, before) ->
                before != null && before.space().equals(space) ? before : gateway(id, name, space));
    gateway.open(stream, name, ticker.nanos());
    write();
    return gateway;
  }

  /** Takes a gateway's word; apps of other spaces are passed over. */
  void heard(GatewayWords words, SpaceId space) {
    Instant now = clock.instant();
    Map<AppId, AppWord> busy = new HashMap<>();
    for (AppWord word : words.apps()) {
      AppId app = new AppId(UUID.fromString(word.app()));
      if (book.spaceOf(app).filter(space::equals).isPresent()) {
        noteActivity(app, word, now);
        busy.put(app, word);
      }
    }
    FarGateway gateway = known.get(UUID.fromString(words.gateway()));
    if (gateway == null || !gateway.space().equals(space)) {
      return;
    }
    gateway.heard(busy, ticker.nanos());
    for (GatewayWords.Answer answer : words.answers()) {
      gateway.answered(answer.ask(), quiet(answer.app(), now));
    }
    if (words.leaving()) {
      known.remove(gateway.id(), gateway);
      write();
    }
  }

  /** Those of the space. */
  public List<GatewayView> all(SpaceId space) {
    forgetLost();
    Instant now = clock.instant();
    return known.values().stream()
        .filter(gateway -> gateway.space().equals(space))
        .map(gateway ->
            new GatewayView(
                gateway.id().toString(),
                gateway.name(),
                gateway.connected() ? "connected" : "lost",
                gateway.since(),
                now.minusNanos(ticker.nanos() - gateway.heardNanos())))
        .toList();
  }

  /** Whether it was heard lately enough to be told more. */
  boolean talks(FarGateway gateway) {
    return ticker.nanos() - gateway.heardNanos() < REMEMBERED.toNanos() / 3;
  }

  @Override
  public @Nullable Quiet holdNewRequests(AppId app, Deadline deadline) {
    List<FarGateway> concerned = concerned(app);
    if (!concerned.stream().allMatch(FarGateway::connected)) {
      return null;
    }
    Map<FarGateway, FarGateway.Question> asked = new HashMap<>();
    concerned.forEach(each -> asked.put(each, each.ask(questions.incrementAndGet(), app)));
    try {
      book.feed().signal();
      List<Quiet> answers = new ArrayList<>(List.of(new Quiet(0, 0, last.get(app))));
      for (FarGateway.Question question : asked.values()) {
        answers.add(question.answer().get(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS));
      }
      return AllGateways.sum(answers);
    } catch (TimeoutException | ExecutionException e) {
      return null;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return null;
    } finally {
      asked.forEach(FarGateway::forget);
    }
  }

  @Override
  public Quiet activity(AppId app) {
    List<Quiet> all = new ArrayList<>(List.of(new Quiet(0, 0, last.get(app))));
    concerned(app).forEach(gateway -> all.add(gateway.quiet(app)));
    return AllGateways.sum(all);
  }

  @Override
  public Map<AppId, Instant> drainActivity() {
    last.keySet().removeIf(app -> book.spaceOf(app).isEmpty());
    Map<AppId, Instant> drained = new HashMap<>();
    for (AppId app : List.copyOf(notDrained.keySet())) {
      Instant at = notDrained.remove(app);
      if (at != null) {
        drained.put(app, at);
      }
    }
    return drained;
  }

  @Override
  public void start() {
    book.feed().start();
  }

  /** Ends the streams before the web server stops, which would wait for them. */
  @Override
  public void stop() {
    book.feed().stop();
  }

  @Override
  public boolean isRunning() {
    return book.feed().isOpen();
  }

  private List<FarGateway> concerned(AppId app) {
    forgetLost();
    SpaceId space = book.spaceOf(app).orElse(null);
    return known.values().stream()
        .filter(gateway -> space == null || gateway.space().equals(space))
        .toList();
  }

  private void forgetLost() {
    long now = ticker.nanos();
    boolean changed =
        known
            .values()
            .removeIf(gateway ->
                !gateway.connected() && now - gateway.heardNanos() > REMEMBERED.toNanos());
    if (changed) {
      write();
    }
  }

  private void noteActivity(AppId app, AppWord word, Instant now) {
    Instant at = quiet(word, now).lastActivity();
    Instant before = last.get(app);
    if (at != null && (before == null || at.isAfter(before))) {
      last.merge(app, at, FarGateways::later);
      notDrained.merge(app, at, FarGateways::later);
    }
  }

  private static Quiet quiet(AppWord word, Instant now) {
    Long age = word.lastActivityMillis();
    return new Quiet(
        word.inFlight(), word.waiting(), age == null ? null : now.minusMillis(Math.max(0, age)));
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }

  private FarGateway gateway(UUID id, String name, SpaceId space) {
    return new FarGateway(id, name, space, clock.instant(), ticker.nanos());
  }

  private void write() {
    roll.write(
        known.values().stream()
            .map(each -> new GatewayRoll.Entry(each.id(), each.space(), each.name()))
            .toList());
  }
}
