// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway.tls;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;

/**
 * The one thing that the first message of a handshake must tell beside the host.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8446#section-4.1.2">RFC 8446, section 4.1.2</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7301#section-3.1">RFC 7301, section 3.1</a>
 */
final class ClientHello {
  private static final int VERSION_AND_RANDOM = 34;
  private static final int ALPN = 16;

  private ClientHello() {}

  /**
   * Whether the client speaks that protocol and no other.
   *
   * @param hello from its version on; not consumed
   */
  static boolean speaksOnly(ByteBuf hello, String protocol) {
    try {
      ByteBuf rest = hello.duplicate().skipBytes(VERSION_AND_RANDOM);
      rest.skipBytes(rest.readUnsignedByte()); // session
      rest.skipBytes(rest.readUnsignedShort()); // ciphers
      rest.skipBytes(rest.readUnsignedByte()); // compressions
      ByteBuf extensions = rest.readSlice(rest.readUnsignedShort());
      while (extensions.isReadable()) {
        int type = extensions.readUnsignedShort();
        ByteBuf extension = extensions.readSlice(extensions.readUnsignedShort());
        if (type == ALPN) {
          return isOnly(extension.skipBytes(2), protocol);
        }
      }
      return false;
    } catch (IndexOutOfBoundsException e) {
      return false; // what is broken is refused by the handshake itself
    }
  }

  private static boolean isOnly(ByteBuf protocols, String wanted) {
    int length = protocols.readUnsignedByte();
    String first = protocols.readCharSequence(length, StandardCharsets.US_ASCII).toString();
    return first.equals(wanted) && !protocols.isReadable();
  }
}
