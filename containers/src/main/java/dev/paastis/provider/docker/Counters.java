// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.docker;

import com.github.dockerjava.api.model.CpuStatsConfig;
import com.github.dockerjava.api.model.CpuUsageConfig;
import com.github.dockerjava.api.model.StatisticNetworksConfig;
import com.github.dockerjava.api.model.Statistics;
import dev.paastis.provider.Call;
import dev.paastis.provider.Work;
import dev.paastis.provider.Work.Used;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What the containers of an app have used so far. Bytes are those of a container's own networks; on
 * the machine's network an engine counts none.
 *
 * @param engine asked
 */
record Counters(Engine engine) {
  Work of(ContainerApp app, Call call) throws Trouble {
    Map<String, Used> parts = new ConcurrentHashMap<>();
    List<Member> up = app.members().stream().filter(Member::isUp).toList();
    Together.each(
        up, member -> parts.put(member.life(), used(member, engine.counters(member, call))));
    return new Work(parts);
  }

  private static Used used(Member member, Statistics told) throws Trouble {
    Long nanos =
        Optional.ofNullable(told.getCpuStats())
            .map(CpuStatsConfig::getCpuUsage)
            .map(CpuUsageConfig::getTotalUsage)
            .orElse(null);
    if (nanos == null) {
      throw Trouble.unknown(
          "the engine does not count what container '" + member.name() + "' uses");
    }
    return new Used(Duration.ofNanos(nanos), sent(told.getNetworks()));
  }

  private static long sent(@Nullable Map<String, StatisticNetworksConfig> networks) {
    return networks == null
        ? 0
        : networks.values().stream()
            .map(StatisticNetworksConfig::getTxBytes)
            .filter(Objects::nonNull)
            .mapToLong(Long::longValue)
            .sum();
  }
}
