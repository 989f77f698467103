// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.edge;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads whole lines of UTF-8. What is not ended by a line feed is none: a connection that breaks in
 * the middle of a line leaves nothing behind. Not safe for use by many threads.
 */
final class LineReader {
  static final int LONGEST = 2 * 1024 * 1024;

  private final InputStream in;
  private byte[] line = new byte[1024];

  LineReader(InputStream in) {
    this.in = new BufferedInputStream(in, 16 * 1024);
  }

  /**
   * The next line without its end; {@code null} when there is none.
   *
   * @throws IOException when it cannot be read or is longer than {@link #LONGEST} bytes
   */
  @Nullable String next() throws IOException {
    int length = 0;
    for (int b = in.read(); b >= 0; b = in.read()) {
      if (b == '\n') {
        return new String(line, 0, length, StandardCharsets.UTF_8);
      }
      if (length == LONGEST) {
        throw new IOException("a line is longer than " + LONGEST + " bytes");
      }
      if (length == line.length) {
        line = Arrays.copyOf(line, line.length * 2);
      }
      line[length++] = (byte) b;
    }
    return null;
  }
}
