// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.rest;

import dev.paastis.app.AppDirectory;
import dev.paastis.app.AppLifecycle;
import dev.paastis.app.EventLog;
import dev.paastis.pause.Gateways;
import dev.paastis.pause.Sleeps;
import dev.paastis.policy.PolicyBook;
import dev.paastis.server.access.DefaultSpace;
import dev.paastis.wake.WakeHistory;
import dev.paastis.wake.Wakes;
import java.time.Duration;
import java.time.InstantSource;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.jackson.autoconfigure.JsonMapperBuilderCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.PropertySource;
import org.springframework.web.servlet.HandlerExceptionResolver;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The REST API. Expects the core's ports, {@link IdempotencyKeys}, {@link GatewayAddress}, {@link
 * OwnProxy}, {@link DefaultSpace}, {@link StaleStates} and any number of {@link Check}s as beans.
 */
@Configuration(proxyBeanMethods = false)
@PropertySource("classpath:dev/paastis/server/rest/web.properties")
@Import({
  AppController.class,
  AppActionController.class,
  KeepController.class,
  EventController.class,
  SignInLinkController.class,
  DoctorController.class,
  ProxyController.class,
  ProblemMapper.class,
  ErrorPage.class
})
public final class RestConfiguration {
  private static final Duration HEARTBEAT = Duration.ofSeconds(15);

  /** Finds apps. */
  @Bean
  public AppFinder appFinder(AppDirectory directory) {
    return new AppFinder(directory);
  }

  /** Shows apps. */
  @Bean
  public AppViews appViews(
      Gateways gateways, Sleeps sleeps, WakeHistory history, AppViews.Setting setting) {
    return new AppViews(gateways, sleeps, history, setting);
  }

  /** What all views share. */
  @Bean
  public AppViews.Setting viewSetting(
      DefaultSpace space,
      GatewayAddress gateway,
      InstantSource clock,
      PolicyBook book,
      StaleStates stale) {
    return new AppViews.Setting(space, gateway, clock, book, stale);
  }

  /** Shows events. */
  @Bean
  public EventViews eventViews(AppDirectory directory) {
    return new EventViews(directory);
  }

  /** Pages of events. */
  @Bean
  public EventPages eventPages(EventLog log, EventViews views) {
    return new EventPages(log, views);
  }

  /** Acts on apps. */
  @Bean
  public AppActions appActions(AppLifecycle lifecycle, Wakes wakes, Sleeps sleeps) {
    return new AppActions(lifecycle, wakes, sleeps);
  }

  /**
   * Wakes the open streams; the wiring listens with it to the lifecycle and wraps the log in it.
   */
  @Bean
  public EventFeed eventFeed() {
    return new EventFeed();
  }

  @Bean
  EventStream eventStream(EventLog log, EventFeed feed, EventViews views, JsonMapper json) {
    return new EventStream(log, feed, views, json, HEARTBEAT);
  }

  @Bean
  FilterRegistrationBean<IdempotencyFilter> idempotencyFilter(
      IdempotencyKeys keys,
      InstantSource clock,
      @Qualifier("handlerExceptionResolver") HandlerExceptionResolver mapper) {
    var filter = new FilterRegistrationBean<>(new IdempotencyFilter(keys, mapper, clock));
    filter.addUrlPatterns("/api/*");
    return filter;
  }

  /** A mistyped property must not be taken for a missing one: a pin would have no end. */
  @Bean
  JsonMapperBuilderCustomizer strictBodies() {
    return json -> json.enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
  }

  @Bean
  ApiDocumentation apiDocumentation() {
    return new ApiDocumentation();
  }
}
