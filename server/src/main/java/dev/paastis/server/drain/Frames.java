// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.drain;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a stream into messages, each counted in octets or ended by a line feed. What is longer than
 * {@value #LONGEST} bytes is cut there and its rest skipped, so that a stream of any kind needs
 * bounded memory. Not safe for use by many threads.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6587#section-3.4">RFC 6587, 3.4</a>
 */
final class Frames {
  /** Far above what platforms send as one message (10 KiB). */
  static final int LONGEST = 16 * 1024;

  /** Digits of a length; longer ones are no length. */
  private static final int DIGITS = 7;

  private final BufferedInputStream in;
  private final boolean counted;

  /**
   * Reads from there.
   *
   * @param counted whether a message may be counted in octets; a log line may begin with a number
   */
  Frames(InputStream in, boolean counted) {
    this.in = new BufferedInputStream(in);
    this.counted = counted;
  }

  /** The next message, without its framing; {@code null} at the end. */
  @Nullable String next() throws IOException {
    int length = counted ? length() : -1;
    return length >= 0 ? ofLength(length) : line();
  }

  /** The number before a blank; -1, with nothing taken, when there is none. */
  private int length() throws IOException {
    in.mark(DIGITS + 1);
    int length = 0;
    int digits = 0;
    int next = in.read();
    while (next >= '0' && next <= '9' && digits < DIGITS) {
      length = length * 10 + next - '0';
      digits++;
      next = in.read();
    }
    if (digits > 0 && next == ' ') {
      return length;
    }
    in.reset();
    return -1;
  }

  private @Nullable String ofLength(int length) throws IOException {
    byte[] bytes = in.readNBytes(Math.min(length, LONGEST));
    boolean ended = bytes.length < Math.min(length, LONGEST);
    for (int left = ended ? 0 : length - bytes.length; left > 0 && in.read() >= 0; left--) {
      // skipped: a stream that ends here ends the loop as well
    }
    return ended && bytes.length == 0 ? null : text(bytes);
  }

  private @Nullable String line() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    int next = in.read();
    if (next < 0) {
      return null;
    }
    while (next >= 0 && next != '\n') {
      if (bytes.size() < LONGEST) {
        bytes.write(next);
      }
      next = in.read();
    }
    return text(bytes.toByteArray());
  }

  /** Bytes that are not UTF-8 are replaced: what matters of a line is ASCII. */
  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8).strip();
  }
}
