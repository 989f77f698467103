// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.console;

import dev.paastis.app.EventLog;
import dev.paastis.pause.Outlook;
import dev.paastis.policy.PolicyBook;
import dev.paastis.savings.Ledger;
import dev.paastis.server.rest.AppFinder;
import dev.paastis.server.rest.AppViews;
import dev.paastis.server.rest.EventFeed;
import dev.paastis.server.rest.EventPages;
import dev.paastis.server.rest.EventViews;
import dev.paastis.server.rest.ExplanationViews;
import java.time.Duration;
import java.time.InstantSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.CacheControl;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.resource.ResourceUrlEncodingFilter;
import org.springframework.web.servlet.resource.VersionResourceResolver;
import tools.jackson.databind.json.JsonMapper;

/** The console. Expects what the REST API provides, and an {@link Outlook}. */
@Configuration(proxyBeanMethods = false)
@Import({
  HomeController.class,
  AppPageController.class,
  EventsPageController.class,
  ConsoleActionController.class,
  SignInController.class
})
public final class ConsoleConfiguration {
  private static final CacheControl LONG =
      CacheControl.maxAge(Duration.ofDays(365)).cachePublic().immutable();

  @Bean
  Fleet consoleFleet(
      AppFinder apps, AppViews views, Ledger ledger, PolicyBook book, InstantSource clock) {
    return new Fleet(apps, views, ledger, book, clock);
  }

  @Bean
  Prospects consoleProspects(
      Outlook outlook, EventViews events, PolicyBook book, InstantSource clock) {
    return new Prospects(outlook, new ExplanationViews(events), book, clock);
  }

  @Bean
  Feed consoleFeed(EventPages pages) {
    return new Feed(pages);
  }

  @Bean
  LiveStream liveStream(
      AppFinder apps, AppViews views, EventLog log, EventViews events, EventFeed feed) {
    return new LiveStream(apps, views, log, events, feed);
  }

  @Bean
  LiveController liveController(LiveStream stream, JsonMapper json) {
    return new LiveController(stream, json);
  }

  /** Used by the templates. */
  @Bean
  Words words(InstantSource clock) {
    return new Words(clock);
  }

  /** Used by the templates. */
  @Bean
  Webjars webjars() {
    return new Webjars();
  }

  /** Lets templates name the files of the console by their content, so that they can be cached. */
  @Bean
  ResourceUrlEncodingFilter resourceUrlEncodingFilter() {
    return new ResourceUrlEncodingFilter();
  }

  @Bean
  WebMvcConfigurer consoleResources() {
    return new WebMvcConfigurer() {
      @Override
      public void addResourceHandlers(ResourceHandlerRegistry registry) {
        registry
            .addResourceHandler("/webjars/**")
            .addResourceLocations("classpath:/META-INF/resources/webjars/")
            .setCacheControl(LONG);
        registry
            .addResourceHandler("/assets/**")
            .addResourceLocations("classpath:/static/assets/")
            .setCacheControl(LONG)
            .resourceChain(true)
            .addResolver(new VersionResourceResolver().addContentVersionStrategy("/**"));
      }
    };
  }
}
