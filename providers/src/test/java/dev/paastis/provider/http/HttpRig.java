// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.http;

import dev.paastis.budget.AccountBudget;
import dev.paastis.budget.MemoryBuckets;
import dev.paastis.conformance.Boot;
import dev.paastis.conformance.Feature;
import dev.paastis.conformance.Objection;
import dev.paastis.conformance.Order;
import dev.paastis.conformance.Platform;
import dev.paastis.conformance.Trouble;
import dev.paastis.conformance.VirtualTime;
import dev.paastis.provider.Provider;
import dev.paastis.provider.http.UserApi.App;
import dev.paastis.provider.http.UserApi.Fault;
import dev.paastis.schedule.Ticker;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;

/** A user's API on virtual time, as the suite drives it. */
final class HttpRig implements Platform {
  private static final int ALWAYS = 100_000;

  private final VirtualTime time = new VirtualTime();
  private final UserApi api = new UserApi();
  private final int apps;
  private final Provider provider;

  HttpRig(int apps) {
    this.apps = apps;
    for (int i = 0; i < apps; i++) {
      String state = i % 2 == 0 ? "running" : "stopped";
      api.apps.put("app-" + i, new App("App-" + i, state, "{\"web\":2,\"size\":\"M\"}"));
    }
    provider =
        HttpFixture.open(
            HttpFixture.settings(api),
            new AccountBudget(new UUID(0, 2), MemoryBuckets.full(), time, time),
            time);
  }

  @Override
  public Map<Feature, String> lacks() {
    return Map.of(
        Feature.RESTRICTED_CREDENTIALS, "an API of one's own tells no rights",
        Feature.CLOCK, "an API of one's own tells no time and asks for none",
        Feature.EXPIRING_CREDENTIALS, "its token is sent as it is",
        Feature.PARTIAL_START, "it tells one state of an app");
  }

  @Override
  public String kind() {
    return "http";
  }

  @Override
  public Provider provider() {
    return provider;
  }

  @Override
  public Ticker ticker() {
    return time;
  }

  @Override
  public List<String> secrets() {
    return List.of(UserApi.TOKEN);
  }

  @Override
  public int apps() {
    return apps;
  }

  @Override
  public String awake() {
    return "app-0";
  }

  @Override
  public String asleep() {
    return "app-1";
  }

  @Override
  public String name(String ref) {
    return api.app(ref).name();
  }

  @Override
  public boolean answers(String ref) {
    return api.app(ref).state().equals("running");
  }

  @Override
  public long starts() {
    return api.starts.get();
  }

  @Override
  public long calls() {
    return api.seen.size();
  }

  @Override
  public void trouble(Order on, int times, Trouble trouble) {
    Predicate<String> which =
        switch (on) {
          case LOOK -> line -> line.startsWith("GET");
          case START -> line -> line.endsWith("/wake");
          case STOP -> line -> line.endsWith("/sleep");
          case DELETE -> line -> line.startsWith("DELETE");
        };
    api.arm(which, times, fault(trouble));
  }

  private static Fault fault(Trouble trouble) {
    return switch (trouble) {
      case Trouble.TooMany(var after) ->
          new Fault.Instead(
              429,
              after == null ? Map.of() : Map.of("Retry-After", "" + after.toSeconds()),
              "{\"title\":\"slow down\"}");
      case Trouble.Broken(int status) -> new Fault.Instead(status, Map.of(), "");
      case Trouble.CutBefore() -> new Fault.CutBefore();
      case Trouble.CutAfter() -> new Fault.CutAfter();
      case Trouble.Late(var by) -> new Fault.Late(by);
      case Trouble.Nonsense() -> new Fault.Instead(200, Map.of(), "<h1>We will be back</h1>");
      case Trouble.Odd() -> new Fault.Meanwhile(() -> {}); // each answer of this API is odd
      case Trouble.Meanwhile(Runnable what) -> new Fault.Meanwhile(what);
    };
  }

  @Override
  public void calm() {
    api.calm();
  }

  @Override
  public void revoke() {
    api.revoked = true;
  }

  @Override
  public void readmit() {
    api.revoked = false;
  }

  @Override
  public void changeFormation(String ref) {
    api.change(ref, app -> new App(app.name(), app.state(), "{\"web\":9}"));
  }

  @Override
  public void startByHand(String ref) {
    api.change(ref, app -> new App(app.name(), "running", app.formation()));
  }

  @Override
  public void stopByHand(String ref) {
    api.change(ref, app -> new App(app.name(), "stopped", app.formation()));
  }

  @Override
  public void rename(String ref, String name) {
    api.change(ref, app -> new App(name, app.state(), app.formation()));
  }

  @Override
  public void transfer(String ref) {
    delete(ref);
  }

  @Override
  public void delete(String ref) {
    api.apps.remove(ref);
  }

  @Override
  public void boot(String ref, Boot how) {
    switch (how) {
      case SUCCEEDS -> api.boots.remove(ref);
      case FAILS -> api.boots.put(ref, "crashed");
      case NEVER_ENDS -> api.boots.put(ref, "starting");
    }
  }

  @Override
  public void neverStop(String ref) {
    Fault accepted = new Fault.Instead(202, Map.of(), "");
    api.arm(line -> line.endsWith(ref + "/sleep"), ALWAYS, accepted);
  }

  @Override
  public void refuseStart(String ref, Objection why) {
    int status =
        switch (why) {
          case PAYMENT -> 402;
          case PERMISSION -> 403;
          case SENSE -> 422;
        };
    Fault refused = new Fault.Instead(status, Map.of(), "{\"title\":\"no\"}");
    api.arm(line -> line.endsWith(ref + "/wake"), ALWAYS, refused);
  }

  @Override
  public void close() {
    provider.close();
    api.close();
  }
}
