// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway;

import dev.paastis.gateway.forward.HeaderNames;
import dev.paastis.gateway.forward.HeaderRules;
import dev.paastis.gateway.forward.RequestEncoding;
import dev.paastis.schedule.Ticker;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayList;
import java.util.List;

/**
 * Any bytes as those of a client of HTTP/1.1. What the gateway takes for one request must be one
 * request, with the same line and as much body, to a reader that keeps to the letter of RFC 9112.
 */
public final class Http1Fuzz {
  private static final Ticker TICKER = Ticker.system();

  private Http1Fuzz() {}

  /** Called by the fuzzer; the first byte says where the input is cut in two. */
  public static void fuzzerTestOneInput(byte[] input) {
    if (input.length < 2) {
      return;
    }
    int cut = 1 + (input[0] & 0xff) * (input.length - 1) / 256;
    EmbeddedChannel channel =
        new EmbeddedChannel(
            new RequestDecoder(GatewayPipeline.DECODING, TICKER, new HeaderNames()));
    try {
      channel.writeInbound(Unpooled.copiedBuffer(input, 1, cut - 1));
      channel.writeInbound(Unpooled.copiedBuffer(input, cut, input.length - cut));
    } catch (DecoderException e) {
      // Refused, as most are; what came before it counts.
    }
    List<HttpObject> request = new ArrayList<>();
    boolean taken = true;
    for (HttpObject part = channel.readInbound();
        part != null && taken;
        part = channel.readInbound()) {
      taken = follow(request, part);
    }
    request.forEach(ReferenceCountUtil::release);
    close(channel);
  }

  /** The end of a connection makes the decoder look once more at what it has left. */
  private static void close(EmbeddedChannel channel) {
    try {
      channel.finishAndReleaseAll();
    } catch (DecoderException e) {
      channel.releaseInbound();
    }
  }

  /** Whether the connection goes on after that part. */
  private static boolean follow(List<HttpObject> request, HttpObject part) {
    boolean sound =
        !part.decoderResult().isFailure()
            && (!(part instanceof HttpRequest head) || RequestRules.check(head) == null);
    if (!sound) {
      ReferenceCountUtil.release(part);
      return false;
    }
    request.add(part);
    if (part instanceof LastHttpContent) {
      compare(List.copyOf(request));
      request.clear();
    }
    return true;
  }

  private static void compare(List<HttpObject> parts) {
    HttpRequest head = (HttpRequest) parts.getFirst();
    HeaderRules.stripHopByHop(head.headers());
    int body =
        parts.stream()
            .filter(HttpContent.class::isInstance)
            .mapToInt(part -> ((HttpContent) part).content().readableBytes())
            .sum();
    String line = head.method() + " " + head.uri();
    List<StrictHttp.Request> read = StrictHttp.read(RequestEncoding.encode(parts));
    StrictHttp.Request only = read.getFirst();
    boolean same =
        read.size() == 1
            && line.equals(only.method() + " " + only.target())
            && only.hosts().size() <= 1
            && only.body() == body;
    if (!same) {
      throw new IllegalStateException("taken for " + line + " of " + body + ", sent as " + read);
    }
  }
}
