// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.shell;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Takes what a process writes, without ever waiting for it, and keeps the last of it. Whoever
 * inherited the pipe and outlives the process so keeps nobody waiting. For use by one thread.
 */
final class Capture {
  /** More than a pipe holds, so one gulp after the end of a process takes all that it wrote. */
  private static final int GULP_BYTES = 1 << 20;

  private final InputStream from;
  private final int limit;
  private final byte[] chunk = new byte[64 << 10];
  private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
  private long total;

  /** Keeps at least that many bytes, and at most twice as many for a while. */
  Capture(InputStream from, int limit) {
    this.from = from;
    this.limit = limit;
  }

  /** Takes what is there, and tells how many bytes that were. */
  int gulp() throws IOException {
    int taken = 0;
    while (taken < GULP_BYTES) {
      int ready = Math.min(from.available(), chunk.length);
      int read = ready == 0 ? -1 : from.read(chunk, 0, ready);
      if (read < 0) {
        break;
      }
      keep(read);
      taken += read;
    }
    return taken;
  }

  private void keep(int length) {
    kept.write(chunk, 0, length);
    total += length;
    if (kept.size() > 2L * limit) {
      byte[] last = last();
      kept.reset();
      kept.write(last, 0, last.length);
    }
  }

  /** Whether more was written than is kept. */
  boolean overflowed() {
    return total > limit;
  }

  /** What is kept, as text; malformed UTF-8 becomes replacement characters. */
  String text() {
    return new String(last(), StandardCharsets.UTF_8);
  }

  private byte[] last() {
    byte[] all = kept.toByteArray();
    return Arrays.copyOfRange(all, Math.max(0, all.length - limit), all.length);
  }
}
