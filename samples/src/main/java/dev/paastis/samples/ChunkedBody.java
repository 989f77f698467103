// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.samples;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/**
 * A body in chunks; extensions and trailers are skipped.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9112#section-7.1">RFC 9112, section 7.1</a>
 */
final class ChunkedBody extends InputStream {
  private static final int MAX_LINE = 4_096;

  private final InputStream in;
  private long left;
  private boolean started;
  private boolean ended;

  ChunkedBody(InputStream in) {
    this.in = in;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    if (left == 0 && !ended) {
      nextChunk();
    }
    if (ended) {
      return -1;
    }
    int read = in.read(buffer, offset, (int) Math.min(length, left));
    if (read < 0) {
      throw new EOFException("a chunk ends " + left + " bytes early");
    }
    left -= read;
    return read;
  }

  private void nextChunk() throws IOException {
    if (started && !line().isEmpty()) {
      throw new IOException("a chunk is longer than its size");
    }
    started = true;
    left = size(line());
    if (left == 0) {
      ended = true;
      while (!line().isEmpty()) {
        // trailers mean nothing to the samples
      }
    }
  }

  private static long size(String line) throws IOException {
    int extension = line.indexOf(';');
    String digits = (extension < 0 ? line : line.substring(0, extension)).strip();
    if (!digits.matches("[0-9A-Fa-f]{1,15}")) {
      throw new IOException("the size of a chunk must be a hexadecimal number");
    }
    return Long.parseLong(digits, 16);
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0 || line.length() > MAX_LINE) {
        throw new EOFException("the chunks end early");
      }
      line.append((char) c);
    }
    return line.toString().strip();
  }
}
