// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.tiny;

import dev.paastis.emulator.Answer;
import dev.paastis.emulator.Bill;
import dev.paastis.emulator.Call;
import dev.paastis.emulator.Emulator;
import dev.paastis.emulator.EmulatorSettings;
import dev.paastis.emulator.Endpoint;
import dev.paastis.emulator.Faults;
import dev.paastis.emulator.ListeningApp;
import dev.paastis.emulator.Router;
import java.net.URI;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Tiny on this machine: everything happens at once. Its monitor guards the apps. */
final class TinyEmulator implements Emulator {
  private static final String DOMAIN = ".tiny.example";

  private final Map<String, App> apps = new LinkedHashMap<>();
  private final Set<String> away = new HashSet<>();
  private final Map<String, Answer> refusals = new HashMap<>();
  private final Map<String, ListeningApp> listening = new HashMap<>();
  private final AtomicLong calls = new AtomicLong();
  private final Faults faults = new Faults();
  private final EmulatorSettings settings;
  private final Bill bill;
  private final Endpoint endpoint;
  private final Router router;
  private volatile boolean revoked;
  private long starts;

  /** As on the wire. */
  record App(String id, String name, int instances, String size, @Nullable String note) {}

  TinyEmulator(EmulatorSettings settings) {
    this.settings = settings;
    bill = new Bill(settings.clock());
    for (int number = 0; number < settings.apps(); number++) {
      String id = "app-" + number;
      apps.put(id, new App(id, "tiny-" + number, number % 3, "large", null));
    }
    endpoint =
        Endpoint.on(settings.port(), faults)
            .filter(this::authenticate)
            .route("GET", "/apps", _ -> list())
            .route("GET", "/apps/{id}", with((_, app) -> Answer.json(200, app)))
            .route("PUT", "/apps/{id}", with(this::scale))
            .start();
    router = Router.start(this::front);
  }

  private Optional<Answer> authenticate(Call call) {
    calls.incrementAndGet();
    String expected = "Bearer " + settings.token();
    boolean good = !revoked && call.header("Authorization").orElse("").equals(expected);
    return good ? Optional.empty() : Optional.of(error(401, "no such token"));
  }

  private static Answer error(int status, String words) {
    return Answer.json(status, Map.of("error", words));
  }

  private synchronized Answer list() {
    return Answer.json(
        200, apps.values().stream().filter(app -> !away.contains(app.id())).toList());
  }

  private Function<Call, Answer> with(BiFunction<Call, App, Answer> handler) {
    return call -> {
      synchronized (this) {
        App app = apps.get(call.param("id"));
        return app == null || away.contains(app.id())
            ? error(404, "no such app")
            : handler.apply(call, app);
      }
    };
  }

  private Answer scale(Call call, App app) {
    JsonNode order = call.json().orElseThrow();
    int instances = order.path("instances").asInt();
    Answer refusal = refusals.get(app.id());
    if (instances > app.instances() && refusal != null) {
      return refusal;
    }
    return Answer.json(200, set(app, instances, order.path("size").asString()));
  }

  private App set(App app, int instances, String size) {
    starts += instances > app.instances() ? 1 : 0;
    App after = new App(app.id(), app.name(), instances, size, null);
    apps.put(app.id(), after);
    return after;
  }

  private synchronized Router.Front front(String host) {
    App app = host.endsWith(DOMAIN) ? apps.get(host.replace(DOMAIN, "")) : null;
    return app == null || app.instances() == 0
        ? new Router.Front.Page(Answer.html(503, "<h1>asleep</h1>"))
        : new Router.Front.Up(
            listening
                .computeIfAbsent(app.id(), id -> ListeningApp.start(id, settings.clock()))
                .port());
  }

  synchronized void scaleByHand(String id, int instances, String size) {
    var _ = set(apps.getOrDefault(id, new App(id, id, 0, size, null)), instances, size);
  }

  synchronized void rename(String id, String name) {
    apps.computeIfPresent(
        id, (_, app) -> new App(id, name, app.instances(), app.size(), app.note()));
  }

  /** The app goes on, and our account sees it no more. */
  synchronized void giveAway(String id) {
    away.add(id);
  }

  synchronized String name(String id) {
    return Objects.requireNonNull(apps.get(id), id).name();
  }

  synchronized void delete(String id) {
    apps.remove(id);
  }

  synchronized void refuseStart(String id, Answer answer) {
    refusals.put(id, answer);
  }

  void revoked(boolean now) {
    revoked = now;
  }

  synchronized long starts() {
    return starts;
  }

  long calls() {
    return calls.get();
  }

  @Override
  public URI api() {
    return endpoint.uri();
  }

  @Override
  public URI router() {
    return router.uri();
  }

  @Override
  public String token() {
    return settings.token();
  }

  @Override
  public Faults faults() {
    return faults;
  }

  @Override
  public Bill bill() {
    return bill;
  }

  @Override
  public synchronized void close() {
    endpoint.close();
    router.close();
    listening.values().forEach(ListeningApp::close);
  }
}
