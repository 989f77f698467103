// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway.forward;

import io.netty.util.AsciiString;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Remembers the header names seen last, as clients and apps send the same few dozen over and over:
 * a name found here costs neither a copy nor its hash again. Compared byte by byte, so that a name
 * keeps its case. A new name takes the place of the one in its slot. Belongs to one event loop.
 */
public final class HeaderNames {
  private static final int SLOTS = 256;
  private static final int LONGEST = 48;

  private final @Nullable AsciiString[] names = new @Nullable AsciiString[SLOTS];

  /** Remembers nothing yet. */
  public HeaderNames() {}

  /** The name in these bytes. */
  public AsciiString name(byte[] bytes, int from, int length) {
    if (length == 0 || length > LONGEST) {
      return new AsciiString(bytes, from, length, true);
    }
    int slot = slot(bytes, from, length);
    AsciiString known = names[slot];
    if (known != null && equals(known, bytes, from, length)) {
      return known;
    }
    AsciiString fresh = new AsciiString(bytes, from, length, true);
    names[slot] = fresh;
    return fresh;
  }

  private static int slot(byte[] bytes, int from, int length) {
    int middle = bytes[from + length / 2];
    int hash = ((length * 31 + bytes[from]) * 31 + middle) * 31 + bytes[from + length - 1];
    return (hash ^ hash >>> 8) & (SLOTS - 1);
  }

  private static boolean equals(AsciiString name, byte[] bytes, int from, int length) {
    int start = name.arrayOffset();
    return Arrays.equals(name.array(), start, start + name.length(), bytes, from, from + length);
  }
}
