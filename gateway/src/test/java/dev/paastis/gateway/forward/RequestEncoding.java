// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway.forward;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpObject;
import java.util.List;

/** The bytes that an app would get. */
public final class RequestEncoding {
  private RequestEncoding() {}

  /** Encodes one request, which is given up. */
  public static byte[] encode(List<? extends HttpObject> request) {
    EmbeddedChannel channel = new EmbeddedChannel(new RequestEncoder());
    try {
      for (HttpObject part : request) {
        channel.writeOutbound(part);
      }
      ByteBuf all = channel.alloc().buffer();
      for (ByteBuf next = channel.readOutbound(); next != null; next = channel.readOutbound()) {
        all.writeBytes(next);
        next.release();
      }
      byte[] bytes = ByteBufUtil.getBytes(all);
      all.release();
      return bytes;
    } finally {
      channel.finishAndReleaseAll();
    }
  }
}
