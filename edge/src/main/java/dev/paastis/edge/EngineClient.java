// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.edge;

import dev.paastis.edge.wire.Bodies;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Speaks HTTP to the engine, blocking: the JDK's oldest client, which costs no thread and little
 * memory. The token is read from its file each time, so that it can be exchanged at any time. Safe
 * for use by many threads.
 */
final class EngineClient {
  private static final Duration CONNECT = Duration.ofSeconds(3);

  private final URI engine;
  private final Path tokenFile;

  EngineClient(URI engine, Path tokenFile) {
    this.engine = engine;
    this.tokenFile = tokenFile;
  }

  URI engine() {
    return engine;
  }

  /**
   * Opens the route stream.
   *
   * @param query parameters; a {@code null} value is left out
   * @param silence reading fails after that time without a byte
   */
  InputStream routes(Query query, Duration silence) throws IOException {
    HttpURLConnection connection = connect("/routes?" + query.text(), silence);
    return accepted(connection).getInputStream();
  }

  /** Tells activity and answers. */
  void words(String body) throws IOException {
    var _ = post("/words", body, Duration.ofSeconds(5));
  }

  /** Has an app woken; blocks until the outcome, at most a little longer than that time. */
  String wake(String body, Duration within) throws IOException {
    return post("/wakes", body, within.plusSeconds(5));
  }

  private String post(String path, String body, Duration within) throws IOException {
    HttpURLConnection connection = connect(path, within);
    connection.setRequestMethod("POST");
    connection.setDoOutput(true);
    connection.setRequestProperty("Content-Type", "application/json");
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    connection.setFixedLengthStreamingMode(bytes.length);
    try (OutputStream out = connection.getOutputStream()) {
      out.write(bytes);
    }
    try (InputStream in = accepted(connection).getInputStream()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private HttpURLConnection connect(String path, Duration silence) throws IOException {
    URI address = engine.resolve("/api/v1/gateways" + path);
    HttpURLConnection connection = (HttpURLConnection) address.toURL().openConnection();
    connection.setConnectTimeout((int) CONNECT.toMillis());
    connection.setReadTimeout((int) silence.toMillis());
    connection.setInstanceFollowRedirects(false);
    connection.setUseCaches(false);
    String token = Files.readString(tokenFile).strip();
    connection.setRequestProperty("Authorization", "Bearer " + token);
    return connection;
  }

  private static HttpURLConnection accepted(HttpURLConnection connection) throws IOException {
    int status = connection.getResponseCode();
    if (status / 100 == 2) {
      return connection;
    }
    try (InputStream in = connection.getErrorStream()) {
      String body = in == null ? "" : new String(in.readNBytes(4096), StandardCharsets.UTF_8);
      throw new RefusedException(status, Bodies.problemDetail(body));
    }
  }

  /**
   * What the route stream is asked for.
   *
   * @param gateway identifies this gateway
   * @param name for people
   * @param space whose apps, {@code null} for those of the token
   * @param since where the last stream ended, {@code null} for a snapshot
   */
  record Query(String gateway, String name, @Nullable String space, @Nullable String since) {
    private String text() {
      return "gateway="
          + gateway
          + "&name="
          + encoded(name)
          + (space == null ? "" : "&space=" + encoded(space))
          + (since == null ? "" : "&since=" + encoded(since));
    }

    private static String encoded(String value) {
      return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
  }
}
