// SPDX-License-Identifier: AGPL-3.0-or-later
/** Which platforms are emulated, and all of them at once. */
@NullMarked
package dev.paastis.emulator.vendors;

import org.jspecify.annotations.NullMarked;
