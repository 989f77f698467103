// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.store;

/** The master key is malformed or not the right one; the message says what to do, never the key. */
public final class MasterKeyException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  MasterKeyException(String message) {
    super(message);
  }
}
