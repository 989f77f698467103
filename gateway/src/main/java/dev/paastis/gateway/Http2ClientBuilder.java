// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway;

import dev.paastis.gateway.http2.Unrepeated;
import io.netty.handler.codec.http2.AbstractHttp2ConnectionHandlerBuilder;
import io.netty.handler.codec.http2.Http2ConnectionDecoder;
import io.netty.handler.codec.http2.Http2ConnectionEncoder;
import io.netty.handler.codec.http2.Http2Settings;

/**
 * Makes connections of HTTP/2 with the bounds that keep one client from taking more than its share.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9113#section-10.5">RFC 9113, section 10.5</a>
 */
final class Http2ClientBuilder
    extends AbstractHttp2ConnectionHandlerBuilder<Http2ClientConnection, Http2ClientBuilder> {
  private static final int MAX_STREAMS = 256;
  private static final int MAX_HEADER_BYTES = 32 * 1024;

  /** What a client may send before its app takes any of it. */
  private static final int FIRST_WINDOW = 64 * 1024;

  private static final int RESETS = 200;
  private static final int RESETS_SECONDS = 30;

  private final Parts parts;
  private final Worker worker;

  private Http2ClientBuilder(Parts parts, Worker worker) {
    this.parts = parts;
    this.worker = worker;
    server(true);
    validateHeaders(true);
    headerSensitivityDetector(Unrepeated.FIELDS);
    // The gateway waits for streams under way by itself, and then means it.
    gracefulShutdownTimeoutMillis(0);
    // CVE-2023-44487: a client that opens and resets streams makes work without end.
    decoderEnforceMaxRstFramesPerWindow(RESETS, RESETS_SECONDS);
    encoderEnforceMaxRstFramesPerWindow(RESETS, RESETS_SECONDS);
    decoderEnforceMaxConsecutiveEmptyDataFrames(16);
    decoderEnforceMaxSmallContinuationFrames(16);
    encoderEnforceMaxQueuedControlFrames(1_000);
    initialSettings(
        Http2Settings.defaultSettings()
            .maxConcurrentStreams(MAX_STREAMS)
            .maxHeaderListSize(MAX_HEADER_BYTES)
            .initialWindowSize(FIRST_WINDOW)
            .connectProtocolEnabled(true));
  }

  static Http2ClientConnection newConnection(Parts parts, Worker worker) {
    return new Http2ClientBuilder(parts, worker).build();
  }

  @Override
  protected Http2ClientConnection build(
      Http2ConnectionDecoder decoder, Http2ConnectionEncoder encoder, Http2Settings settings) {
    return new Http2ClientConnection(decoder, encoder, settings, parts, worker);
  }
}
