// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.emulator.render;

import dev.paastis.emulator.ListeningApp;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** One service; guarded by the platform. */
final class Service {
  static final String DOMAIN = ".onrender.com";
  static final String STATIC_SITE = "static_site";
  static final String CRON_JOB = "cron_job";
  private static final int DEPLOYS_KEPT = 50;
  private static final int LINES_KEPT = 200;

  /** How it was made: its name and its owner may have changed since. */
  record Origin(
      int number,
      String id,
      String name,
      String slug,
      String type,
      String ownerId,
      String region,
      boolean preview,
      int diskGigabytes,
      Instant createdAt) {}

  /** A line of its log. */
  record Line(Instant at, String text) {}

  private final Origin origin;
  private String name;
  private String ownerId;
  private final Set<String> suspenders = new TreeSet<>();
  private final Deque<Deploy> deploys = new ArrayDeque<>();
  private final Deque<Line> lines = new ArrayDeque<>();
  private Plan plan;
  private int instances;
  private @Nullable Autoscaling autoscaling;
  private @Nullable ListeningApp app;
  private boolean booted;
  private boolean stopping;
  private Instant updatedAt;

  /** Counts what was ordered: what an earlier order scheduled comes to nothing. */
  private long order;

  Service(Origin origin, Plan plan, int instances, @Nullable Autoscaling autoscaling) {
    this.origin = origin;
    this.name = origin.name();
    this.ownerId = origin.ownerId();
    this.plan = plan;
    this.instances = instances;
    this.autoscaling = autoscaling;
    this.updatedAt = origin.createdAt();
  }

  Origin origin() {
    return origin;
  }

  String name() {
    return name;
  }

  /** Its slug stays, and with it its address. */
  void rename(String other, Instant at) {
    name = other;
    updatedAt = at;
  }

  String ownerId() {
    return ownerId;
  }

  /** It belongs to another workspace. */
  void moveTo(String owner, Instant at) {
    ownerId = owner;
    updatedAt = at;
  }

  boolean is(String type) {
    return origin.type().equals(type);
  }

  boolean isSuspended() {
    return !suspenders.isEmpty();
  }

  boolean isStopping() {
    return stopping;
  }

  long newOrder() {
    return ++order;
  }

  boolean isCurrent(long asked) {
    return order == asked;
  }

  void beginStop() {
    stopping = true;
  }

  void suspend(String suspender, Instant at) {
    stopping = false;
    booted = false;
    suspenders.add(suspender);
    updatedAt = at;
    close();
  }

  /** Whatever deploy is under way comes to nothing. */
  void cancelDeploys(Instant at) {
    deploys.stream().filter(Deploy::isUnderWay).forEach(deploy -> deploy.end("canceled", at));
  }

  void release(String suspender, Instant at) {
    if (suspenders.remove(suspender)) {
      updatedAt = at;
    }
  }

  void add(Deploy deploy) {
    deploys.addFirst(deploy);
    if (deploys.size() > DEPLOYS_KEPT) {
      var _ = deploys.removeLast();
    }
  }

  /** The deploy becomes the live one, and the app accepts connections. */
  void live(Deploy deploy, Instant at) {
    deploys.stream().filter(Deploy::isLive).forEach(Deploy::deactivate);
    deploy.end("live", at);
    booted = true;
  }

  void log(Instant at, String text) {
    lines.addLast(new Line(at, text));
    if (lines.size() > LINES_KEPT) {
      var _ = lines.removeFirst();
    }
  }

  /** The port on which it listens from now on; the platform calls it only for what has booted. */
  int listen(InstantSource clock) {
    if (app == null) {
      app = ListeningApp.start(name(), clock);
    }
    return app.port();
  }

  void close() {
    if (app != null) {
      app.close();
      app = null;
    }
  }

  boolean isBooted() {
    return booted;
  }

  List<Deploy> deploys() {
    return List.copyOf(deploys);
  }

  List<Line> lines() {
    return List.copyOf(lines);
  }

  Plan plan() {
    return plan;
  }

  void changePlan(Plan other, Instant at) {
    plan = other;
    updatedAt = at;
  }

  void scale(int other, Instant at) {
    instances = other;
    updatedAt = at;
  }

  void autoscale(@Nullable Autoscaling other, Instant at) {
    autoscaling = other;
    updatedAt = at;
  }

  boolean isAutoscaled() {
    return autoscaling != null && autoscaling.enabled();
  }

  /** Instances that run while it is not suspended: the autoscaler keeps to its minimum here. */
  int running() {
    return autoscaling != null && autoscaling.enabled() ? autoscaling.min() : instances;
  }

  /** As on the wire. */
  Map<String, Object> body() {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("id", origin.id());
    body.put("name", name);
    body.put("slug", origin.slug());
    body.put("type", origin.type());
    body.put("ownerId", ownerId);
    body.put("environmentId", "evm-1");
    body.put("autoDeploy", "yes");
    body.put("branch", "main");
    body.put("repo", "https://github.com/acme/" + origin.name());
    body.put("dashboardUrl", "https://dashboard.render.com/web/" + origin.id());
    body.put("suspended", isSuspended() ? "suspended" : "not_suspended");
    body.put("suspenders", List.copyOf(suspenders));
    body.put("serviceDetails", details());
    body.put("createdAt", origin.createdAt().toString());
    body.put("updatedAt", updatedAt.toString());
    return body;
  }

  private Map<String, Object> details() {
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("region", origin.region());
    if (origin.preview()) {
      details.put("parentServer", Map.of("id", "srv-parent", "name", "parent"));
    }
    if (is("web_service") || is(STATIC_SITE)) {
      details.put("url", "https://" + origin.slug() + DOMAIN);
      details.put("renderSubdomainPolicy", "enabled");
    }
    if (is("private_service")) {
      details.put("url", origin.slug() + ":10000");
    }
    if (is(STATIC_SITE)) {
      return details;
    }
    details.put("plan", plan.id());
    details.put("runtime", "docker");
    if (is(CRON_JOB)) {
      details.put("schedule", "0 3 * * *");
      return details;
    }
    details.put("numInstances", instances);
    details.put("autoscaling", autoscaling);
    details.put("disk", disk());
    if (is("web_service")) {
      details.put("healthCheckPath", "/health");
      details.put("maintenanceMode", Map.of("enabled", false, "uri", ""));
    }
    return details;
  }

  private @Nullable Map<String, Object> disk() {
    int size = origin.diskGigabytes();
    return size == 0
        ? null
        : Map.of(
            "id", "dsk-" + origin.number(), "name", "data", "mountPath", "/data", "sizeGB", size);
  }
}
