// SPDX-License-Identifier: AGPL-3.0-or-later
/** The sleep use cases: idle apps, half-done operations, drift. */
@NullMarked
package dev.paastis.pause;

import org.jspecify.annotations.NullMarked;
