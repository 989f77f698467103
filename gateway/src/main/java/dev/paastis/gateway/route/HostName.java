// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway.route;

import java.util.Locale;

/** Host names as the {@code Host} header writes them. */
public final class HostName {
  private HostName() {}

  /** The name alone: lower case, without port, without the dot of the root. */
  public static String of(String authority) {
    int end = endOfName(authority);
    if (end > 0 && authority.charAt(end - 1) == '.') {
      end--;
    }
    return authority.substring(0, end).toLowerCase(Locale.ROOT);
  }

  private static int endOfName(String authority) {
    if (authority.startsWith("[")) {
      int bracket = authority.indexOf(']');
      return bracket < 0 ? authority.length() : bracket + 1;
    }
    int colon = authority.indexOf(':');
    return colon < 0 ? authority.length() : colon;
  }
}
