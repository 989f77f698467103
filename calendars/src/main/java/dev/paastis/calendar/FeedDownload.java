// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.calendar;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Asks a feed over HTTP, bounded in time, size and redirects. */
final class FeedDownload {
  /** How large a feed may be, in bytes. */
  static final int LARGEST = 2 * 1024 * 1024;

  private static final int MOST_REDIRECTS = 5;

  private final Duration timeout;
  private final Predicate<URI> allowed;

  FeedDownload(Duration timeout, Predicate<URI> allowed) {
    this.timeout = timeout;
    this.allowed = allowed;
  }

  /**
   * The feed's new copy, or null where the one that is there is still good.
   *
   * @throws IOException if there is none, with what is wrong
   */
  @Nullable FeedCopy get(URI address, @Nullable FeedCopy kept) throws IOException {
    // Feeds are asked rarely: between, there is no client with threads of its own.
    HttpClient client =
        HttpClient.newBuilder()
            .connectTimeout(timeout)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
    try {
      return get(client, address, kept);
    } finally {
      client.shutdownNow();
    }
  }

  private @Nullable FeedCopy get(HttpClient client, URI address, @Nullable FeedCopy kept)
      throws IOException {
    URI at = address;
    for (int hop = 0; hop <= MOST_REDIRECTS; hop++) {
      HttpResponse<byte[]> answer = ask(client, at, kept);
      switch (answer.statusCode()) {
        case 200 -> {
          return copy(answer);
        }
        case 304 -> {
          return null;
        }
        case 301, 302, 303, 307, 308 -> at = next(at, answer);
        default -> throw new IOException("it answers " + answer.statusCode());
      }
    }
    throw new IOException("it redirects more than " + MOST_REDIRECTS + " times");
  }

  private HttpResponse<byte[]> ask(HttpClient client, URI at, @Nullable FeedCopy kept)
      throws IOException {
    if (!allowed.test(at)) {
      throw new IOException(FeedAddress.told(at) + " is not allowed to be asked");
    }
    HttpRequest.Builder request = HttpRequest.newBuilder(at).header("Accept", "text/calendar");
    if (kept != null && !kept.etag().isEmpty()) {
      request.header("If-None-Match", kept.etag());
    }
    if (kept != null && !kept.lastModified().isEmpty()) {
      request.header("If-Modified-Since", kept.lastModified());
    }
    return within(
        client.sendAsync(
            request.build(), BodyHandlers.limiting(BodyHandlers.ofByteArray(), LARGEST)));
  }

  /** The whole exchange counts, so that a body that trickles in ends as well. */
  private HttpResponse<byte[]> within(CompletableFuture<HttpResponse<byte[]>> answer)
      throws IOException {
    try {
      return answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new IOException("it did not answer within " + timeout.toSeconds() + " s", e);
    } catch (ExecutionException e) {
      throw new IOException("it cannot be read: " + e.getCause(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("reading it was interrupted", e);
    } finally {
      answer.cancel(true);
    }
  }

  private static URI next(URI at, HttpResponse<?> answer) throws IOException {
    String location = answer.headers().firstValue("Location").orElse("");
    URI next;
    try {
      next = at.resolve(location);
    } catch (IllegalArgumentException e) {
      throw new IOException("it redirects to what is no URL", e);
    }
    if (!FeedAddress.permitted(next) || !FeedAddress.mayRedirect(at, next)) {
      throw new IOException(
          "it redirects to " + FeedAddress.told(next) + ", which is not followed");
    }
    return next;
  }

  private static FeedCopy copy(HttpResponse<byte[]> answer) {
    return new FeedCopy(
        answer.headers().firstValue("ETag").orElse(""),
        answer.headers().firstValue("Last-Modified").orElse(""),
        new String(answer.body(), StandardCharsets.UTF_8));
  }
}
