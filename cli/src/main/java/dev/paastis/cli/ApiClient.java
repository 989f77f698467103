// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.cli;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * The server, as seen through its API. Answers are documents, so that what is shown as JSON is what
 * was sent. Every method ends with the answer or throws a {@link Failure} that says which of
 * "refused", "failed" and "not reachable" it was. Thread-safe.
 */
final class ApiClient {
  private static final Duration CONNECT_WITHIN = Duration.ofSeconds(3);

  /** Above the longest wait that a command asks the server for. */
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(45);

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(CONNECT_WITHIN)
          .build();
  private final URI url;
  private final @Nullable Token token;
  private final Problems problems;

  ApiClient(URI url, @Nullable Token token, Path tokenFile) {
    this.url = url;
    this.token = token;
    this.problems = new Problems(url, token, tokenFile);
  }

  URI url() {
    return url;
  }

  JsonNode get(String path) {
    return document(request(path).header("Accept", "application/json").GET());
  }

  /** Asks for a change, with a fresh idempotency key. */
  JsonNode post(String path) {
    return post(path, BodyPublishers.noBody());
  }

  /** Asks for a change that may take that long, with a fresh idempotency key. */
  JsonNode post(String path, Duration patience) {
    return document(change(path).timeout(patience).POST(BodyPublishers.noBody()));
  }

  /** Asks to put something in place. */
  JsonNode put(String path, Object body) {
    return document(change(path).PUT(BodyPublishers.ofString(Json.write(body))));
  }

  /** Asks to change a part of something. */
  JsonNode patch(String path, Object body) {
    return document(change(path).method("PATCH", BodyPublishers.ofString(Json.write(body))));
  }

  /** Asks to remove something; there is no answer but that it was done. */
  void delete(String path) {
    HttpResponse<String> response = send(change(path).DELETE().build(), BodyHandlers.ofString());
    if (response.statusCode() / 100 != 2) {
      throw problems.failure(response, response.body());
    }
  }

  /** Asks for a change with a value, with a fresh idempotency key. */
  JsonNode post(String path, Object body) {
    return post(path, BodyPublishers.ofString(Json.write(body)));
  }

  /**
   * Opens the live events; closing the lines closes the connection.
   *
   * @param after id of the last event seen, or nothing yet
   */
  Stream<String> events(@Nullable String after) {
    HttpRequest.Builder request = request("/events").header("Accept", "text/event-stream");
    if (after != null) {
      request.header("Last-Event-ID", after);
    }
    HttpResponse<Stream<String>> response = send(request.GET().build(), BodyHandlers.ofLines());
    if (response.statusCode() != 200) {
      try (Stream<String> lines = response.body()) {
        throw problems.failure(response, lines.collect(Collectors.joining("\n")));
      }
    }
    return response.body();
  }

  private JsonNode post(String path, BodyPublisher body) {
    return document(change(path).POST(body));
  }

  private HttpRequest.Builder change(String path) {
    return request(path)
        .header("Accept", "application/json")
        .header("Content-Type", "application/json")
        .header("Idempotency-Key", UUID.randomUUID().toString());
  }

  private HttpRequest.Builder request(String path) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url + "/api/v1" + path)).timeout(ANSWER_WITHIN);
    return token == null ? request : request.header("Authorization", token.authorization());
  }

  private JsonNode document(HttpRequest.Builder request) {
    HttpResponse<String> response = send(request.build(), BodyHandlers.ofString());
    if (response.statusCode() / 100 != 2) {
      throw problems.failure(response, response.body());
    }
    try {
      return Json.read(response.body());
    } catch (JacksonException notJson) {
      throw problems.notPaastis(response.statusCode(), notJson);
    }
  }

  private <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> handler) {
    try {
      return http.send(request, handler);
    } catch (HttpConnectTimeoutException e) {
      throw problems.unreachable("no connection within 3 s", e);
    } catch (HttpTimeoutException e) {
      throw problems.unreachable("no answer within " + ANSWER_WITHIN.toSeconds() + " s", e);
    } catch (ConnectException e) {
      throw problems.unreachable("connection refused", e);
    } catch (IOException e) {
      throw problems.unreachable("connection broken", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure(ExitStatus.FAILED, "interrupted", "", e);
    } catch (IllegalArgumentException e) {
      throw new Failure(ExitStatus.USAGE, "the token holds characters that no token has", "", e);
    }
  }
}
