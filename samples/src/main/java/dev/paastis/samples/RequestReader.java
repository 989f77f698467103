// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.samples;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads a request's head and gives its body as a stream.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9112">RFC 9112</a>
 */
final class RequestReader {
  private static final int MAX_HEAD_BYTES = 64 * 1024;

  /** A body left unread up to this is skipped for the sake of the connection. */
  private static final int MAX_SKIPPED_BYTES = 256 * 1024;

  private final InputStream in;
  private final OutputStream out;
  private int headBytes;

  RequestReader(InputStream in, OutputStream out) {
    this.in = in;
    this.out = out;
  }

  /**
   * The next request; {@code null}: the peer has closed.
   *
   * @throws IllegalArgumentException when it is no HTTP/1.1 request
   */
  @Nullable Request read() throws IOException {
    String line = line();
    if (line == null) {
      return null;
    }
    String[] parts = line.split(" ", -1);
    if (parts.length != 3 || !parts[2].startsWith("HTTP/1.") || !parts[1].startsWith("/")) {
      throw new IllegalArgumentException("not a request of HTTP/1.1");
    }
    Map<String, String> headers = headers();
    if (parts[2].equals("HTTP/1.0")) {
      headers.putIfAbsent("connection", "close");
    }
    return new Request(parts[0], parts[1], headers, body(headers));
  }

  private Map<String, String> headers() throws IOException {
    Map<String, String> headers = new HashMap<>();
    for (String line = line(); line == null || !line.isEmpty(); line = line()) {
      if (line == null) {
        throw new EOFException("the head of the request ends early");
      }
      int colon = line.indexOf(':');
      if (colon < 1) {
        throw new IllegalArgumentException("a header without a colon");
      }
      headers.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
    return headers;
  }

  private InputStream body(Map<String, String> headers) {
    String length = headers.getOrDefault("content-length", "0");
    boolean chunked = headers.getOrDefault("transfer-encoding", "").equalsIgnoreCase("chunked");
    InputStream plain = chunked ? new ChunkedBody(in) : new FixedBody(in, number(length));
    boolean awaited = headers.getOrDefault("expect", "").equalsIgnoreCase("100-continue");
    return awaited ? new AwaitedBody(plain, out) : plain;
  }

  private static long number(String length) {
    try {
      long number = Long.parseLong(length);
      if (number >= 0 && length.charAt(0) != '+') {
        return number;
      }
    } catch (NumberFormatException e) {
      // told below, like a negative one
    }
    throw new IllegalArgumentException("content-length must be a number");
  }

  /** Whether the next request can be read: the rest of this one's body has been, or is skipped. */
  boolean drained(InputStream body) throws IOException {
    if (body instanceof AwaitedBody awaited && !awaited.asked()) {
      // the client may or may not send it now: only a new connection is certain
      return false;
    }
    byte[] buffer = new byte[8_192];
    for (int skipped = 0; skipped < MAX_SKIPPED_BYTES; ) {
      int read = body.read(buffer);
      if (read < 0) {
        return true;
      }
      skipped += read;
    }
    return false;
  }

  private @Nullable String line() throws IOException {
    StringBuilder line = new StringBuilder(80);
    for (int c = in.read(); c >= 0; c = in.read()) {
      if (++headBytes > MAX_HEAD_BYTES) {
        throw new IllegalArgumentException("the head of the request is too long");
      }
      if (c == '\n') {
        int end = line.length() - 1;
        return end >= 0 && line.charAt(end) == '\r' ? line.substring(0, end) : line.toString();
      }
      line.append((char) c);
    }
    if (!line.isEmpty()) {
      throw new EOFException("the head of the request ends early");
    }
    return null;
  }
}
