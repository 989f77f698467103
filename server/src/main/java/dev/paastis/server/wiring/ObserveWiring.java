// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.wiring;

import dev.paastis.gateway.GatewayServer;
import dev.paastis.gateway.observe.AccessLog;
import dev.paastis.gateway.observe.Observation;
import dev.paastis.schedule.Ticker;
import dev.paastis.server.config.ConfigurationException;
import dev.paastis.server.config.Observing;
import dev.paastis.server.observe.GatewayCollector;
import dev.paastis.server.observe.OtlpSpans;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** How the gateway is observed. What writes and sends is closed after the gateway. */
@Configuration(proxyBeanMethods = false)
final class ObserveWiring {
  private static final Duration EVERY = Duration.ofSeconds(5);

  /** Ends what takes lines and spans, which a record does not do by itself. */
  record Outlets(@Nullable AccessLog log, @Nullable OtlpSpans spans) implements AutoCloseable {
    @Override
    public void close() {
      if (log != null) {
        log.close();
      }
      if (spans != null) {
        spans.close();
      }
    }
  }

  @Bean
  Outlets outlets(Launch launch, Ticker ticker) {
    Observing how = launch.configuration().gateway().observing();
    AccessLog log = how.log() == null ? null : opened(how.log(), ticker);
    return new Outlets(log, spans(how));
  }

  private static @Nullable OtlpSpans spans(Observing how) {
    return how.traces() == null ? null : new OtlpSpans(how.traces(), how.headers(), EVERY);
  }

  private static AccessLog opened(AccessLog.Target target, Ticker ticker) {
    try {
      return AccessLog.open(target, ticker);
    } catch (IOException e) {
      throw new ConfigurationException(
          List.of("gateway.access-log.file: %s cannot be written: %s".formatted(target.file(), e)));
    }
  }

  @Bean
  Observation observation(Launch launch, Outlets outlets) {
    Observing how = launch.configuration().gateway().observing();
    return new Observation(outlets.log(), outlets.spans(), how.percent() / 100.0, how.apps());
  }

  @Bean
  GatewayCollector gatewayCollector(GatewayServer gateway, PrometheusRegistry registry) {
    GatewayCollector collector = new GatewayCollector(gateway::figures);
    registry.register(collector);
    return collector;
  }
}
