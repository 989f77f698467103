// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.emulator.scalingo;

import dev.paastis.emulator.Answer;
import dev.paastis.emulator.Bill;
import dev.paastis.emulator.EmulatorSettings;
import dev.paastis.emulator.Router.Front;
import dev.paastis.emulator.Timeline;
import dev.paastis.emulator.scalingo.HostedApp.Status;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The apps of one account in one region, and what happens to them. Safe for many threads. */
final class Platform implements AutoCloseable {
  static final String REGION = "osc-fr1";
  private static final String DOMAIN = "." + REGION + ".scalingo.io";

  /** A database of 512 MB: 20 euros for 30 days. */
  private static final BigDecimal ADDON_PER_HOUR =
      new BigDecimal("20").divide(new BigDecimal("720"), MathContext.DECIMAL64);

  private final InstantSource clock;
  private final Timeline timeline;
  private final EmulatorSettings.Pace pace;
  private final Bill bill;
  private final Map<String, HostedApp> apps = new LinkedHashMap<>();
  private final Map<String, HostedApp> byName = new LinkedHashMap<>();
  private final List<Wire.Event> events = new ArrayList<>();
  private final Notifiers notifiers;
  private boolean paymentMethod = true;
  private long operations;
  private long starts;

  Platform(EmulatorSettings settings, Timeline timeline, Bill bill, Notifiers notifiers) {
    this.clock = settings.clock();
    this.timeline = timeline;
    this.pace = settings.pace();
    this.bill = bill;
    this.notifiers = notifiers;
    for (int i = 0; i < settings.apps(); i++) {
      add(SampleFleet.app(i, settings));
    }
  }

  static String host(HostedApp app) {
    return app.name + DOMAIN;
  }

  /** Reads the apps that the account may see, under the lock. */
  synchronized <T> List<T> all(Function<HostedApp, T> read) {
    return apps.values().stream().filter(app -> !app.away).map(read).toList();
  }

  /** Whether it is an app that the account may not see. */
  synchronized boolean isAway(String nameOrId) {
    HostedApp app = apps.getOrDefault(nameOrId, byName.get(nameOrId));
    return app != null && app.away;
  }

  /** Reads one app, by its id or name, under the lock. */
  synchronized <T> T read(String nameOrId, Function<HostedApp, T> read) {
    return read.apply(find(nameOrId));
  }

  synchronized void change(String nameOrId, Consumer<HostedApp> change) {
    change.accept(find(nameOrId));
  }

  synchronized List<Wire.Event> events() {
    return List.copyOf(events);
  }

  synchronized long orders() {
    return operations;
  }

  synchronized long starts() {
    return starts;
  }

  synchronized void paymentMethod(boolean present) {
    paymentMethod = present;
  }

  /** Carries out a scale call; no operation where nothing was ever deployed. */
  synchronized Wire.@Nullable Operation scale(String nameOrId, List<Order> orders) {
    HostedApp app = find(nameOrId);
    if (app.limited) {
      throw Refused.because(403, "limited collaborators cannot scale the application");
    }
    refuseWhileBusy(app);
    Map<String, Wire.Container> wanted = new LinkedHashMap<>(app.formation);
    orders.forEach(order -> wanted.put(order.name(), ordered(app, order)));
    refuseUnpaid(app, wanted);
    keepAnswering(app);
    Map<String, Object> previous = amounts(app);
    int before = app.containers();
    app.formation.putAll(wanted);
    starts += app.containers() > before ? 1 : 0;
    // the trap: an order by hand disables the autoscaler of the type that it names
    app.autoscalers.replaceAll(scaler ->
        orders.stream().anyMatch(order -> order.name().equals(scaler.containerType()))
            ? scaler.disabled(true)
            : scaler);
    tell(app, "scale", Map.of("previous_containers", previous, "containers", amounts(app)));
    if (app.status == Status.NEW) {
      return null;
    }
    return operate(app, "scale", Status.SCALING);
  }

  /** Restarts an app that runs. */
  synchronized Wire.Operation restart(String nameOrId) {
    HostedApp app = find(nameOrId);
    refuseWhileBusy(app);
    if (app.status == Status.NEW || app.containers() == 0) {
      throw Refused.because(400, "the application has no container to restart");
    }
    keepAnswering(app);
    tell(app, "restart", Map.of());
    return operate(app, "restart", Status.RESTARTING);
  }

  synchronized Wire.Autoscaler autoscaler(String nameOrId, String id, boolean disabled) {
    HostedApp app = find(nameOrId);
    for (int i = 0; i < app.autoscalers.size(); i++) {
      if (app.autoscalers.get(i).id().equals(id)) {
        Wire.Autoscaler changed = app.autoscalers.get(i).disabled(disabled);
        app.autoscalers.set(i, changed);
        return changed;
      }
    }
    throw Refused.notFound("Autoscaler");
  }

  synchronized void rename(String nameOrId, String name) {
    HostedApp app = find(nameOrId);
    byName.remove(app.name);
    bill.price(app.name, BigDecimal.ZERO);
    app.name = name;
    byName.put(name, app);
    charge(app);
    tell(app, "rename_app", Map.of());
  }

  synchronized void delete(String nameOrId) {
    HostedApp app = find(nameOrId);
    apps.remove(app.id);
    byName.remove(app.name);
    app.hangUp();
    bill.price(app.name, BigDecimal.ZERO);
    app.addons.forEach(addon -> bill.price(addon.id(), BigDecimal.ZERO));
    tell(app, "delete_app", Map.of());
  }

  /** What the router finds behind a host name. */
  synchronized Front front(String host) {
    HostedApp app = behind(host);
    if (app == null) {
      return new Front.Page(Answer.html(404, "<h1>404</h1><p>No application here.</p>\n"));
    }
    return app.answers() ? new Front.Up(app.listen(clock)) : new Front.Page(stoppedPage(app));
  }

  @Override
  public synchronized void close() {
    apps.values().forEach(HostedApp::hangUp);
  }

  private void add(HostedApp app) {
    apps.put(app.id, app);
    byName.put(app.name, app);
    charge(app);
    app.addons.forEach(addon -> bill.price(addon.id(), ADDON_PER_HOUR));
  }

  private HostedApp find(String nameOrId) {
    HostedApp app = apps.get(nameOrId);
    app = app == null ? byName.get(nameOrId) : app;
    if (app == null) {
      throw Refused.notFound("App");
    }
    return app;
  }

  private static void refuseWhileBusy(HostedApp app) {
    if (app.status.busy()) {
      throw Refused.because(409, "an operation is already running on " + app.name);
    }
  }

  private static Wire.Container ordered(HostedApp app, Order order) {
    Wire.Container known = app.formation.get(order.name());
    if (known == null) {
      throw Refused.invalid("name", "is not a process type of the application");
    }
    return known.with(order.amount(), order.size().isEmpty() ? known.size() : order.size());
  }

  private void refuseUnpaid(HostedApp app, Map<String, Wire.Container> wanted) {
    boolean any = wanted.values().stream().anyMatch(type -> type.amount() > 0);
    Answer refusal = app.refusal;
    if (any && refusal != null) {
      throw new Refused(refusal);
    }
    if (!paymentMethod && !wanted.values().stream().allMatch(Platform::free)) {
      throw Refused.paymentRequired();
    }
  }

  /** Without a payment method there is one small or medium web container. */
  private static boolean free(Wire.Container type) {
    boolean smallWeb =
        type.name().equals(HostedApp.WEB)
            && (type.size().equals("S") || type.size().equals(Sizes.DEFAULT));
    return type.amount() == 0 || (type.amount() == 1 && smallWeb);
  }

  /** What answers now goes on while others join it. */
  private void keepAnswering(HostedApp app) {
    if (app.answers()) {
      var _ = app.listen(clock);
    }
  }

  private Wire.Operation operate(HostedApp app, String type, Status meanwhile) {
    operations++;
    Instant now = clock.instant();
    Wire.Operation operation =
        new Wire.Operation("op-" + operations, app.id, type, "pending", null, Wire.time(now), null);
    app.operations.put(operation.id(), operation);
    app.status = meanwhile;
    app.updatedAt = now;
    Duration takes = app.containers() == 0 ? pace.stop() : pace.start().plus(pace.boot());
    timeline.after(takes.dividedBy(4), () -> begin(app, operation.id()));
    if (!app.neverEnds) {
      timeline.after(takes, () -> end(app, operation.id()));
    }
    return operation;
  }

  private synchronized void begin(HostedApp app, String operation) {
    app.operations.computeIfPresent(operation, (_, now) -> now.ended() ? now : now.running());
  }

  private synchronized void end(HostedApp app, String id) {
    if (!apps.containsKey(app.id)) {
      return; // deleted meanwhile
    }
    boolean crashes = app.failsToBoot && app.containers() > 0;
    String error = crashes ? "the containers did not start: nothing listened on PORT" : null;
    app.operations.computeIfPresent(id, (_, now) -> now.ended(error, clock.instant()));
    app.updatedAt = clock.instant();
    if (crashes) {
      app.status = Status.CRASHED;
      tell(app, "crash", Map.of());
    } else {
      app.status = app.containers() == 0 ? Status.STOPPED : Status.RUNNING;
    }
    if (app.answers()) {
      var _ = app.listen(clock);
    } else {
      app.hangUp();
    }
    charge(app);
  }

  private void charge(HostedApp app) {
    bill.price(
        app.name,
        app.status == Status.NEW
            ? BigDecimal.ZERO
            : app.formation.values().stream()
                .map(Platform::perHour)
                .reduce(BigDecimal.ZERO, BigDecimal::add));
  }

  private static BigDecimal perHour(Wire.Container type) {
    return Sizes.perHour(type.size())
        .orElse(BigDecimal.ZERO)
        .multiply(BigDecimal.valueOf(type.amount()));
  }

  private @Nullable HostedApp behind(String host) {
    if (host.endsWith(DOMAIN)) {
      return byName.get(host.substring(0, host.length() - DOMAIN.length()));
    }
    return apps.values().stream()
        .filter(app -> host.equals(app.canonicalDomain))
        .findFirst()
        .orElse(null);
  }

  /** The owner may replace these pages by any other, one that looks alive included. */
  private static Answer stoppedPage(HostedApp app) {
    String why = app.status == Status.STOPPED ? "is stopped" : "has no container to answer";
    return Answer.html(503, "<h1>503</h1><p>This application " + why + ".</p>\n")
        .with("X-Scalingo-Error", app.status == Status.STOPPED ? "app stopped" : "no container");
  }

  private static Map<String, Object> amounts(HostedApp app) {
    Map<String, Object> amounts = new LinkedHashMap<>();
    app.formation.values().forEach(type -> amounts.put(type.name(), type.amount()));
    return amounts;
  }

  private void tell(HostedApp app, String type, Map<String, Object> data) {
    Wire.Event event =
        new Wire.Event(
            "ev-" + (events.size() + 1),
            Wire.time(clock.instant()),
            type,
            app.id,
            app.name,
            Wire.Owner.OPS,
            data);
    events.addFirst(event);
    notifiers.tell(event);
  }
}
