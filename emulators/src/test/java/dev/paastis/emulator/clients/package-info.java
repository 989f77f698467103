// SPDX-License-Identifier: AGPL-3.0-or-later
/** The vendors' own clients as judges of the emulators. */
@NullMarked
package dev.paastis.emulator.clients;

import org.jspecify.annotations.NullMarked;
