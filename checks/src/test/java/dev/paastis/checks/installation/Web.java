// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.checks.installation;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** HTTP/1.1 as a program speaks it, not a browser: no cookies, no redirects, no {@code Accept}. */
public final class Web {
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private static final HttpClient CLIENT =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(10))
          .build();

  private Web() {}

  /** The client, for what is not a plain request. */
  public static HttpClient client() {
    return CLIENT;
  }

  /** A request to be completed. */
  public static HttpRequest.Builder to(URI address) {
    return HttpRequest.newBuilder(address).timeout(PATIENCE);
  }

  /** Reads a page. */
  public static HttpResponse<String> get(URI address) throws IOException {
    return send(to(address).build());
  }

  /** Sends a request and reads the whole answer. */
  public static HttpResponse<String> send(HttpRequest request) throws IOException {
    try {
      return CLIENT.send(request, BodyHandlers.ofString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
