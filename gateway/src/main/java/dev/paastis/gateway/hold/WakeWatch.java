// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway.hold;

import dev.paastis.wake.WakeOutcome;

/** Is told of the wakes that a gateway asks for, from whichever thread; must not block. */
public interface WakeWatch {
  /** A wake has ended, told once. */
  void ended(WakeCall call, WakeOutcome outcome);
}
