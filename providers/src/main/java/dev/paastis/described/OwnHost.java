// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.described;

import dev.paastis.app.Upstream;
import java.util.Locale;

/** Which {@code Host} the requests to an app carry: its upstream's own, or the visitor's. */
enum OwnHost {
  /** Its own with https, taken for a shared router; the visitor's with http. */
  BY_SCHEME,
  /** Its own. */
  YES,
  /** The visitor's. */
  NO;

  /** As a setting has it. */
  String wire() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  Upstream applyTo(Upstream upstream) {
    return switch (this) {
      case BY_SCHEME -> upstream;
      case YES -> upstream.withOwnHost(true);
      case NO -> upstream.withOwnHost(false);
    };
  }
}
