// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway.tls;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.security.spec.InvalidKeySpecException;
import java.util.HexFormat;

/**
 * Puts the older forms of private keys into the one that the JDK reads, PKCS #8: the same bytes
 * with the algorithm before them.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc5958">RFC 5958</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc5915">RFC 5915</a>
 */
final class KeyWrapping {
  private static final int SEQUENCE = 0x30;
  private static final int OCTETS = 0x04;
  private static final int OBJECT = 0x06;
  private static final int PARAMETERS = 0xa0;

  private static final byte[] VERSION = HexFormat.of().parseHex("020100");
  private static final byte[] RSA = HexFormat.of().parseHex("300d06092a864886f70d0101010500");
  private static final byte[] EC = HexFormat.of().parseHex("06072a8648ce3d0201");

  private KeyWrapping() {}

  /** From PKCS #1. */
  static byte[] ofRsa(byte[] key) {
    return wrapped(RSA, key);
  }

  /** From SEC 1, which names its curve in its parameters. */
  static byte[] ofCurve(byte[] key) throws InvalidKeySpecException {
    return wrapped(tagged(SEQUENCE, EC, tagged(OBJECT, curve(key))), key);
  }

  private static byte[] wrapped(byte[] algorithm, byte[] key) {
    return tagged(SEQUENCE, VERSION, algorithm, tagged(OCTETS, key));
  }

  private static byte[] curve(byte[] key) throws InvalidKeySpecException {
    try {
      ByteBuffer fields = content(ByteBuffer.wrap(key), SEQUENCE);
      while (fields.hasRemaining()) {
        int tag = fields.get(fields.position()) & 0xff;
        ByteBuffer field = content(fields, tag);
        if (tag == PARAMETERS) {
          ByteBuffer name = content(field, OBJECT);
          byte[] bytes = new byte[name.remaining()];
          name.get(bytes);
          return bytes;
        }
      }
    } catch (RuntimeException e) {
      throw new InvalidKeySpecException("the EC key is broken", e);
    }
    throw new InvalidKeySpecException(
        "the EC key does not name its curve; write it anew: openssl pkey -in FILE -out FILE");
  }

  /** The content of the next element, which is consumed. */
  private static ByteBuffer content(ByteBuffer from, int tag) {
    if ((from.get() & 0xff) != tag) {
      throw new IllegalArgumentException("another element was expected");
    }
    int length = from.get() & 0xff;
    if (length > 0x80) {
      int bytes = length & 0x7f;
      length = 0;
      for (int i = 0; i < bytes; i++) {
        length = length << 8 | (from.get() & 0xff);
      }
    }
    ByteBuffer content = from.slice(from.position(), length);
    from.position(from.position() + length);
    return content;
  }

  private static byte[] tagged(int tag, byte[]... parts) {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      content.writeBytes(part);
    }
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.write(tag);
    int length = content.size();
    if (length < 0x80) {
      all.write(length);
    } else {
      all.write(0x82); // two bytes of length, which every key fits
      all.write(length >> 8);
      all.write(length);
    }
    all.writeBytes(content.toByteArray());
    return all.toByteArray();
  }
}
