// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.conformance;

/** Which requests to a platform a trouble strikes. */
public enum Order {
  /** Those that only look. */
  LOOK,
  /** The one that starts an app. */
  START,
  /** The one that stops an app. */
  STOP,
  /** The one that deletes an app. */
  DELETE
}
