// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway.observe;

import io.netty.util.AsciiString;
import java.security.SecureRandom;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Makes ids by which a request is found again: 128 random bits in hexadecimal, the form of a trace
 * id. They tell requests apart and keep no secret, so a seed from the system's randomness is enough
 * and no request waits for it. Belongs to one event loop.
 */
final class RequestIds {
  /** A judgement: as long as a few ids in a row, too short to fill a log. */
  static final int LONGEST = 128;

  private static final byte[] DIGITS = {
    '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'
  };

  private final SplittableRandom random = new SplittableRandom(new SecureRandom().nextLong());

  /** The next id. */
  CharSequence next() {
    return text(nextLong(), nextLong());
  }

  /** Bits for ids of traces and spans, never all zero. */
  long nextLong() {
    long next = random.nextLong();
    return next == 0 ? 1 : next;
  }

  /** Between 0, included, and 1. */
  double nextDouble() {
    return random.nextDouble();
  }

  /** An id of these bits; not a String, whose making would copy the bytes once more. */
  static CharSequence text(long high, long low) {
    byte[] text = new byte[32];
    write(text, 0, high);
    write(text, 16, low);
    return new AsciiString(text, false);
  }

  private static void write(byte[] text, int at, long bits) {
    for (int i = 0; i < 16; i++) {
      text[at + i] = DIGITS[(int) (bits >>> (60 - 4 * i)) & 0xf];
    }
  }

  /** Whether an id that somebody else made can go wherever ours go: letters, digits, -_.:+/=@ . */
  static boolean isWellFormed(@Nullable String id) {
    if (id == null || id.isEmpty() || id.length() > LONGEST) {
      return false;
    }
    for (int i = 0; i < id.length(); i++) {
      if (!isAllowed(id.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isAllowed(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || "-_.:+/=@".indexOf(c) >= 0;
  }
}
