// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.notice.send;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Posts JSON. The whole exchange is bounded in time, the answer in size; redirects are not
 * followed, since they would lead a message to where nobody configured. An address may itself be a
 * credential, so nothing but its host is ever told. Safe for use by many threads.
 */
public final class HttpPost implements AutoCloseable {
  private static final Duration CONNECT_TIME = Duration.ofSeconds(5);
  private static final int ANSWER_BYTES = 16 * 1024;
  private static final String AGENT = "Paastis";

  private final HttpClient client;
  private final InstantSource clock;

  /** Posts with the JDK's own client and its trust. */
  public HttpPost(InstantSource clock) {
    this.clock = clock;
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(CONNECT_TIME)
            .build();
  }

  /** What came of it. */
  public sealed interface Answer {
    /**
     * An answer.
     *
     * @param body its beginning
     * @param retryAfter when it says to try again, {@code null} when it does not
     */
    record Answered(int status, String body, @Nullable Duration retryAfter) implements Answer {
      /** Whether it is a success. */
      public boolean ok() {
        return status / 100 == 2;
      }
    }

    /**
     * None.
     *
     * @param why for people
     */
    record Failed(String why) implements Answer {}
  }

  /** Posts a body; an answer that takes longer counts as none. */
  public Answer post(URI url, Map<String, String> headers, byte[] body, Duration time)
      throws InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(url)
            .header("Content-Type", "application/json; charset=utf-8")
            .header("User-Agent", AGENT)
            .POST(BodyPublishers.ofByteArray(body));
    headers.forEach(request::header);
    CompletableFuture<HttpResponse<byte[]>> answer =
        client.sendAsync(request.build(), _ -> new FirstBytes(ANSWER_BYTES));
    try {
      return answered(answer.get(time.toMillis(), TimeUnit.MILLISECONDS));
    } catch (TimeoutException _) {
      return new Answer.Failed(
          "%s did not answer within %d ms".formatted(url.getHost(), time.toMillis()));
    } catch (ExecutionException e) {
      return new Answer.Failed(why(url, e.getCause()));
    } finally {
      answer.cancel(true);
    }
  }

  @Override
  public void close() {
    client.shutdownNow();
  }

  private Answer answered(HttpResponse<byte[]> response) {
    String body = new String(response.body(), StandardCharsets.UTF_8);
    Duration after = response.headers().firstValue("Retry-After").map(this::wait).orElse(null);
    return new Answer.Answered(response.statusCode(), body, after);
  }

  /** Seconds, or a date; anything else says nothing. */
  private @Nullable Duration wait(String text) {
    try {
      return text.chars().allMatch(Character::isDigit)
          ? Duration.ofSeconds(Long.parseLong(text))
          : until(ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME));
    } catch (DateTimeException | NumberFormatException _) {
      return null;
    }
  }

  private Duration until(ZonedDateTime date) {
    Duration wait = Duration.between(clock.instant(), date.toInstant());
    return wait.isNegative() ? Duration.ZERO : wait;
  }

  private static String why(URI url, @Nullable Throwable failure) {
    String host = url.getHost();
    return switch (failure) {
      case HttpTimeoutException _ -> host + " cannot be connected to in time";
      case SSLException tls -> "TLS with " + host + " failed: " + tls.getMessage();
      case null -> host + " cannot be reached";
      default -> host + " cannot be reached: " + reason(failure);
    };
  }

  private static String reason(Throwable failure) {
    String message = failure.getMessage();
    return message == null ? failure.getClass().getSimpleName() : message;
  }
}
