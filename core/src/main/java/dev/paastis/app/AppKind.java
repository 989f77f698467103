// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.app;

import java.util.Locale;

/** What sort of app a rule may speak of. */
public enum AppKind {
  /** Made for one branch or one request for changes, by the platform's word. */
  REVIEW_APP,
  /** Files only: nothing of it runs by itself. */
  STATIC,
  /** Nothing of it answers requests. */
  WORKER,
  /** Answers requests. */
  WEB;

  private final String wire = name().toLowerCase(Locale.ROOT).replace('_', '-');

  /** The name in configuration and API, for example {@code review-app}. */
  public String wire() {
    return wire;
  }
}
