// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.samples;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** A body that the client sends once it is asked to, which the first read does. */
final class AwaitedBody extends InputStream {
  private final InputStream body;
  private final OutputStream out;
  private boolean asked;

  AwaitedBody(InputStream body, OutputStream out) {
    this.body = body;
    this.out = out;
  }

  /** Whether the client was asked. */
  boolean asked() {
    return asked;
  }

  @Override
  public int read() throws IOException {
    ask();
    return body.read();
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    ask();
    return body.read(buffer, offset, length);
  }

  private void ask() throws IOException {
    if (!asked) {
      asked = true;
      out.write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      out.flush();
    }
  }
}
