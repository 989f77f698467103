// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway.http2;

import io.netty.handler.codec.http2.Http2HeadersEncoder;
import io.netty.util.AsciiString;

/**
 * Names the fields whose values never come again. Kept in the table of a connection they would push
 * out those that do, so they are sent without being kept.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7541#section-6.2.3">RFC 7541, section 6.2.3</a>
 */
public enum Unrepeated implements Http2HeadersEncoder.SensitivityDetector {
  /** The only one; it has no state. */
  FIELDS;

  private static final AsciiString REQUEST_ID = AsciiString.cached("x-request-id");
  private static final AsciiString TRACE_PARENT = AsciiString.cached("traceparent");

  @Override
  public boolean isSensitive(CharSequence name, CharSequence value) {
    return REQUEST_ID.contentEquals(name) || TRACE_PARENT.contentEquals(name);
  }
}
