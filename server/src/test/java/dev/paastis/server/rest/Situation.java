// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.rest;

import dev.paastis.api.ExplanationText;
import dev.paastis.api.ExplanationView;
import dev.paastis.app.Account;
import dev.paastis.app.App;
import dev.paastis.app.AppDirectory;
import dev.paastis.app.AppId;
import dev.paastis.app.AppLifecycle;
import dev.paastis.app.AppSettings;
import dev.paastis.app.AppState;
import dev.paastis.app.Cause;
import dev.paastis.app.EngineId;
import dev.paastis.app.Event;
import dev.paastis.app.EventType;
import dev.paastis.app.Formation;
import dev.paastis.app.Group;
import dev.paastis.app.Operation;
import dev.paastis.app.SpaceId;
import dev.paastis.app.TrackedApp;
import dev.paastis.app.Upstream;
import dev.paastis.app.Wall;
import dev.paastis.pause.DryRuns;
import dev.paastis.pause.Gateways;
import dev.paastis.pause.MorningWatch;
import dev.paastis.pause.Mornings;
import dev.paastis.pause.Outlook;
import dev.paastis.pause.SleepHooks;
import dev.paastis.pause.Sleeper;
import dev.paastis.policy.PolicyBook;
import dev.paastis.provider.Control;
import dev.paastis.schedule.Deadline;
import dev.paastis.schedule.Ticker;
import dev.paastis.server.config.ConfigurationReader;
import dev.paastis.server.config.HolidaysOnly;
import dev.paastis.server.config.Policies;
import dev.paastis.server.testing.FakeStore;
import dev.paastis.wake.WakeOutcome;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A moment in Paris, with what the file says and apps in their states; told in words. */
final class Situation {
  static final ZoneId PARIS = ZoneId.of("Europe/Paris");
  private static final Formation WEB = Formation.of("web", 1, "M");
  private static final Account AGENCY =
      new Account(new UUID(3, 3), new SpaceId(new UUID(1, 1)), "scalingo", "osc-fr1", "agency");
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("EEEE d MMMM yyyy, HH:mm", Locale.ENGLISH);

  private final AppDirectory directory = new AppDirectory();
  private final FakeStore store = new FakeStore();
  private final Map<AppId, Integer> inFlight = new HashMap<>();
  private final Map<AppId, Instant> working = new HashMap<>();
  private final List<Mornings.Morning> mornings = new ArrayList<>();
  private final String file;
  private final String story;
  private final Instant now;

  Situation(String local, String story, String file) {
    this.now = at(local);
    this.story = story;
    this.file = file;
  }

  static Instant at(String local) {
    return LocalDateTime.parse(local).atZone(PARIS).toInstant();
  }

  /** An app as somebody would describe it. */
  final class Subject {
    private final String name;
    private @Nullable Group group;
    private @Nullable Wall wall;
    private @Nullable Instant used;
    private @Nullable Instant pinned;

    private Subject(String name) {
      this.name = name;
    }

    Subject in(String groupName, int order) {
      group = new Group(groupName, order);
      return this;
    }

    Subject production(Wall by) {
      wall = by;
      return this;
    }

    Subject usedAt(String local) {
      used = at(local);
      return this;
    }

    Subject pinnedUntil(Instant until) {
      pinned = until;
      return happened(
          now.minusSeconds(600), EventType.PINNED, Cause.Kind.PERSON, "by the token 'anna'");
    }

    Subject busy() {
      inFlight.put(id(), 1);
      return this;
    }

    /** It used a third of a core when it was due to sleep. */
    Subject foundAtWorkAt(String local) {
      working.put(id(), at(local));
      return this;
    }

    Subject awakeSince(String local) {
      return awakeSince(local, null);
    }

    Subject awakeSince(String local, @Nullable Instant handled) {
      Upstream upstream = new Upstream("https", name + ".osc-fr1.scalingo.io", 443);
      return put(new AppState.Awake(at(local), upstream, WEB, handled));
    }

    Subject asleepSince(String local) {
      return put(new AppState.Asleep(at(local), WEB));
    }

    Subject wakingSince(String local) {
      Operation operation =
          new Operation(
              new UUID(5, 5),
              new EngineId(new UUID(6, 6)),
              at(local),
              Cause.of(Cause.Kind.REQUEST, "GET /"));
      return put(new AppState.Waking(at(local), operation, WEB));
    }

    Subject unknownSince(String local, String why) {
      return put(new AppState.Unknown(at(local), why, WEB));
    }

    Subject happened(Instant when, EventType type, Cause.Kind kind, String summary) {
      Map<String, String> details =
          kind == Cause.Kind.PERSON ? Map.of("who", "anna") : Map.<String, String>of();
      var _ = store.append(Event.about(app(), when, type, new Cause(kind, summary, details)));
      return this;
    }

    Subject pausedAt(String local, int unusedMornings) {
      mornings.add(new Mornings.Morning(id(), at(local), null, unusedMornings));
      return this;
    }

    private Subject put(AppState state) {
      directory.changed(new TrackedApp(app(), 1, state, used, pinned));
      return this;
    }

    private AppId id() {
      return new AppId(UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)));
    }

    private App app() {
      return new App(id(), AGENCY, name, name, List.of(), AppSettings.DEFAULT, group, wall);
    }
  }

  Subject app(String name) {
    return new Subject(name);
  }

  /** What a person reads who asks about that app, with the situation before it. */
  String told(String name, @Nullable Instant later) {
    String command =
        later == null
            ? "paastis explain " + name
            : "paastis explain %s --at %s".formatted(name, later.atZone(PARIS).toOffsetDateTime());
    String says = file.isBlank() ? " nothing of when apps sleep\n" : "\n" + file.indent(2);
    return """
    It is %s in Paris. %s

    paastis.yml says:%s
    $ %s
    %s
    """
        .formatted(
            DAY.format(now.atZone(PARIS)),
            story,
            says,
            command,
            String.join("\n", new ExplanationText(explain(name, later), now, PARIS).lines()));
  }

  ExplanationView explain(String name, @Nullable Instant later) {
    TrackedApp app = directory.find(AGENCY.space(), name).orElseThrow();
    return new ExplanationViews(new EventViews(directory))
        .of(outlook().explain(app.id(), later).orElseThrow(), later != null);
  }

  private Outlook outlook() {
    AtomicReference<Instant> time = new AtomicReference<>(now);
    InstantSource clock = time::get;
    Ticker ticker = new Worker.Leaping();
    Control control =
        new Control(
            new EngineId(new UUID(4, 4)),
            new AppLifecycle(store, clock),
            directory,
            _ -> new Worker(0.34, ticker),
            ticker);
    PolicyBook book = book();
    MorningWatch watch =
        new MorningWatch(
            new Kept(mornings),
            new MorningWatch.Books(directory, book, store, store, new DryRuns(store, clock)),
            (_, _) -> new WakeOutcome.NoSuchApp(),
            _ -> MorningWatch.Pace.UNLIMITED,
            Runnable::run);
    watch.refresh(now);
    Sleeper sleeper =
        new Sleeper(
            control, new Seen(inFlight), book, new Sleeper.Listeners(watch, SleepHooks.NONE));
    working.forEach((id, foundAt) -> {
      time.set(foundAt);
      var _ = sleeper.sleep(id, Cause.of(Cause.Kind.IDLE, "idle"));
      time.set(now);
    });
    return new Outlook(control, new Outlook.Plans(book, sleeper, watch, store));
  }

  private PolicyBook book() {
    String text = file.isBlank() ? "space: agency" : file;
    Policies read =
        ConfigurationReader.parse(Path.of("paastis.yml"), text, new HolidaysOnly()).policies();
    return new PolicyBook(new PolicyBook.Rules(read.rules(), read.windows(), read.base()));
  }

  /** Gateways that see so many requests under way. */
  private record Seen(Map<AppId, Integer> inFlight) implements Gateways {
    @Override
    public @Nullable Quiet holdNewRequests(AppId app, Deadline deadline) {
      return activity(app);
    }

    @Override
    public Quiet activity(AppId app) {
      return new Quiet(inFlight.getOrDefault(app, 0), 0, null);
    }

    @Override
    public Map<AppId, Instant> drainActivity() {
      return Map.of();
    }
  }

  /** Mornings as they were kept. */
  private record Kept(List<Morning> all) implements Mornings {
    @Override
    public List<Morning> waiting() {
      return all;
    }

    @Override
    public Morning paused(AppId app, Instant at, @Nullable Instant lastActivity) {
      throw new AssertionError("an explanation pauses nothing");
    }

    @Override
    public void over(AppId app, Instant pausedAt, @Nullable Instant startedAt) {
      throw new AssertionError("an explanation starts nothing");
    }
  }
}
