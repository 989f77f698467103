// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.bench;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * One request to an app that sleeps, held by the gateway until the app answers. All times are of
 * this machine's wall clock.
 *
 * @param asked before the client connected
 * @param answered when the first byte of the answer was there
 * @param text the answer
 */
record HeldAnswer(Instant asked, Instant answered, String text) {
  private static final String BOUND_AT = "x-bound-at:";
  private static final int LONGEST_MILLIS = 120_000;

  /** Asks the app through the gateway at that port. */
  static HeldAnswer of(int port, String app) throws IOException {
    Clock clock = Clock.systemUTC();
    Instant asked = clock.instant();
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(LONGEST_MILLIS);
      String request =
          "GET / HTTP/1.1\r\nHost: %s.localhost\r\nAccept: */*\r\nConnection: close\r\n\r\n"
              .formatted(app);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      InputStream in = socket.getInputStream();
      int first = in.read();
      Instant answered = clock.instant();
      String answer = (char) first + new String(in.readAllBytes(), StandardCharsets.UTF_8);
      if (!answer.startsWith("HTTP/1.1 200 ")) {
        throw new IOException(
            app + " did not answer itself: " + answer.lines().findFirst().orElse("nothing"));
      }
      return new HeldAnswer(asked, answered, answer);
    }
  }

  /** From the app's first moment to the first byte: what is added by others than the app. */
  Duration lag() {
    return Duration.between(bound(), answered);
  }

  /** What the client has waited. */
  Duration total() {
    return Duration.between(asked, answered);
  }

  /** When the app bound its port, by its own word. */
  Instant bound() {
    String value =
        text.lines()
            .takeWhile(line -> !line.isEmpty())
            .filter(line -> line.regionMatches(true, 0, BOUND_AT, 0, BOUND_AT.length()))
            .map(line -> line.substring(BOUND_AT.length()).strip())
            .findFirst()
            .orElseThrow(() -> new IllegalStateException("the app did not say when it was bound"));
    long nanos = Long.parseLong(value);
    return Instant.ofEpochSecond(nanos / 1_000_000_000L, nanos % 1_000_000_000L);
  }
}
