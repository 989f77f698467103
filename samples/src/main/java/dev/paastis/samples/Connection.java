// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.samples;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** One client: request after request, until either side has enough. */
final class Connection implements Runnable {
  private static final int IDLE_MILLIS = 120_000;
  private static final int BUFFER = 16_384;

  private final Socket socket;
  private final Moments moments;
  private final Server.Handler handler;
  private final AtomicInteger underWay;

  Connection(Socket socket, Moments moments, Server.Handler handler, AtomicInteger underWay) {
    this.socket = socket;
    this.moments = moments;
    this.handler = handler;
    this.underWay = underWay;
  }

  @Override
  public void run() {
    try (socket) {
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(IDLE_MILLIS);
      InputStream in = new BufferedInputStream(socket.getInputStream(), BUFFER);
      OutputStream out = new BufferedOutputStream(socket.getOutputStream(), BUFFER);
      boolean more = true;
      while (more) {
        more = exchange(in, out);
      }
    } catch (IOException e) {
      // the peer is gone or too slow: there is nobody to tell
      return;
    }
  }

  /** Answers one request; {@code false}: the connection ends here. */
  private boolean exchange(InputStream in, OutputStream out) throws IOException {
    var reader = new RequestReader(in, out);
    Request request;
    try {
      request = reader.read();
    } catch (IllegalArgumentException e) {
      Answer answer = Answer.text(400, "text/plain", e.getMessage() + "\n");
      answer.headers().put("Connection", "close");
      head(answer, out);
      answer.body().write(in, out);
      out.flush();
      return false;
    }
    return request != null && answered(request, in, out) && reader.drained(request.body());
  }

  private boolean answered(Request request, InputStream in, OutputStream out) throws IOException {
    underWay.incrementAndGet();
    boolean counted = true;
    try {
      Answer answer = answer(request);
      if (answer.length() < 0) {
        // a stream may last for hours and is no reason to go on living
        underWay.decrementAndGet();
        counted = false;
        socket.setSoTimeout(0);
      }
      return write(answer, request, in, out);
    } finally {
      if (counted) {
        underWay.decrementAndGet();
      }
    }
  }

  private Answer answer(Request request) throws IOException {
    return request.path().equals("/healthz")
        ? Answer.text(200, "text/plain", "ok\n")
        : handler.answer(request);
  }

  private boolean write(Answer answer, Request request, InputStream in, OutputStream out)
      throws IOException {
    boolean keep = answer.length() >= 0 && !request.header("connection").equalsIgnoreCase("close");
    if (!keep && answer.length() != Answer.UPGRADED) {
      answer.headers().put("Connection", "close");
    }
    head(answer, out);
    if (!request.isHead()) {
      answer.body().write(in, out);
    }
    out.flush();
    return keep;
  }

  private void head(Answer answer, OutputStream out) throws IOException {
    StringBuilder head = new StringBuilder(256);
    head.append("HTTP/1.1 ").append(answer.status()).append(' ').append(reason(answer.status()));
    for (Map.Entry<String, String> header : answer.headers().entrySet()) {
      head.append("\r\n").append(header.getKey()).append(": ").append(header.getValue());
    }
    if (answer.length() >= 0) {
      head.append("\r\nContent-Length: ").append(answer.length());
    }
    head.append("\r\nX-Started-At: ").append(moments.mainNanos());
    head.append("\r\nX-Bound-At: ").append(moments.boundNanos()).append("\r\n\r\n");
    out.write(head.toString().getBytes(ISO_8859_1));
  }

  private static String reason(int status) {
    return switch (status) {
      case 101 -> "Switching Protocols";
      case 200 -> "OK";
      case 400 -> "Bad Request";
      case 404 -> "Not Found";
      case 405 -> "Method Not Allowed";
      case 426 -> "Upgrade Required";
      case 502 -> "Bad Gateway";
      default -> "Status";
    };
  }
}
