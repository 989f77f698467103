// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.samples;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** A plain page that is there at once, and bodies of any size both ways. */
public final class Hello {
  private static final int BUFFER = 64 * 1024;

  private final Moments moments;
  private final AtomicLong visits = new AtomicLong();

  Hello(Moments moments) {
    this.moments = moments;
  }

  /** Serves on {@code $PORT}. */
  public static void main(String[] args) throws IOException {
    var moments = new Moments();
    Server.run(moments, new Hello(moments)::answer);
  }

  Answer answer(Request request) throws IOException {
    return switch (request.path()) {
      case "/" -> Answer.html(200, page());
      case "/upload" -> upload(request);
      case "/bytes" -> bytes(request.parameter("n"));
      default -> Answer.html(404, missing());
    };
  }

  private String page() {
    String facts =
        Page.fact(Long.toString(ProcessHandle.current().pid()), "process id")
            + Page.fact(Page.people(moments.untilBound()), "from main to bound port")
            + Page.fact(Long.toString(visits.incrementAndGet()), "visits since the start");
    return Page.of(
        "Hello, you woke me up",
        "hello",
        Page.story(moments)
            + "<div class=\"facts\">"
            + facts
            + "</div><p class=\"soft\">Reload: the same process answers. Wait until it sleeps and"
            + " reload: another one does, and you hardly notice.</p>");
  }

  private static String missing() {
    return Page.of("Nothing here", "hello", "<p>There is only <a href=\"/\">the greeting</a>.</p>");
  }

  private static Answer upload(Request request) throws IOException {
    if (!request.method().equals("POST") && !request.method().equals("PUT")) {
      return Answer.json(405, "{\"error\":\"send the bytes with POST or PUT\"}");
    }
    MessageDigest digest = sha256();
    long bytes = digest(request.body(), digest);
    String sum = HexFormat.of().formatHex(digest.digest());
    return Answer.json(200, "{\"bytes\":" + bytes + ",\"sha256\":\"" + sum + "\"}");
  }

  private static long digest(InputStream body, MessageDigest digest) throws IOException {
    byte[] buffer = new byte[BUFFER];
    long bytes = 0;
    for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
      digest.update(buffer, 0, read);
      bytes += read;
    }
    return bytes;
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private static Answer bytes(@Nullable String number) {
    long n;
    try {
      n = Long.parseLong(number == null ? "" : number);
    } catch (NumberFormatException e) {
      n = -1;
    }
    if (n < 0) {
      return Answer.json(400, "{\"error\":\"n must be a number of bytes, as in /bytes?n=1000\"}");
    }
    long length = n;
    return Answer.of(200, "application/octet-stream", n, (_, out) -> write(length, out));
  }

  /** Byte i of the answer is i modulo 256. */
  private static void write(long length, OutputStream out) throws IOException {
    byte[] block = new byte[BUFFER];
    for (int i = 0; i < block.length; i++) {
      block[i] = (byte) i;
    }
    for (long left = length; left > 0; left -= block.length) {
      out.write(block, 0, (int) Math.min(left, block.length));
    }
  }
}
