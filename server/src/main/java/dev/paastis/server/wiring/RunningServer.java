// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.wiring;

import dev.paastis.gateway.GatewayServer;
import dev.paastis.pause.IdleWatch;
import dev.paastis.pause.MorningWatch;
import dev.paastis.server.access.Access;
import dev.paastis.server.job.StaleJob;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/** A server that serves: gateway, engine, console and API in this process. */
public final class RunningServer implements AutoCloseable {
  private final ConfigurableApplicationContext context;
  private final Installation installation;
  private final String consoleUrl;
  private final int gatewayPort;
  private final String domain;

  private RunningServer(
      ConfigurableApplicationContext context, Installation installation, Launch launch) {
    this.context = context;
    this.installation = installation;
    String port = context.getEnvironment().getRequiredProperty("local.server.port");
    this.consoleUrl = "http://localhost:" + port;
    this.gatewayPort =
        launch.ports().listens()
            ? context.getBean(GatewayServer.class).port()
            : launch.ports().gateway();
    this.domain = launch.configuration().gateway().domain();
  }

  /** Starts everything and returns when requests are served. */
  public static RunningServer start(Launch launch, Map<String, String> environment) {
    // The database starts while Spring reads its own class path: both take about a second.
    CompletableFuture<Installation> opening =
        CompletableFuture.supplyAsync(
            () -> Installation.open(launch.home(), environment, launch.times().clock()));
    try {
      ConfigurableApplicationContext context = run(launch, opening);
      return new RunningServer(context, opening.join(), launch);
    } catch (RuntimeException e) {
      closeQuietly(opening);
      throw e;
    }
  }

  /** Address of the console. */
  public String consoleUrl() {
    return consoleUrl;
  }

  /** Port of the gateway. */
  public int gatewayPort() {
    return gatewayPort;
  }

  /** Port of the gateway for TLS; 0 when none is served. */
  public int tlsPort() {
    return context.getBean(GatewayServer.class).tlsPort();
  }

  /** Address of the gateway by TLS, without an app's name; empty when none is served. */
  public String secureUrl() {
    return tlsPort() == 0 ? "" : "https://<app>." + domain + ":" + tlsPort() + "/";
  }

  /** Address of the gateway, without an app's name. */
  public String gatewayUrl() {
    return "http://<app>." + domain + ":" + gatewayPort + "/";
  }

  /** A link that signs a browser in once. */
  public String signInLink() {
    return consoleUrl + context.getBean(Access.class).createSignInCode(Access.LINK_LIFETIME).path();
  }

  /** Leaves token and address in the data folder, where the command line finds them. */
  public void introduce() throws IOException {
    Path home = installation.home();
    FirstTokens.leaveIn(home, context.getBean(Access.class));
    Files.writeString(home.resolve("server.url"), consoleUrl + "\n");
  }

  /** Looks at once at everything that is due: for those who have set its clock. */
  public void catchUp() {
    Instant now = context.getBean(InstantSource.class).instant();
    var _ = context.getBean(IdleWatch.class).runDue(now);
    context.getBean(MorningWatch.class).refresh(now);
    var _ = context.getBean(MorningWatch.class).runDue(now);
    context.getBean(StaleJob.class).run();
  }

  @Override
  public void close() {
    context.close();
    installation.close();
  }

  private static ConfigurableApplicationContext run(
      Launch launch, CompletableFuture<Installation> opening) {
    SpringApplication application = new SpringApplication(ServerWiring.class);
    application.setBannerMode(Banner.Mode.OFF);
    application.setRegisterShutdownHook(false); // the command decides in which order things end
    application.setLogStartupInfo(false);
    application.setDefaultProperties(properties(launch));
    application.addInitializers(context -> {
      if (context instanceof GenericApplicationContext beans) {
        beans.registerBean(Launch.class, () -> launch);
        beans.registerBean(
            Installation.class,
            () -> joined(opening),
            definition -> definition.setDestroyMethodName(""));
      }
    });
    return application.run();
  }

  private static Installation joined(CompletableFuture<Installation> opening) {
    try {
      return opening.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  private static Map<String, Object> properties(Launch launch) {
    Map<String, Object> properties = new LinkedHashMap<>();
    properties.put("server.port", launch.ports().console());
    properties.put("spring.application.name", "paastis");
    properties.put("spring.lifecycle.timeout-per-shutdown-phase", "10s");
    properties.put("spring.main.lazy-initialization", "false");
    properties.put("logging.config", "classpath:logback.xml");
    properties.put("management.health.diskspace.enabled", "false"); // it looks at another folder
    return properties;
  }

  private static void closeQuietly(CompletableFuture<Installation> opening) {
    opening
        .handle((installation, failure) -> {
          if (installation != null) {
            installation.close();
          }
          return null;
        })
        .join();
  }
}
