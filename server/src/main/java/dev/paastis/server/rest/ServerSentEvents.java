// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.rest;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;

/**
 * Writes server-sent events; every write is flushed, and throws when the client has left. Not safe
 * for use by many threads.
 *
 * @see <a href="https://html.spec.whatwg.org/multipage/server-sent-events.html">HTML, section
 *     9.2</a>
 */
public final class ServerSentEvents {
  private static final int RETRY_MILLIS = 1_000;

  private final OutputStream out;

  private ServerSentEvents(OutputStream out) {
    this.out = out;
  }

  /** Begins the stream: its head is on the way when this returns. */
  public static ServerSentEvents open(HttpServletResponse response) throws IOException {
    response.setContentType(MediaType.TEXT_EVENT_STREAM_VALUE + ";charset=UTF-8");
    response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
    response.setHeader("X-Accel-Buffering", "no");
    ServerSentEvents events = new ServerSentEvents(response.getOutputStream());
    events.write("retry: " + RETRY_MILLIS + "\n\n");
    return events;
  }

  /** Sends an event by which a stream can resume. The data must be one line. */
  public void send(long id, String type, String data) throws IOException {
    write("id: " + id + "\nevent: " + type + "\ndata: " + data + "\n\n");
  }

  /** Sends an event without position. The data must be one line. */
  public void send(String type, String data) throws IOException {
    write("event: " + type + "\ndata: " + data + "\n\n");
  }

  /** Sends a comment, which keeps the connection open. */
  public void comment(String text) throws IOException {
    write(": " + text + "\n\n");
  }

  private void write(String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }
}
