// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.checks.installation;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What a process printed so far. Safe for use by many threads. */
public final class Captured {
  private final List<String> lines = new ArrayList<>();
  private final Thread reader;

  Captured(InputStream from) {
    reader = Thread.ofVirtual().start(() -> read(from));
  }

  /** The lines so far. */
  public synchronized List<String> lines() {
    return List.copyOf(lines);
  }

  /** The same, as one text. */
  public String text() {
    return String.join("\n", lines());
  }

  /** Waits for the rest, briefly: a child of the process may hold its output open for ever. */
  void awaitEnd() {
    try {
      reader.join(Duration.ofSeconds(2));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void read(InputStream from) {
    try (BufferedReader text = new BufferedReader(new InputStreamReader(from, UTF_8))) {
      for (String line = text.readLine(); line != null; line = text.readLine()) {
        add(line);
      }
    } catch (IOException e) {
      add("(output ends: " + e.getMessage() + ")");
    }
  }

  private synchronized void add(String line) {
    lines.add(line);
  }
}
