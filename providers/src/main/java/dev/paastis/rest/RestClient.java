// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.rest;

import dev.paastis.schedule.Deadline;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;

/**
 * Sends requests to one vendor's API. Calls block, end by their deadline and never throw for what a
 * network may do. Redirects are not followed: a credential goes only where it was meant to. Safe
 * for use by many threads.
 */
public final class RestClient implements AutoCloseable {
  private static final Duration CONNECT = Duration.ofSeconds(10);

  private final HttpClient client;
  private final URI base;

  /** A client of that base address, for example {@code https://api.example.com}. */
  public RestClient(URI base) {
    this.base = base;
    this.client =
        HttpClient.newBuilder()
            .connectTimeout(CONNECT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
  }

  /** Sends a request and waits for its answer. */
  public RestReply send(RestRequest request, Deadline deadline) {
    Duration left = deadline.remaining(); // asked once: a client takes no timeout of zero
    if (left.isZero()) {
      return new RestReply.Lost("no time was left for " + request);
    }
    try {
      HttpResponse<String> response =
          client.send(httpRequest(request, left), HttpResponse.BodyHandlers.ofString());
      return new RestReply.Answered(response.statusCode(), response.headers(), response.body());
    } catch (HttpTimeoutException e) {
      return new RestReply.Lost(request + " was not answered in time");
    } catch (IOException e) {
      return new RestReply.Lost(request + " was cut off: " + e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new RestReply.Lost(request + " was interrupted");
    }
  }

  @Override
  public void close() {
    client.shutdownNow();
  }

  private HttpRequest httpRequest(RestRequest request, Duration timeout) {
    HttpRequest.BodyPublisher body =
        request.body().isEmpty()
            ? HttpRequest.BodyPublishers.noBody()
            : HttpRequest.BodyPublishers.ofString(request.body());
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(URI.create(base + request.path()))
            .timeout(timeout)
            .method(request.method(), body);
    request.headers().forEach(builder::header);
    return builder.build();
  }
}
