// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.testing;

import dev.paastis.app.AppDirectory;
import dev.paastis.app.Cause;
import dev.paastis.app.StateName;
import dev.paastis.app.TrackedApp;
import dev.paastis.schedule.Ticker;
import dev.paastis.server.access.Access;
import dev.paastis.server.access.BrowserSessions;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.springframework.boot.SpringApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The fleet on a fixed port, moving by itself, for looking at the console while working on it. */
@Configuration(proxyBeanMethods = false)
@Import(FleetWiring.class)
class FleetServer {
  /** Starts it; arguments are Spring's, for example {@code --server.port=19080}. */
  public static void main(String... args) throws InterruptedException {
    var context = SpringApplication.run(FleetServer.class, args);
    move(context.getBean(FakeEngine.class), context.getBean(AppDirectory.class));
  }

  private static void move(FakeEngine engine, AppDirectory directory) throws InterruptedException {
    Random random = new Random(3);
    Cause request =
        new Cause(
            Cause.Kind.REQUEST,
            "GET /orders from 192.0.2.7",
            Map.of("address", "192.0.2.7", "agent", "Mozilla/5.0 (X11; Linux x86_64) Firefox/146"));
    while (true) {
      List<TrackedApp> apps = directory.all();
      TrackedApp app = apps.get(random.nextInt(apps.size()));
      if (app.state().name() == StateName.ASLEEP && random.nextInt(3) == 0) {
        Thread.ofVirtual().start(() -> engine.wake(app.id(), request));
      } else if (app.state().name() == StateName.AWAKE && random.nextInt(6) == 0) {
        Cause idle = Cause.of(Cause.Kind.IDLE, "idle for 15m");
        Thread.ofVirtual().start(() -> engine.sleep(app.id(), idle));
      } else if (app.state().name() == StateName.AWAKE) {
        engine.touch(app.id());
      }
      Ticker.system().pause(Duration.ofSeconds(2));
    }
  }

  @Bean
  @Order(0)
  SecurityFilterChain anybody(HttpSecurity http) throws Exception {
    return http.securityMatcher("/test-sign-in").build();
  }

  /** Signs anybody in; only here. */
  @Controller
  static final class Door {
    private final Access access;
    private final BrowserSessions sessions;

    Door(Access access, BrowserSessions sessions) {
      this.access = access;
      this.sessions = sessions;
    }

    @GetMapping("/test-sign-in")
    String enter(
        @RequestParam String to, HttpServletRequest request, HttpServletResponse response) {
      sessions.open(access.createSignInCode(Access.LINK_LIFETIME).text(), request, response);
      return "redirect:" + to;
    }
  }
}
