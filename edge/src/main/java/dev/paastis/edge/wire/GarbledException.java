// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.edge.wire;

/** What came from the engine, or from a file, cannot be read. */
public final class GarbledException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Says what is wrong. */
  public GarbledException(String message) {
    super(message);
  }

  /** Says what is wrong, and how it showed. */
  public GarbledException(String message, Throwable cause) {
    super(message, cause);
  }
}
