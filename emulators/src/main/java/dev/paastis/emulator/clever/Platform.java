// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.emulator.clever;

import dev.paastis.emulator.Answer;
import dev.paastis.emulator.Bill;
import dev.paastis.emulator.EmulatorSettings;
import dev.paastis.emulator.Router;
import dev.paastis.emulator.Timeline;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** The apps of an account and what is done with them; everything happens under its lock. */
final class Platform {
  private static final Router.Front NO_SUCH_HOST =
      new Router.Front.Page(Answer.html(404, "<h1>404 Not Found</h1>\n"));
  private static final Router.Front NOT_RUNNING =
      new Router.Front.Page(
          Answer.html(
              503, "<h1>503 Service Unavailable</h1><p>This application is not running.\n"));

  private final EmulatorSettings settings;
  private final Timeline timeline;
  private final Bill bill;
  private final Map<String, HostedApp> apps = new LinkedHashMap<>();
  private final Map<String, HostedApp> byHost = new LinkedHashMap<>();
  private final Webhooks webhooks;
  private int orders;
  private long starts;

  Platform(EmulatorSettings settings, Timeline timeline, Bill bill, Webhooks webhooks) {
    this.settings = settings;
    this.timeline = timeline;
    this.bill = bill;
    this.webhooks = webhooks;
  }

  /** Runs it while nothing else happens. */
  synchronized <T> T alone(Supplier<T> task) {
    return task.get();
  }

  synchronized void add(HostedApp app) {
    apps.put(app.id(), app);
    app.vhosts().forEach(fqdn -> byHost.put(fqdn.substring(0, fqdn.indexOf('/')), app));
  }

  synchronized List<HostedApp> apps() {
    return List.copyOf(apps.values());
  }

  synchronized List<HostedApp> appsOf(String owner) {
    return apps.values().stream().filter(app -> app.identity().owner().equals(owner)).toList();
  }

  synchronized Optional<HostedApp> find(String owner, String id) {
    return Optional.ofNullable(apps.get(id)).filter(app -> app.identity().owner().equals(owner));
  }

  /** An app by its id or its name. */
  synchronized HostedApp app(String idOrName) {
    HostedApp byId = apps.get(idOrName);
    return byId != null
        ? byId
        : apps.values().stream()
            .filter(app -> app.identity().name().equals(idOrName))
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException("no app named " + idOrName));
  }

  synchronized void delete(HostedApp app) {
    apps.remove(app.id());
    byHost.values().removeIf(app::equals);
    app.crash();
    bill.price(app.id(), app.perHour());
    webhooks.tell("APPLICATION_DELETION", app);
  }

  /**
   * Brings it up at once, as for an app that has been running for long; its socket is opened when
   * somebody comes, so that a fleet of thousands starts in no time.
   */
  synchronized void runSinceLong(HostedApp app) {
    Deployment order = order("DEPLOY", app.scaling().minInstances());
    app.begin(order);
    app.finish(order);
    settle(app);
  }

  /** Leaves it stopped, with a past. */
  synchronized void stoppedSinceLong(HostedApp app) {
    Deployment up = order("DEPLOY", 1);
    up.end("OK");
    Deployment down = order("UNDEPLOY", 0);
    down.end("OK");
    app.deployments().addFirst(up);
    app.deployments().addFirst(down);
  }

  /** Orders a deployment; it goes on by itself. */
  synchronized Deployment deploy(HostedApp app) {
    starts++;
    Deployment order = order("DEPLOY", app.scaling().minInstances());
    app.begin(order);
    settle(app);
    webhooks.tell("DEPLOYMENT_ACTION_BEGIN", app);
    var pace = settings.pace();
    timeline.after(pace.start(), () -> then(app, () -> app.built(order)));
    timeline.after(pace.start().plus(pace.boot()), () -> then(app, () -> finish(app, order)));
    return order;
  }

  private void finish(HostedApp app, Deployment order) {
    boolean underWay = order.isUnderWay();
    app.finish(order);
    if (underWay && !order.isUnderWay()) {
      webhooks.tell("DEPLOYMENT_ACTION_END", app);
      webhooks.tell(order.succeeded() ? "DEPLOYMENT_SUCCESS" : "DEPLOYMENT_FAIL", app);
    }
    if (app.isUp()) {
      var _ = app.port(settings.clock());
    }
  }

  /** Orders to deploy that were accepted. */
  synchronized long starts() {
    return starts;
  }

  /** Orders the end of all machines; it goes on by itself. */
  synchronized void undeploy(HostedApp app) {
    Deployment order = order("UNDEPLOY", 0);
    app.beginEnd(order);
    webhooks.tell("APPLICATION_STOP", app);
    timeline.after(settings.pace().stop(), () -> then(app, () -> app.end(order)));
  }

  synchronized void rescale(HostedApp app, Scaling wanted) {
    boolean more = wanted.minInstances() >= app.scaling().minInstances();
    app.rescale(wanted, order(more ? "UPSCALE" : "DOWNSCALE", wanted.minInstances()));
    settle(app);
    webhooks.tell("APPLICATION_EDITION", app);
  }

  /** What has changed has its price. */
  synchronized void settle(HostedApp app) {
    bill.price(app.id(), app.perHour());
  }

  /** Just after the order the platform neither lists the deployment nor knows it by its id. */
  synchronized boolean isKnown(Deployment deployment) {
    var since = Duration.between(deployment.date(), settings.clock().instant());
    return !deployment.isUnderWay() || since.compareTo(settings.pace().start().dividedBy(4)) >= 0;
  }

  synchronized Router.Front front(String host) {
    HostedApp app = byHost.get(host);
    if (app == null) {
      return NO_SUCH_HOST;
    }
    return app.isUp() ? new Router.Front.Up(app.port(settings.clock())) : NOT_RUNNING;
  }

  synchronized void silence() {
    apps.values().forEach(HostedApp::silence);
  }

  private synchronized void then(HostedApp app, Runnable step) {
    if (apps.containsKey(app.id())) {
      step.run();
      settle(app);
    }
  }

  private Deployment order(String action, int machines) {
    orders++;
    return new Deployment(orders, settings.clock().instant(), action, machines);
  }
}
