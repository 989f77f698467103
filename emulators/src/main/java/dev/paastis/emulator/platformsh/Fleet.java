// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.emulator.platformsh;

import dev.paastis.emulator.EmulatorSettings;
import dev.paastis.emulator.platformsh.Environment.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** The projects of a small agency, with as many deployed non-production environments as asked. */
final class Fleet {
  /** Enough environments per project that a large fleet has a few hundred projects. */
  private static final int PROJECTS_BEFORE_THEY_GROW = 40;

  private static final int SMALLEST_PROJECT = 5;
  private static final int LARGEST_PROJECT = 50;
  private static final Duration AGE = Duration.ofDays(400);

  private static final List<String> TITLES =
      List.of("Shop", "Museum", "Bakery", "Clinic", "Booking", "Intranet", "Newsroom", "Festival");
  private static final List<String> REGIONS =
      List.of("eu-5.platform.sh", "fr-3.platform.sh", "us-2.platform.sh");
  private static final List<String> ENVIRONMENTS =
      List.of("staging", "develop", "pr-42", "feat/checkout", "demo");

  private final World world;
  private final EmulatorSettings settings;
  private final Instant createdAt;

  private Fleet(World world, EmulatorSettings settings) {
    this.world = world;
    this.settings = settings;
    this.createdAt = settings.clock().instant().minus(AGE);
  }

  static void settle(World world, EmulatorSettings settings) {
    new Fleet(world, settings).settle(settings.apps());
  }

  private void settle(int apps) {
    int fair = (apps + PROJECTS_BEFORE_THEY_GROW - 1) / PROJECTS_BEFORE_THEY_GROW;
    int perProject = Math.clamp(fair, SMALLEST_PROJECT, LARGEST_PROJECT);
    int left = apps;
    for (int i = 0; left > 0; i++) {
      int count = Math.min(left, perProject);
      settleProject(i, count);
      left -= count;
    }
  }

  private void settleProject(int index, int count) {
    int round = index / TITLES.size();
    String sample = TITLES.get(index % TITLES.size()) + (round == 0 ? "" : " " + (round + 1));
    String title = settings.name(index, sample);
    String region = REGIONS.get(index % REGIONS.size());
    String id = "p" + Integer.toString(index * 7919 + 1_000_003, 36) + "xq";
    Project project = new Project(id, title, region, index % 3 == 2, createdAt);
    world.projects.put(id, project);
    world.add(
        new Environment(
            project, "main", Environment.Type.PRODUCTION, Status.ACTIVE, stack(index, "L")));
    for (int i = 0; i < count; i++) {
      world.add(environment(project, index, i));
    }
    if (index % 2 == 1) {
      Deployment none = new Deployment(List.of(), List.of(), List.of());
      world.add(
          new Environment(
              project, "old-idea", Environment.Type.DEVELOPMENT, Status.INACTIVE, none));
    }
  }

  private static Environment environment(Project project, int index, int i) {
    String id = i < ENVIRONMENTS.size() ? ENVIRONMENTS.get(i) : "pr-" + (95 + i);
    Environment.Type type = i == 0 ? Environment.Type.STAGING : Environment.Type.DEVELOPMENT;
    boolean paused = (index + i) % 4 == 3;
    return new Environment(
        project,
        id,
        type,
        paused ? Status.PAUSED : Status.ACTIVE,
        stack(index, i == 0 ? "M" : "S"));
  }

  /** Sizes and CPU shares as in the vendor's table of container sizes. */
  private static Deployment stack(int index, String size) {
    double cpu = size.equals("L") ? 1.2 : 0.4;
    Container app =
        new Container("app", index % 2 == 0 ? "php:8.3" : "nodejs:22", size, cpu, 1, 512);
    Container queue = new Container("queue", app.type(), "S", 0.4, 1 + index % 2, 256);
    Container db = new Container("db", "postgresql:17", "S", 0.25, 1, 1024);
    return new Deployment(List.of(app), index % 3 == 0 ? List.of(queue) : List.of(), List.of(db));
  }
}
