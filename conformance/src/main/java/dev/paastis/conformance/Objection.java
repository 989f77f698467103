// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.conformance;

import dev.paastis.provider.Refusal;

/** Why a platform refuses to start an app. */
public enum Objection {
  /** It wants money first: status 402. */
  PAYMENT(Refusal.Kind.QUOTA),
  /** It does not allow it: status 403. */
  PERMISSION(Refusal.Kind.FORBIDDEN),
  /** It finds no sense in it: status 422. */
  SENSE(Refusal.Kind.INVALID);

  private final Refusal.Kind kind;

  Objection(Refusal.Kind kind) {
    this.kind = kind;
  }

  /** What a provider must make of it. */
  public Refusal.Kind kind() {
    return kind;
  }
}
