// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.app;

import java.time.Duration;

/**
 * Membership of an app in a group: apps that wake together, lower orders first, and that sleep when
 * all of them are idle.
 *
 * @param name the group's name, unique in its space
 * @param order position at wake; equal orders wake at the same time
 * @param delay time between the readiness of the orders before it and its own start
 * @param optional whether the others do without it: nobody waits for it, and its failure is told
 *     but fails nothing
 * @param whole whether a request for any member waits until all that are not optional are ready
 */
public record Group(String name, int order, Duration delay, boolean optional, boolean whole) {
  /** A member with nothing special about it. */
  public Group(String name, int order) {
    this(name, order, Duration.ZERO, false, false);
  }
}
