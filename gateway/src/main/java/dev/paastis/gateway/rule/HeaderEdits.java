// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway.rule;

import io.netty.handler.codec.http.HttpHeaders;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Changes of headers: first those removed, then those set in place of others, then those added.
 *
 * @param remove names
 * @param set names and values
 * @param add names and values
 */
public record HeaderEdits(List<String> remove, Map<String, String> set, Map<String, String> add) {
  /** Changes nothing. */
  public static final HeaderEdits NONE = new HeaderEdits(List.of(), Map.of(), Map.of());

  /** Where a message goes, where it ends, and whom it is from: not for anybody to change. */
  private static final Set<String> REFUSED =
      Set.of(
          "connection",
          "content-length",
          "expect",
          "forwarded",
          "host",
          "http2-settings",
          "keep-alive",
          "proxy-authenticate",
          "proxy-authorization",
          "proxy-connection",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade",
          "via",
          "x-real-ip");

  private static final int LONGEST = 4096;

  /**
   * Copies and checks them.
   *
   * @throws IllegalArgumentException naming what must not be changed or is no header
   */
  public HeaderEdits {
    remove = List.copyOf(remove);
    set = Map.copyOf(set);
    add = Map.copyOf(add);
    remove.forEach(HeaderEdits::checkName);
    set.forEach(HeaderEdits::check);
    add.forEach(HeaderEdits::check);
  }

  private static void check(String name, String value) {
    checkName(name);
    boolean clean = value.chars().allMatch(c -> (c >= 0x20 && c < 0x7f) || c == '\t');
    if (!clean || value.length() > LONGEST) {
      throw new IllegalArgumentException(
          "the value of header '%s' must be plain ASCII in one line, at most 4096 characters"
              .formatted(name));
    }
  }

  private static void checkName(String name) {
    boolean token =
        !name.isEmpty()
            && name.length() <= 128
            && name.chars()
                .allMatch(c ->
                    (c < 0x7f && Character.isLetterOrDigit(c))
                        || "!#$%&'*+-.^_`|~".indexOf(c) >= 0);
    if (!token) {
      throw new IllegalArgumentException("'%s' is no name of a header".formatted(name));
    }
    String lower = name.toLowerCase(Locale.ROOT);
    if (REFUSED.contains(lower)
        || lower.startsWith("x-forwarded-")
        || lower.startsWith("sec-websocket-")) {
      throw new IllegalArgumentException(
          "header '%s' says where a message goes or ends, or who sent it, and cannot be changed"
              .formatted(name));
    }
  }

  /** Carries them out, in place. */
  public void apply(HttpHeaders headers) {
    remove.forEach(headers::remove);
    set.forEach(headers::set);
    add.forEach(headers::add);
  }

  /** Whether there is nothing to do. */
  public boolean isEmpty() {
    return remove.isEmpty() && set.isEmpty() && add.isEmpty();
  }
}
