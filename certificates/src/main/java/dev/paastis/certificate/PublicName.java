// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.certificate;

import java.util.Set;
import java.util.regex.Pattern;

/** Host names for which the world's authorities sign: not addresses, not names of one machine. */
final class PublicName {
  private static final Pattern NAME =
      Pattern.compile("([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]");
  private static final Set<String> NEVER = Set.of("localhost", "local", "internal", "invalid");
  private static final int LONGEST = 253;

  private PublicName() {}

  static boolean isOne(String host) {
    return host.length() <= LONGEST
        && NAME.matcher(host).matches()
        && !NEVER.contains(host.substring(host.lastIndexOf('.') + 1));
  }
}
