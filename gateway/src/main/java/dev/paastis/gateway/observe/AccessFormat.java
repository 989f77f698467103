// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway.observe;

import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How a line of the access log is written. Whatever a client sends, one exchange is one line:
 * control characters, quotes, backslashes and all that is not ASCII are escaped.
 *
 * @see <a href="https://httpd.apache.org/docs/2.4/logs.html#accesslog">the common formats</a>
 */
public enum AccessFormat {
  /** One JSON object with everything that is known. */
  JSON {
    @Override
    void write(AccessLine line, boolean queries, StringBuilder to) {
      to.append("{\"time\":\"").append(DateTimeFormatter.ISO_INSTANT.format(line.at())).append('"');
      text(to, "id", line.id());
      text(to, "client", line.address());
      text(to, "host", line.host());
      text(to, "app", line.app());
      text(to, "method", line.method());
      text(to, "path", queries ? line.uri() : line.path());
      text(to, "protocol", line.protocol().wire());
      number(to, "status", line.status());
      text(to, "way", line.way().wire());
      number(to, "bytesIn", line.bytesIn());
      number(to, "bytesOut", line.bytesOut());
      to.append(",\"millis\":");
      millis(to, line.nanos());
      to.append(",\"holdMillis\":");
      millis(to, line.holdNanos());
      text(to, "agent", line.agent());
      text(to, "referrer", referrer(line, queries));
      to.append('}');
    }
  },
  /** The Common Log Format: who, when, what, status, bytes. */
  COMMON {
    @Override
    void write(AccessLine line, boolean queries, StringBuilder to) {
      common(line, queries, to);
    }
  },
  /** The same with referrer and agent. */
  COMBINED {
    @Override
    void write(AccessLine line, boolean queries, StringBuilder to) {
      common(line, queries, to);
      quoted(to.append(' '), referrer(line, queries));
      quoted(to.append(' '), line.agent());
    }
  };

  private static final DateTimeFormatter COMMON_TIME =
      DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final String HEX = "0123456789abcdef";

  /** Appends one line, without its end. */
  abstract void write(AccessLine line, boolean queries, StringBuilder to);

  private static void common(AccessLine line, boolean queries, StringBuilder to) {
    to.append(line.address()).append(" - - [");
    COMMON_TIME.formatTo(line.at(), to);
    to.append("] \"");
    escape(to, line.method(), false);
    escape(to.append(' '), queries ? line.uri() : line.path(), false);
    to.append(' ').append(line.protocol().version()).append("\" ");
    to.append(line.status() == 0 ? 499 : line.status()).append(' ');
    to.append(line.bytesOut() == 0 ? "-" : Long.toString(line.bytesOut()));
  }

  private static @Nullable String referrer(AccessLine line, boolean queries) {
    String said = line.referrer();
    return said == null || queries ? said : AccessLine.withoutQuery(said);
  }

  private static void quoted(StringBuilder to, @Nullable String value) {
    to.append('"');
    escape(to, value == null ? "-" : value, false);
    to.append('"');
  }

  private static void text(StringBuilder to, String name, @Nullable String value) {
    if (value != null) {
      to.append(",\"").append(name).append("\":\"");
      escape(to, value, true);
      to.append('"');
    }
  }

  private static void number(StringBuilder to, String name, long value) {
    to.append(",\"").append(name).append("\":").append(value);
  }

  /** Milliseconds to the microsecond, without a double's surprises. */
  private static void millis(StringBuilder to, long nanos) {
    long micros = nanos / 1_000;
    to.append(micros / 1_000).append('.');
    String rest = Long.toString(1_000 + micros % 1_000);
    to.append(rest, 1, 4);
  }

  private static void escape(StringBuilder to, String value, boolean json) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '"' || c == '\\') {
        to.append('\\').append(c);
      } else if (c >= 0x20 && c < 0x7f) {
        to.append(c);
      } else if (json || c > 0xff) {
        to.append("\\u")
            .append(hex(c >> 12))
            .append(hex(c >> 8))
            .append(hex(c >> 4))
            .append(hex(c));
      } else {
        to.append("\\x").append(hex(c >> 4)).append(hex(c));
      }
    }
  }

  private static char hex(int bits) {
    return HEX.charAt(bits & 0xf);
  }
}
