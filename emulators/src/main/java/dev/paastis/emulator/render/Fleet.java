// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.emulator.render;

import dev.paastis.emulator.EmulatorSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The services of a small agency: for each of its customers the same handful. */
final class Fleet {
  private static final List<String> CUSTOMERS =
      List.of("shop", "atelier", "bistro", "museum", "velo", "librairie", "cabinet", "marche");

  private static final List<Kind> KINDS =
      List.of(
          new Kind("", "web_service", "standard", 2).autoscaled(Autoscaling.onCpu(2, 5)),
          new Kind("-staging", "web_service", "starter", 1),
          new Kind("-pr42", "web_service", "starter", 1).ofPullRequest(),
          new Kind("-worker", "background_worker", "standard", 2),
          new Kind("-api", "private_service", "starter", 3),
          new Kind("-pr57", "web_service", "starter", 1).ofPullRequest().suspendedBy("user"),
          new Kind("-nightly", Service.CRON_JOB, "starter", 1),
          new Kind("-docs", Service.STATIC_SITE, "free", 1),
          new Kind("-demo", "web_service", "free", 1),
          new Kind("-odoo", "web_service", "pro", 1).withDisk(10).suspendedBy("user"),
          new Kind("-legacy", "web_service", "starter", 1).suspendedBy("billing"));

  private Fleet() {}

  /** The service of that number, as it was made before the platform started. */
  static Service service(int number, EmulatorSettings settings) {
    Instant now = settings.clock().instant();
    Kind kind = KINDS.get(number % KINDS.size());
    int customer = number / KINDS.size();
    String name = settings.name(number, customer(customer) + kind.suffix());
    Service.Origin origin =
        new Service.Origin(
            number,
            "srv-%012x".formatted(number + 0xc0_ffee_0000L),
            name,
            name + "-" + Integer.toString(1000 + number, 36),
            kind.type(),
            customer % 4 == 3 ? RenderEmulator.OTHER_OWNER : RenderEmulator.OWNER,
            customer % 5 == 4 ? "oregon" : "frankfurt",
            kind.preview(),
            kind.disk(),
            now.minus(Duration.ofDays(200)));
    Service service =
        new Service(origin, Plan.named(kind.plan()), kind.instances(), kind.autoscaling());
    history(service, kind, now.minus(Duration.ofDays(3)));
    return service;
  }

  /** Name of the first service of each customer. */
  static List<String> customers(EmulatorSettings settings) {
    return IntStream.range(0, settings.apps())
        .filter(number -> number % KINDS.size() == 0)
        .mapToObj(number -> settings.name(number, customer(number / KINDS.size())))
        .toList();
  }

  private static void history(Service service, Kind kind, Instant at) {
    Deploy deploy = new Deploy("dep-0-" + service.origin().number(), "new_commit", at);
    service.add(deploy);
    service.live(deploy, at);
    service.log(at, "==> Your service is live");
    if (kind.suspender() != null) {
      service.suspend(kind.suspender(), at.plusSeconds(3600));
    }
  }

  private static String customer(int number) {
    int round = number / CUSTOMERS.size();
    String name = CUSTOMERS.get(number % CUSTOMERS.size());
    return round == 0 ? name : name + (round + 1);
  }

  private record Kind(
      String suffix,
      String type,
      String plan,
      int instances,
      @Nullable Autoscaling autoscaling,
      int disk,
      boolean preview,
      @Nullable String suspender) {
    Kind(String suffix, String type, String plan, int instances) {
      this(suffix, type, plan, instances, null, 0, false, null);
    }

    Kind autoscaled(Autoscaling by) {
      return new Kind(suffix, type, plan, instances, by, disk, preview, suspender);
    }

    Kind withDisk(int gigabytes) {
      return new Kind(suffix, type, plan, instances, autoscaling, gigabytes, preview, suspender);
    }

    Kind ofPullRequest() {
      return new Kind(suffix, type, plan, instances, autoscaling, disk, true, suspender);
    }

    Kind suspendedBy(String who) {
      return new Kind(suffix, type, plan, instances, autoscaling, disk, preview, who);
    }
  }
}
