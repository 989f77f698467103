// SPDX-License-Identifier: AGPL-3.0-or-later
/** The wake use case: groups in order, exact restore, the race of readiness proofs. */
@NullMarked
package dev.paastis.wake;

import org.jspecify.annotations.NullMarked;
