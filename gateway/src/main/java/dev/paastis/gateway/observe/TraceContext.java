// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway.observe;

import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * One place in a trace: the trace and the span that what follows is a child of. Immutable.
 *
 * @param high first half of the trace's id
 * @param low second half of the trace's id
 * @param span id of the span
 * @param sampled whether the trace is recorded
 * @see <a href="https://www.w3.org/TR/trace-context/">W3C Trace Context</a>
 */
public record TraceContext(long high, long low, long span, boolean sampled) {
  /** Of version 00, the only one there is: version, trace, span and flags. */
  private static final int LENGTH = 55;

  /** Turns the id of a request's span into that of the wake it asks for, and back. */
  private static final long WAKE = 0x70616173746973_57L;

  private static final HexFormat HEX = HexFormat.of();

  /** Reads {@code traceparent}; {@code null} when it is absent or malformed. */
  public static @Nullable TraceContext parse(@Nullable String text) {
    if (text == null || !hasForm(text)) {
      return null;
    }
    long high = HexFormat.fromHexDigitsToLong(text, 3, 19);
    long low = HexFormat.fromHexDigitsToLong(text, 19, 35);
    long span = HexFormat.fromHexDigitsToLong(text, 36, 52);
    boolean sampled = (HexFormat.fromHexDigits(text, 53, 55) & 1) == 1;
    return (high == 0 && low == 0) || span == 0 ? null : new TraceContext(high, low, span, sampled);
  }

  /** A version yet to come may have more at its end; {@code ff} is none. */
  private static boolean hasForm(String text) {
    boolean known = text.startsWith("00");
    boolean fits =
        known
            ? text.length() == LENGTH
            : text.length() == LENGTH || (text.length() > LENGTH && text.charAt(LENGTH) == '-');
    return fits
        && !text.startsWith("ff")
        && isHex(text, 0, 2)
        && text.charAt(2) == '-'
        && isHex(text, 3, 35)
        && text.charAt(35) == '-'
        && isHex(text, 36, 52)
        && text.charAt(52) == '-'
        && isHex(text, 53, 55);
  }

  private static boolean isHex(String text, int from, int to) {
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
        return false; // the letters are small, says the specification
      }
    }
    return true;
  }

  /** The same trace at another span. */
  TraceContext at(long other) {
    return new TraceContext(high, low, other, sampled);
  }

  /**
   * The span of the wake that a request asks for. It follows from the request's, so that one field
   * tells both; of a wake's it is the request's.
   */
  TraceContext ofWake() {
    return at(span ^ WAKE);
  }

  /** The trace's id, 32 hexadecimal digits. */
  public String traceId() {
    return HEX.toHexDigits(high) + HEX.toHexDigits(low);
  }

  /** The span's id, 16 hexadecimal digits. */
  public String spanId() {
    return HEX.toHexDigits(span);
  }

  /** As {@code traceparent}. */
  public String header() {
    return "00-" + traceId() + "-" + spanId() + (sampled ? "-01" : "-00");
  }
}
