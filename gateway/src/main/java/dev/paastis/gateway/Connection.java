// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway;

/** One connection of a client, as its {@link Worker} sees it. Lives on one event loop. */
interface Connection {
  /** Looks whether anything took too long. */
  void tick(long nowNanos);

  /** Has the connection end once it has answered. */
  void drain();

  /** Ends the connection now. */
  void abort();

  /** Its place in the list of the worker, which alone sets and reads it. */
  int position();

  void setPosition(int value);
}
