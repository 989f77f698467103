// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.emulator.platformsh;

import dev.paastis.emulator.Bill;
import dev.paastis.emulator.EmulatorSettings;
import dev.paastis.emulator.EmulatorSettings.Pace;
import dev.paastis.emulator.Timeline;
import dev.paastis.emulator.platformsh.Environment.Status;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * Carries activities out: at most two at a time in a project, one per environment, production
 * first. Its callers hold the {@link World}.
 */
final class Operations {
  private static final int AT_ONCE = 2;
  private static final int ACTIVITIES_KEPT = 200;

  /** Standard plan, 50 USD a month of 720 hours, whatever is paused. */
  private static final BigDecimal FIXED_PLAN_PER_HOUR =
      BigDecimal.valueOf(50).divide(BigDecimal.valueOf(720), 12, RoundingMode.HALF_UP);

  /** An own assumption: the vendor's unit prices of the flexible plan are not known. */
  private static final BigDecimal CPU_PER_HOUR = new BigDecimal("0.05");

  /** An own assumption, too. Storage is charged while paused. */
  private static final BigDecimal GIGABYTE_PER_HOUR = new BigDecimal("0.0005");

  private static final double MEGABYTES = 1024;

  private final World world;
  private final Timeline timeline;
  private final Pace pace;
  private final InstantSource clock;
  private final Bill bill;
  private final Integrations integrations;
  private long sequence;

  Operations(
      World world,
      EmulatorSettings settings,
      Timeline timeline,
      Bill bill,
      Integrations integrations) {
    this.world = world;
    this.timeline = timeline;
    this.pace = settings.pace();
    this.clock = settings.clock();
    this.bill = bill;
    this.integrations = integrations;
  }

  Activity pause(Environment environment) {
    return order("environment.pause", environment);
  }

  Activity resume(Environment environment) {
    return order("environment.resume", environment);
  }

  Activity deactivate(Environment environment) {
    return order("environment.deactivate", environment);
  }

  /** A deployment, which also resumes what is paused. */
  Activity deploy(String type, Environment environment) {
    return order(type, environment);
  }

  /** Charges an environment by how it is now. */
  void charge(Environment environment) {
    if (environment.project.fixedPlan) {
      bill.price(environment.project.id, FIXED_PLAN_PER_HOUR);
      return;
    }
    boolean runs = environment.status == Status.ACTIVE;
    double cpu = environment.deployment.all().mapToDouble(c -> c.cpu() * c.instances()).sum();
    double gigabytes =
        environment.deployment.all().mapToInt(Container::diskMegabytes).sum() / MEGABYTES;
    bill.price(
        environment.ref(), runs ? CPU_PER_HOUR.multiply(BigDecimal.valueOf(cpu)) : BigDecimal.ZERO);
    bill.price(
        environment.ref() + "/storage",
        environment.status == Status.INACTIVE
            ? BigDecimal.ZERO
            : GIGABYTE_PER_HOUR.multiply(BigDecimal.valueOf(gigabytes)));
  }

  private Activity order(String type, Environment environment) {
    Activity activity = new Activity("act" + ++sequence, type, environment, clock.instant());
    Project project = environment.project;
    project.activities.addFirst(activity);
    integrations.tell(activity);
    forgetOld(project);
    beginNext(project);
    return activity;
  }

  private static void forgetOld(Project project) {
    Iterator<Activity> oldest = project.activities.descendingIterator();
    int surplus = project.activities.size() - ACTIVITIES_KEPT;
    while (surplus > 0 && oldest.hasNext()) {
      if (!oldest.next().unfinished()) {
        oldest.remove();
      }
      surplus--;
    }
  }

  private void beginNext(Project project) {
    Optional<Activity> next = next(project);
    while (next.isPresent()) {
      Activity activity = next.get();
      activity.state = Activity.State.IN_PROGRESS;
      activity.startedAt = clock.instant();
      integrations.tell(activity);
      timeline.after(duration(activity), () -> finish(activity));
      next = next(project);
    }
  }

  private static Optional<Activity> next(Project project) {
    List<Environment> underWay =
        project.activities.stream()
            .filter(a -> a.state == Activity.State.IN_PROGRESS)
            .map(a -> a.environment)
            .toList();
    if (underWay.size() >= AT_ONCE) {
      return Optional.empty();
    }
    return project.activities.reversed().stream()
        .filter(a -> a.state == Activity.State.PENDING && !underWay.contains(a.environment))
        .min(Comparator.comparing(a -> a.environment.type)); // production comes first, then age
  }

  private Duration duration(Activity activity) {
    return switch (activity.type) {
      case "environment.pause", "environment.deactivate" -> pace.stop();
      default -> pace.start();
    };
  }

  private void finish(Activity activity) {
    synchronized (world) {
      Environment environment = activity.environment;
      activity.state = Activity.State.COMPLETE;
      activity.completedAt = clock.instant();
      if (world.find(environment.project.id, environment.id).isPresent()) {
        switch (activity.type) {
          case "environment.pause" -> rest(environment, Status.PAUSED);
          case "environment.deactivate" -> rest(environment, Status.INACTIVE);
          default -> deployed(activity, environment);
        }
        charge(environment);
      }
      integrations.tell(activity);
      beginNext(environment.project);
    }
  }

  private static void rest(Environment environment, Status status) {
    environment.status = status;
    environment.silence();
  }

  private void deployed(Activity activity, Environment environment) {
    environment.status = Status.ACTIVE;
    environment.deployedAt = clock.instant();
    environment.lastDeploymentSuccessful = !environment.failsToStart;
    if (environment.failsToStart) {
      environment.silence();
      activity.failure = "The application 'app' failed to start.";
    } else {
      timeline.after(pace.boot(), () -> booted(environment));
    }
  }

  private void booted(Environment environment) {
    synchronized (world) {
      environment.booted = environment.status == Status.ACTIVE;
      if (environment.booted) {
        var _ = environment.port(clock);
      }
    }
  }
}
