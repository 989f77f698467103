// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.emulator;

import java.net.URI;

/** A platform that runs on this machine. Safe for use by many threads. */
public interface Emulator extends AutoCloseable {
  /** Base address of the API. */
  URI api();

  /**
   * Address of the platform's public router on loopback. Apps are told apart by the {@code Host} of
   * a request, which is the host name that the API gives for the app.
   */
  URI router();

  /** A token with all rights. */
  String token();

  /** What goes wrong on purpose. */
  Faults faults();

  /** What the platform would charge. */
  Bill bill();

  /** Ends the platform and its apps. */
  @Override
  void close();
}
