// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One TCP connection that says exactly what the test says. */
final class RawClient implements AutoCloseable {
  private final Socket socket;
  private final InputStream in;

  /** What came back, its body without framing. */
  record Response(int status, Map<String, String> headers, String body, String trailers) {
    String header(String name) {
      return headers.getOrDefault(name.toLowerCase(Locale.ROOT), "");
    }
  }

  RawClient(int port) {
    this(connected(port));
  }

  RawClient(Socket connected) {
    try {
      socket = connected;
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(20_000);
      in = socket.getInputStream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Socket connected(int port) {
    try {
      return new Socket(InetAddress.getLoopbackAddress(), port);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Socket socket() {
    return socket;
  }

  RawClient send(String text) {
    return send(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  RawClient send(byte[] bytes) {
    try {
      socket.getOutputStream().write(bytes);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  RawClient get(String host, String path, String... headers) {
    String more = headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
    return send("GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\n" + more + "\r\n");
  }

  Response read() {
    return read(false);
  }

  Response readHead() {
    return read(true);
  }

  /** Reads one answer; of one to a HEAD request only the head. */
  private Response read(boolean headOnly) {
    String start = line();
    if (start == null) {
      throw new IllegalStateException("closed before an answer");
    }
    int status = Integer.parseInt(start.split(" ", 3)[1]);
    Map<String, String> headers = headers();
    if (headOnly || status < 200 || status == 204 || status == 304) {
      return new Response(status, headers, "", "");
    }
    if (headers.getOrDefault("transfer-encoding", "").equals("chunked")) {
      StringBuilder body = new StringBuilder();
      for (int size = chunkSize(); size > 0; size = chunkSize()) {
        body.append(text(bytes(size)));
        line();
      }
      return new Response(status, headers, body.toString(), headers().toString());
    }
    String length = headers.get("content-length");
    byte[] body = length == null ? toEnd() : bytes(Integer.parseInt(length));
    return new Response(status, headers, text(body), "");
  }

  /** Reads the head of an answer that goes on, and leaves its body. */
  Map<String, String> readEventHead() {
    return readHead().headers();
  }

  private int chunkSize() {
    String line = line();
    if (line == null) {
      throw new IllegalStateException("closed inside the body");
    }
    return Integer.parseInt(line, 16);
  }

  private Map<String, String> headers() {
    Map<String, String> headers = new LinkedHashMap<>();
    for (String line = line(); line != null && !line.isEmpty(); line = line()) {
      int colon = line.indexOf(':');
      headers.merge(
          line.substring(0, colon).toLowerCase(Locale.ROOT),
          line.substring(colon + 1).trim(),
          (a, b) -> a + ", " + b);
    }
    return headers;
  }

  /** The next line, {@code null} at the end of the stream. */
  @Nullable String line() {
    try {
      ByteArrayOutputStream line = new ByteArrayOutputStream();
      for (int b = in.read(); b != '\n'; b = in.read()) {
        if (b < 0) {
          return line.size() == 0 ? null : text(line.toByteArray());
        }
        if (b != '\r') {
          line.write(b);
        }
      }
      return text(line.toByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  byte[] bytes(int count) {
    try {
      byte[] read = in.readNBytes(count);
      if (read.length < count) {
        throw new IllegalStateException("closed after " + read.length + " of " + count + " bytes");
      }
      return read;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  byte[] toEnd() {
    try {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  boolean atEnd() {
    try {
      return in.read() < 0;
    } catch (SocketException e) {
      return true; // a reset is an end, too
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Goes away in the middle of something. */
  void leave() {
    close();
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
