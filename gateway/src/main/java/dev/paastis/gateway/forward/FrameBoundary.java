// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway.forward;

import io.netty.buffer.ByteBuf;

/**
 * Follows the WebSocket frames of one direction, just far enough to know where one ends. Reads the
 * heads of frames only; extensions do not change them.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6455#section-5.2">RFC 6455, section 5.2</a>
 */
final class FrameBoundary {
  private enum Next {
    OPCODE,
    LENGTH,
    MORE_LENGTH,
    PAYLOAD
  }

  private static final int CLOSE = 8;
  private static final int MASK_BYTES = 4;

  private Next next = Next.OPCODE;
  private int lengthBytes;
  private int maskBytes;
  private long left;
  private boolean farewell;

  /** Looks at the next bytes, without taking them. */
  void follow(ByteBuf bytes) {
    int at = bytes.readerIndex();
    while (at < bytes.writerIndex()) {
      if (next == Next.PAYLOAD) {
        int passed = (int) Math.min(left, bytes.writerIndex() - at);
        at += passed;
        payload(left - passed);
      } else {
        head(bytes.getByte(at++) & 0xff);
      }
    }
  }

  /** Whether a frame may be put in here: between two frames, and before the one that closes. */
  boolean isOpenBetweenFrames() {
    return next == Next.OPCODE && !farewell;
  }

  private void head(int octet) {
    switch (next) {
      case OPCODE -> {
        farewell |= (octet & 0x0f) == CLOSE;
        next = Next.LENGTH;
      }
      case LENGTH -> length(octet & 0x7f, (octet & 0x80) == 0 ? 0 : MASK_BYTES);
      case MORE_LENGTH -> moreLength(octet);
      case PAYLOAD -> throw new IllegalStateException("a payload is not looked at");
    }
  }

  private void length(int length, int mask) {
    if (length < 126) {
      payload(length + mask);
    } else {
      lengthBytes = length == 126 ? 2 : 8;
      maskBytes = mask;
      left = 0;
      next = Next.MORE_LENGTH;
    }
  }

  private void moreLength(int octet) {
    left = left << 8 | octet;
    lengthBytes--;
    if (lengthBytes == 0) {
      // A length beyond 63 bits is an error: nothing may be put in from then on.
      payload(left < 0 ? Long.MAX_VALUE : left + maskBytes);
    }
  }

  private void payload(long length) {
    left = length;
    next = length == 0 ? Next.OPCODE : Next.PAYLOAD;
  }
}
