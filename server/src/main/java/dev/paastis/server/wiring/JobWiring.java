// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.wiring;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import dev.paastis.server.job.DiscoveryJob;
import dev.paastis.server.job.HousekeepingJob;
import dev.paastis.server.job.StaleJob;
import dev.paastis.store.Store;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Executors;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Work that one engine does for all, on a durable, clustered schedule. */
@Configuration(proxyBeanMethods = false)
final class JobWiring {
  private static final Duration DISCOVERY_EVERY = Duration.ofSeconds(5);
  private static final Duration HOUSEKEEPING_EVERY = Duration.ofHours(1);
  private static final Duration STALE_EVERY = Duration.ofHours(1);

  @Bean
  DiscoveryJob discoveryJob(EngineRunner engine) {
    return new DiscoveryJob(engine::discover);
  }

  @Bean
  HousekeepingJob housekeepingJob(Store store, InstantSource clock) {
    return new HousekeepingJob(store.idempotency()::purge, store::purgeBuckets, clock);
  }

  @Bean
  ScheduledJobs scheduledJobs(
      Store store, DiscoveryJob discovery, HousekeepingJob housekeeping, StaleJob stale) {
    List<RecurringTask<?>> tasks =
        List.of(
            recurring("discovery", DISCOVERY_EVERY, discovery),
            recurring("housekeeping", HOUSEKEEPING_EVERY, housekeeping),
            recurring("stale", STALE_EVERY, stale));
    return new ScheduledJobs(
        Scheduler.create(store.dataSource())
            .startTasks(tasks)
            .threads(tasks.size())
            .executorService(Executors.newVirtualThreadPerTaskExecutor())
            .pollingInterval(Duration.ofSeconds(2))
            .shutdownMaxWait(Duration.ofSeconds(5))
            .build());
  }

  private static RecurringTask<Void> recurring(String name, Duration every, Runnable job) {
    return Tasks.recurring(name, FixedDelay.of(every)).execute((_, _) -> job.run());
  }
}
