// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.emulator;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * A platform's public router: passes requests on to the app of the {@code Host}, or shows the
 * platform's own page while the app sleeps or boots.
 */
public final class Router implements AutoCloseable {
  /** Clients that must find this machine by name put {@code .localhost} after the host. */
  private static final Pattern LOCAL_ADDRESS = Pattern.compile("(\\.localhost)?(:\\d+)?$");

  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private final Endpoint endpoint;
  private final HttpClient client = HttpClient.newHttpClient();
  private final Function<String, Front> fronts;

  private Router(Function<String, Front> fronts) {
    this.fronts = fronts;
    this.endpoint = Endpoint.on(0, new Faults()).otherwise(this::pass).start();
  }

  /**
   * Starts a router.
   *
   * @param fronts what stands behind a host name, in lower case, without port and {@code
   *     .localhost}
   */
  public static Router start(Function<String, Front> fronts) {
    return new Router(fronts);
  }

  /** What stands behind a host name. */
  public sealed interface Front {
    /**
     * An app that listens.
     *
     * @param port on loopback
     */
    record Up(int port) implements Front {}

    /**
     * The platform's own page.
     *
     * @param answer as the vendor's router gives it
     */
    record Page(Answer answer) implements Front {}
  }

  /** Its address. */
  public URI uri() {
    return endpoint.uri();
  }

  @Override
  public void close() {
    endpoint.close();
    client.close();
  }

  private Answer pass(Call call) {
    String host =
        LOCAL_ADDRESS
            .matcher(call.header("Host").orElse("").toLowerCase(Locale.ROOT))
            .replaceFirst("");
    return switch (fronts.apply(host)) {
      case Front.Page(Answer page) -> page;
      case Front.Up(int port) -> forward(call, port);
    };
  }

  private Answer forward(Call call, int port) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + call.path()))
            .timeout(TIMEOUT)
            .method(call.method(), HttpRequest.BodyPublishers.ofString(call.body()))
            .build();
    try {
      HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
      String type = response.headers().firstValue("Content-Type").orElse("text/plain");
      Answer answer =
          new Answer(response.statusCode(), Map.of("Content-Type", type), response.body());
      return response
          .headers()
          .firstValue(ListeningApp.BOUND_AT)
          .map(boundAt -> answer.with(ListeningApp.BOUND_AT, boundAt))
          .orElse(answer);
    } catch (IOException e) {
      return Answer.text(502, "the app does not answer");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Answer.text(503, "the router is stopping");
    }
  }
}
