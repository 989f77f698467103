// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway.route;

import dev.paastis.app.Upstream;

/** Where requests of an app go now. */
public sealed interface Target {
  /**
   * To the app.
   *
   * @param upstream where it answers
   */
  record Open(Upstream upstream) implements Target {}

  /**
   * Nowhere: they are held. Each time a route is closed anew there is a new object, so that whoever
   * waited under an earlier one can tell.
   */
  final class Closed implements Target {}
}
