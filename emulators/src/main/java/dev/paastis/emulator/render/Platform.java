// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.emulator.render;

import dev.paastis.emulator.Answer;
import dev.paastis.emulator.Bill;
import dev.paastis.emulator.EmulatorSettings;
import dev.paastis.emulator.Router;
import dev.paastis.emulator.Timeline;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What happens to the services, as time passes. Its monitor guards them all.
 *
 * <p>Unconfirmed by the vendor, and chosen to be awkward: the deploy of a resume shows up a moment
 * after the order was accepted, with the one before it still called live; an order to resume that
 * comes before a suspend has ended does nothing.
 */
final class Platform implements AutoCloseable {
  private static final String USER = "user";

  /** Workspaces of the user. */
  static final List<String> OWNERS = List.of(RenderEmulator.OWNER, RenderEmulator.OTHER_OWNER);

  private final Map<String, Service> services = new LinkedHashMap<>();
  private final Map<String, Service> bySlug = new LinkedHashMap<>();
  private final Set<String> failing = new HashSet<>();
  private final InstantSource clock;
  private final EmulatorSettings.Pace pace;
  private final Timeline timeline;
  private final Bill bill;
  private final Webhooks webhooks;
  private int suspendedPage = 503;
  private int deployCount;
  private long starts;

  Platform(EmulatorSettings settings, Timeline timeline, Bill bill, Webhooks webhooks) {
    clock = settings.clock();
    pace = settings.pace();
    this.timeline = timeline;
    this.bill = bill;
    this.webhooks = webhooks;
    for (int i = 0; i < settings.apps(); i++) {
      Service service = Fleet.service(i, settings);
      services.put(service.origin().id(), service);
      bySlug.put(service.origin().slug(), service);
      price(service);
    }
  }

  Instant now() {
    return clock.instant();
  }

  /**
   * Reads or changes a service while nobody else does; empty when the user sees none of that name.
   */
  synchronized <T> Optional<T> with(String id, Function<Service, T> use) {
    return Optional.ofNullable(services.get(id)).filter(Platform::isVisible).map(use);
  }

  /** Reads all services that the user sees, in their order, while nobody changes them. */
  synchronized <T> T withAll(Function<Iterable<Service>, T> use) {
    return use.apply(services.values().stream().filter(Platform::isVisible).toList());
  }

  private static boolean isVisible(Service service) {
    return OWNERS.contains(service.ownerId());
  }

  synchronized void rename(Service service, String name) {
    bill.price(service.name(), BigDecimal.ZERO);
    bill.price(service.name() + " disk", BigDecimal.ZERO);
    service.rename(name, now());
    price(service);
  }

  synchronized void moveTo(Service service, String owner) {
    service.moveTo(owner, now());
  }

  synchronized void suspend(Service service) {
    if (service.isSuspended() || service.isStopping()) {
      return;
    }
    long order = service.newOrder();
    service.cancelDeploys(now());
    service.beginStop();
    timeline.after(pace.stop(), () -> during(service, order, () -> suspendNow(service, USER)));
  }

  /** By whoever may: a suspender that is not the user holds against a resume. */
  synchronized void suspendNow(Service service, String suspender) {
    var _ = service.newOrder();
    service.cancelDeploys(now());
    service.suspend(suspender, now());
    service.log(now(), "==> Service suspended by " + suspender);
    webhooks.tell("service_suspended", service, null);
    price(service);
  }

  synchronized void resume(Service service) {
    if (!service.isSuspended()) {
      return;
    }
    service.release(USER, now());
    if (service.isSuspended()) {
      return;
    }
    starts++;
    price(service);
    webhooks.tell("service_resumed", service, null);
    if (!service.is(Service.CRON_JOB) && !service.is(Service.STATIC_SITE)) {
      var _ = deploy(service, "service_resumed");
    }
  }

  /** Orders to resume that had an effect. */
  synchronized long starts() {
    return starts;
  }

  /** Begins a deploy of the last build. */
  synchronized Deploy deploy(Service service, String trigger) {
    long order = service.newOrder();
    service.cancelDeploys(now());
    Deploy deploy = new Deploy("dep-" + ++deployCount, trigger, now());
    timeline.after(
        pace.start().dividedBy(4), () -> during(service, order, () -> show(service, deploy)));
    timeline.after(pace.start(), () -> during(service, order, () -> deploy.begin(now())));
    timeline.after(
        pace.start().plus(pace.boot()), () -> during(service, order, () -> end(service, deploy)));
    return deploy;
  }

  private void show(Service service, Deploy deploy) {
    service.add(deploy);
    webhooks.tell("deploy_started", service, null);
  }

  private void end(Service service, Deploy deploy) {
    if (failing.contains(service.origin().id())) {
      deploy.end("update_failed", now());
      service.log(now(), "==> Exited with status 1 while running your code");
      webhooks.tell("deploy_ended", service, "failed");
      webhooks.tell("server_failed", service, null);
      return;
    }
    service.live(deploy, now());
    var _ = service.listen(clock);
    service.log(now(), "==> Your service is live");
    webhooks.tell("deploy_ended", service, "succeeded");
    webhooks.tell("server_available", service, null);
  }

  synchronized void changePlan(Service service, Plan plan) {
    service.changePlan(plan, now());
    price(service);
    webhooks.tell("plan_changed", service, null);
    if (service.isBooted()) {
      var _ = deploy(service, "service_updated");
    }
  }

  synchronized void scale(Service service, int instances) {
    service.scale(instances, now());
    price(service);
    webhooks.tell("instance_count_changed", service, null);
  }

  synchronized void autoscale(Service service, @Nullable Autoscaling autoscaling) {
    service.autoscale(autoscaling, now());
    price(service);
  }

  synchronized void delete(Service service) {
    var _ = service.newOrder();
    service.close();
    services.remove(service.origin().id());
    bySlug.remove(service.origin().slug());
    bill.price(service.name(), BigDecimal.ZERO);
    bill.price(service.name() + " disk", BigDecimal.ZERO);
  }

  /** A service by its name or its identifier. */
  synchronized Service named(String name) {
    Service byId = services.get(name);
    return byId != null ? byId : byName(name);
  }

  private Service byName(String name) {
    return services.values().stream()
        .filter(service -> service.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no service is named " + name));
  }

  synchronized void fail(String name, boolean fails) {
    String id = named(name).origin().id();
    var _ = fails ? failing.add(id) : failing.remove(id);
  }

  synchronized void showSuspended(int status) {
    suspendedPage = status;
  }

  /** What the public router has for a host. */
  synchronized Router.Front front(String host) {
    Service service =
        host.endsWith(Service.DOMAIN)
            ? bySlug.get(host.substring(0, host.length() - Service.DOMAIN.length()))
            : null;
    if (service == null || !hasPublicAddress(service)) {
      return new Router.Front.Page(Answer.text(404, "Not Found\n"));
    }
    if (service.isSuspended()) {
      return new Router.Front.Page(suspendedPage());
    }
    return service.isBooted()
        ? new Router.Front.Up(service.listen(clock))
        : new Router.Front.Page(Answer.html(502, "<!doctype html><h1>Bad Gateway</h1>\n"));
  }

  @Override
  public synchronized void close() {
    services
        .values()
        .forEach(service -> {
          var _ = service.newOrder();
          service.close();
        });
  }

  private Answer suspendedPage() {
    return Answer.html(
        suspendedPage,
        "<!doctype html><title>Service Suspended</title>"
            + "<h1>This service has been suspended by its owner.</h1>\n");
  }

  private static boolean hasPublicAddress(Service service) {
    return List.of("web_service", Service.STATIC_SITE).contains(service.origin().type());
  }

  private synchronized void during(Service service, long order, Runnable step) {
    if (service.isCurrent(order)) {
      step.run();
    }
  }

  /** Suspended compute costs nothing; a disk costs what it costs. */
  private void price(Service service) {
    BigDecimal compute =
        service.isSuspended() || service.is(Service.STATIC_SITE) || service.is(Service.CRON_JOB)
            ? BigDecimal.ZERO
            : service.plan().perHour(service.running());
    bill.price(service.name(), compute);
    int disk = service.origin().diskGigabytes();
    if (disk > 0) {
      bill.price(service.name() + " disk", Plan.diskPerHour(disk));
    }
  }
}
