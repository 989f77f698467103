// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.emulator;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Calls an API with JSON and the same header fields each time. */
public final class Caller implements AutoCloseable {
  private final URI base;
  private final String[] headers;
  private final HttpClient client = HttpClient.newHttpClient();

  /**
   * A caller.
   *
   * @param headers names and values in turn
   */
  public Caller(URI base, String... headers) {
    this.base = base;
    this.headers = headers.clone();
  }

  /** The answer to a call, whatever its status. */
  public HttpResponse<String> send(String method, String path, String body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(base + path))
            .timeout(Duration.ofSeconds(20))
            .header("Content-Type", "application/json")
            .method(method, HttpRequest.BodyPublishers.ofString(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    try {
      return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new AssertionError(method + " " + path + ": " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /** The JSON of an answer that has to be a 2xx. */
  public JsonNode json(String method, String path, String body) {
    HttpResponse<String> answer = send(method, path, body);
    if (answer.statusCode() / 100 != 2) {
      throw new AssertionError(
          method + " " + path + " got " + answer.statusCode() + " " + answer.body());
    }
    return JsonMapper.shared().readTree(answer.body().isEmpty() ? "null" : answer.body());
  }

  @Override
  public void close() {
    client.close();
  }
}
