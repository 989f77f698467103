// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.samples;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An answer of a sample.
 *
 * @param status HTTP status code
 * @param headers besides those that the server adds
 * @param length of the body in bytes; {@link #UNTIL_CLOSE}: it ends with the connection; {@link
 *     #UPGRADED}: the connection changes its protocol
 * @param body writes it
 */
record Answer(int status, Map<String, String> headers, long length, Body body) {
  /** The body has no length and ends with the connection. */
  static final long UNTIL_CLOSE = -1;

  /** There is no body: what follows is another protocol. */
  static final long UPGRADED = -2;

  /** Writes the body of an answer, or speaks the protocol that the connection was upgraded to. */
  interface Body {
    void write(InputStream in, OutputStream out) throws IOException;
  }

  static Answer html(int status, String page) {
    return text(status, "text/html; charset=utf-8", page);
  }

  static Answer json(int status, String json) {
    return text(status, "application/json", json);
  }

  static Answer text(int status, String type, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return of(status, type, bytes.length, (_, out) -> out.write(bytes));
  }

  static Answer of(int status, String type, long length, Body body) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Content-Type", type);
    headers.put("Cache-Control", "no-store");
    return new Answer(status, headers, length, body);
  }
}
