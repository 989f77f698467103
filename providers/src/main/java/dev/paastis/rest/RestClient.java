// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.rest;

import dev.paastis.provider.ApiBudget;
import dev.paastis.provider.ApiLimit;
import dev.paastis.provider.Call;
import java.io.IOException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Sends requests to one vendor's API. Calls block, end by their call and never throw for what a
 * network may do. Redirects are not followed: a credential goes only where it was meant to. An
 * answer counts once it is there in full, of bounded size. Safe for use by many threads.
 */
public final class RestClient implements AutoCloseable {
  private static final Duration CONNECT = Duration.ofSeconds(10);

  /** No vendor's own router waits longer; later nobody answers. */
  private static final Duration EXCHANGE = Duration.ofSeconds(30);

  /** Ten thousand apps with all that is told of them take a few MiB. */
  static final int LARGEST_ANSWER_BYTES = 16 << 20;

  private static final HttpResponse.BodyHandler<String> BOUNDED_TEXT =
      HttpResponse.BodyHandlers.limiting(
          HttpResponse.BodyHandlers.ofString(), LARGEST_ANSWER_BYTES);

  private final HttpClient client;
  private final URI base;
  private final Metering metering;

  /** A client of that base address, for example {@code https://api.example.com}. */
  public RestClient(URI base, Metering metering) {
    this.base = base;
    this.metering = metering;
    this.client =
        HttpClient.newBuilder()
            .connectTimeout(CONNECT)
            .version(version(base))
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
  }

  /** In the clear, HTTP/2 would be asked for by an upgrade, which small servers stumble over. */
  private static HttpClient.Version version(URI base) {
    return "https".equalsIgnoreCase(base.getScheme())
        ? HttpClient.Version.HTTP_2
        : HttpClient.Version.HTTP_1_1;
  }

  /**
   * Sends a request when its turn has come, and waits for its answer. A request refused as one too
   * many was not carried out: it is sent again when the vendor allows, if there is time.
   */
  public RestReply send(RestRequest request, Call call) {
    List<ApiLimit> limits = metering.limits().apply(request);
    RestReply reply = null;
    try {
      while (true) {
        Optional<Duration> pause = admit(limits, call);
        if (pause.isPresent()) {
          return reply == null ? new RestReply.NotSent(request.toString(), pause.get()) : reply;
        }
        reply = exchange(request, call.atMost(EXCHANGE));
        if (!refusedForNow(reply, limits)) {
          return reply;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return reply == null ? new RestReply.Lost(request + " was interrupted") : reply;
    }
  }

  /** Empty once every limit has let it pass. */
  private Optional<Duration> admit(List<ApiLimit> limits, Call call) throws InterruptedException {
    for (ApiLimit limit : limits) {
      Duration pause = metering.budget().admit(limit, call);
      if (pause != null) {
        return Optional.of(pause);
      }
    }
    return Optional.empty();
  }

  private boolean refusedForNow(RestReply reply, List<ApiLimit> limits) {
    if (!(reply instanceof RestReply.Answered answered)) {
      return false;
    }
    ApiBudget.Reading reading = metering.reading().apply(answered);
    if (!reading.saysNothing()) {
      limits.forEach(limit -> metering.budget().learn(limit, reading));
    }
    return reading.exhausted() && !limits.isEmpty() && metering.budget().paces();
  }

  private RestReply exchange(RestRequest request, Duration left) {
    if (left.isZero()) { // a client takes no timeout of zero
      return new RestReply.Lost("no time was left for " + request);
    }
    FutureTask<HttpResponse<String>> answer = begin(httpRequest(request, left));
    try {
      HttpResponse<String> response = answer.get(left.toNanos(), TimeUnit.NANOSECONDS);
      return new RestReply.Answered(response.statusCode(), response.headers(), response.body());
    } catch (TimeoutException e) { // the client's own ends with the head: the body came too slowly
      return new RestReply.Lost(request + " was not answered in full in time");
    } catch (ExecutionException e) {
      return lost(request, Objects.requireNonNullElse(e.getCause(), e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new RestReply.Lost(request + " was interrupted");
    } finally {
      answer.cancel(true);
    }
  }

  /**
   * On a thread of its own: what the client sends asynchronously ends in the pool that all of the
   * process share, and whoever blocks that would hold up every vendor's answers.
   */
  private FutureTask<HttpResponse<String>> begin(HttpRequest request) {
    FutureTask<HttpResponse<String>> answer =
        new FutureTask<>(() -> {
          checkAddress();
          return client.send(request, BOUNDED_TEXT);
        });
    Thread.ofVirtual().name("request to " + base.getHost()).start(answer);
    return answer;
  }

  /**
   * Right before the client connects, which takes the addresses that were just found: the JDK keeps
   * them for some seconds, so that a name which leads elsewhere a moment later gains nothing.
   */
  private void checkAddress() throws IOException {
    switch (metering.budget().addresses().judge(base)) {
      case ALLOWED -> {}
      case REFUSED -> throw new OutOfBoundsException();
      case UNKNOWN -> throw new UnknownHostException(base.getHost());
    }
  }

  private static RestReply lost(RestRequest request, Throwable cause) {
    return switch (cause) {
      case OutOfBoundsException _ -> new RestReply.OutOfBounds();
      case HttpTimeoutException _ -> new RestReply.Lost(request + " was not answered in time");
      default -> new RestReply.Lost(request + " was cut off: " + cause);
    };
  }

  /** Nothing was sent. */
  private static final class OutOfBoundsException extends IOException {
    private static final long serialVersionUID = 1;
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
