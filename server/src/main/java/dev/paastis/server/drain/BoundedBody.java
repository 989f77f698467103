// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.drain;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * The body of one request, which ends in an error where it goes on past its bound. Not safe for use
 * by many threads.
 */
public final class BoundedBody extends FilterInputStream {
  /** Far above what platforms and collectors send at once. */
  public static final int MOST_BYTES = 4 << 20;

  private long left = MOST_BYTES;

  /** Bounds that body. */
  public BoundedBody(InputStream body) {
    super(body);
  }

  /** There is more than the bound. */
  public static final class TooLargeException extends IOException {
    private static final long serialVersionUID = 1;

    private TooLargeException() {
      super("the body has more than " + MOST_BYTES + " bytes");
    }
  }

  @Override
  public int read() throws IOException {
    int next = super.read();
    return next < 0 ? next : counted(1, next);
  }

  @Override
  public int read(byte[] into, int from, int length) throws IOException {
    int count = super.read(into, from, length);
    return count < 0 ? count : counted(count, count);
  }

  /** What was skipped was read all the same. */
  @Override
  public long skip(long count) throws IOException {
    return readNBytes((int) Math.min(count, MOST_BYTES)).length;
  }

  @Override
  public boolean markSupported() {
    return false;
  }

  private int counted(int bytes, int result) throws TooLargeException {
    left -= bytes;
    if (left < 0) {
      throw new TooLargeException();
    }
    return result;
  }
}
