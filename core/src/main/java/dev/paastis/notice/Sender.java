// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.notice;

/** Sends messages through one channel. Safe for use by many threads; blocks for a bounded time. */
public interface Sender {
  /** Tries once. What goes wrong is an outcome, never an exception. */
  SendOutcome send(Delivery delivery) throws InterruptedException;
}
