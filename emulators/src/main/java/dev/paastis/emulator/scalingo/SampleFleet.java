// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.emulator.scalingo;

import dev.paastis.emulator.EmulatorSettings;
import dev.paastis.emulator.scalingo.HostedApp.Status;
import java.util.List;
import java.util.Locale;

/** The apps of a small agency: each customer has what the agency runs for it. */
final class SampleFleet {
  private static final List<String> CUSTOMERS =
      List.of(
          "shop",
          "atelier",
          "bakery",
          "cinema",
          "dentist",
          "estate",
          "florist",
          "garage",
          "harbour",
          "intranet",
          "journal",
          "kitchen");

  private static final List<Kind> KINDS =
      List.of(
          new Kind("production", Status.RUNNING, List.of(web(2, "L"), worker(1, "M"))),
          new Kind("staging", Status.RUNNING, List.of(web(1, "M"), worker(1, "S"))),
          new Kind("pr42", Status.STOPPED, List.of(web(0, "S"))),
          new Kind("workers", Status.RUNNING, List.of(web(0, "M"), worker(2, "XL"))),
          new Kind("api-staging", Status.RUNNING, List.of(web(1, "L"), clock(1, "S"))),
          new Kind("demo-app", Status.STOPPED, List.of(web(0, "S"), worker(0, "S"))),
          new Kind("next", Status.NEW, List.of(web(1, "M"))),
          new Kind("legacy", Status.CRASHED, List.of(web(1, "M"))));

  private SampleFleet() {}

  /** The app of that number, always the same. */
  static HostedApp app(int number, EmulatorSettings settings) {
    Kind kind = KINDS.get(number % KINDS.size());
    int round = number / KINDS.size() / CUSTOMERS.size();
    String customer = CUSTOMERS.get(number / KINDS.size() % CUSTOMERS.size());
    String sample = customer + (round == 0 ? "" : String.valueOf(round + 1)) + "-" + kind.suffix();
    String name = settings.name(number, sample);
    String id = String.format(Locale.ROOT, "5343eccd%016x", number + 1);
    HostedApp app = new HostedApp(id, name, kind.status(), settings.clock().instant());
    kind.formation().forEach(type -> app.formation.put(type.name(), type));
    if (kind.suffix().equals("production")) {
      app.autoscalers.add(
          new Wire.Autoscaler("as-" + (number + 1), id, HostedApp.WEB, "cpu", 0.8, 2, 6, false));
      app.canonicalDomain = "www." + customer + (round == 0 ? "" : round + 1) + ".example.org";
    }
    if (kind.status() != Status.NEW) {
      app.addons.add(
          new Wire.Addon(
              "ad-" + (number + 1),
              id,
              "running",
              name.replace('-', '_') + "_db",
              new Wire.Plan("pl-1", "postgresql-starter-512")));
    }
    return app;
  }

  private static Wire.Container web(int amount, String size) {
    return new Wire.Container(HostedApp.WEB, amount, size, "java -jar app.jar");
  }

  private static Wire.Container worker(int amount, String size) {
    return new Wire.Container("worker", amount, size, "java -jar worker.jar");
  }

  private static Wire.Container clock(int amount, String size) {
    return new Wire.Container("clock", amount, size, "java -jar clock.jar");
  }

  private record Kind(String suffix, Status status, List<Wire.Container> formation) {}
}
