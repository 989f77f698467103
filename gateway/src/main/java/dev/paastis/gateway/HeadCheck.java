// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway;

import io.netty.buffer.ByteBuf;

/** Looks at the bytes of a request head for what a lenient parser would repair. */
final class HeadCheck {
  private static final byte CR = '\r';
  private static final byte LF = '\n';

  private HeadCheck() {}

  /**
   * Checks the lines up to the end of the head, or what there is of them.
   *
   * @param in starts at the beginning of a line, as the decoder takes whole lines only
   * @param started whether an earlier line of the same head was already taken
   * @throws IllegalArgumentException saying what is wrong
   */
  static void check(ByteBuf in, boolean started) {
    int line = in.readerIndex();
    int end = in.writerIndex();
    boolean first = !started;
    while (line < end) {
      int lf = in.indexOf(line, end, LF);
      int stop = lf < 0 ? end : lf;
      checkLine(in, line, stop, first);
      boolean empty = stop == line || (stop == line + 1 && in.getByte(line) == CR);
      if (lf < 0 || (empty && !first)) {
        return;
      }
      first &= empty;
      line = lf + 1;
    }
  }

  private static void checkLine(ByteBuf in, int from, int stop, boolean first) {
    if (from == stop) {
      return;
    }
    byte start = in.getByte(from);
    if (!first && (start == ' ' || start == '\t')) {
      throw new IllegalArgumentException("a header line is folded");
    }
    int cr = in.indexOf(from, stop, CR);
    if (cr >= 0 && cr != stop - 1) {
      throw new IllegalArgumentException("a carriage return stands alone");
    }
    if (in.indexOf(from, stop, (byte) 0) >= 0) {
      throw new IllegalArgumentException("a header line has a zero byte");
    }
  }
}
