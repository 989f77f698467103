// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway;

import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseEncoder;

/**
 * Encodes answers. It is told whether the request was a HEAD: one exchange at a time is under way
 * on a connection, so a flag is enough, and an answer of 1xx in between does not confuse it.
 */
final class ResponseEncoder extends HttpResponseEncoder {
  private boolean head;

  void expectHead(boolean value) {
    head = value;
  }

  @Override
  protected boolean isContentAlwaysEmpty(HttpResponse response) {
    return super.isContentAlwaysEmpty(response) || head;
  }
}
