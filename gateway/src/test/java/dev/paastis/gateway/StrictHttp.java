// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads HTTP/1.1 by the letter of RFC 9112 and nothing else: a second reading, written without the
 * first, of what the gateway sends to apps.
 */
final class StrictHttp {
  private static final Pattern REQUEST_LINE =
      Pattern.compile("([!#$%&'*+.^_`|~0-9A-Za-z-]+) ([^\\x00-\\x20\\x7f]+) HTTP/1\\.1");
  private static final Pattern FIELD =
      Pattern.compile("([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \\t]*([^\\r\\n\\x00]*?)[ \\t]*");
  private static final Pattern CHUNK = Pattern.compile("([0-9a-fA-F]{1,15})[ \\t]*(;[^\\r\\n]*)?");

  private final String text;
  private int at;

  private StrictHttp(byte[] bytes) {
    text = new String(bytes, StandardCharsets.ISO_8859_1);
  }

  /** One request: its line and the length of its body. */
  record Request(String method, String target, List<String> hosts, int body) {}

  /** All requests in these bytes, which must be whole. */
  static List<Request> read(byte[] bytes) {
    StrictHttp reader = new StrictHttp(bytes);
    List<Request> requests = new ArrayList<>();
    while (reader.at < reader.text.length()) {
      requests.add(reader.request());
    }
    return requests;
  }

  private Request request() {
    Matcher line = matching(REQUEST_LINE, line());
    List<String> hosts = new ArrayList<>();
    List<String> lengths = new ArrayList<>();
    List<String> encodings = new ArrayList<>();
    for (String next = line(); !next.isEmpty(); next = line()) {
      Matcher field = matching(FIELD, next);
      switch (field.group(1).toLowerCase(Locale.ROOT)) {
        case "host" -> hosts.add(field.group(2));
        case "content-length" -> lengths.add(field.group(2));
        case "transfer-encoding" -> encodings.add(field.group(2).toLowerCase(Locale.ROOT));
        default -> {}
      }
    }
    return new Request(line.group(1), line.group(2), hosts, body(lengths, encodings));
  }

  private int body(List<String> lengths, List<String> encodings) {
    if (lengths.size() + encodings.size() > 1) {
      throw new IllegalStateException("the body has two ends: " + lengths + encodings);
    }
    if (!lengths.isEmpty()) {
      int length = Integer.parseInt(matching(Pattern.compile("\\d+"), lengths.getFirst()).group());
      skip(length);
      return length;
    }
    return encodings.isEmpty() ? 0 : chunks(encodings.getFirst());
  }

  private int chunks(String encoding) {
    if (!encoding.equals("chunked")) {
      throw new IllegalStateException("an encoding without an end: " + encoding);
    }
    int total = 0;
    while (true) {
      int size = Integer.parseInt(matching(CHUNK, line()).group(1), 16);
      if (size == 0) {
        break;
      }
      total += size;
      skip(size);
      if (!line().isEmpty()) {
        throw new IllegalStateException("a chunk is longer than it says");
      }
    }
    for (String next = line(); !next.isEmpty(); next = line()) {
      matching(FIELD, next);
    }
    return total;
  }

  private void skip(int bytes) {
    at += bytes;
    if (at > text.length()) {
      throw new IllegalStateException("the body is shorter than it says");
    }
  }

  private String line() {
    int end = text.indexOf("\r\n", at);
    if (end < 0) {
      throw new IllegalStateException("a line without end: " + text.substring(at));
    }
    String line = text.substring(at, end);
    if (line.indexOf('\n') >= 0 || line.indexOf('\r') >= 0) {
      throw new IllegalStateException("a line ends in two ways: " + line);
    }
    at = end + 2;
    return line;
  }

  private static Matcher matching(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalStateException("not " + pattern + ": " + text);
    }
    return matcher;
  }
}
