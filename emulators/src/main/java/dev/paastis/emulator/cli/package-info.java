// SPDX-License-Identifier: AGPL-3.0-or-later
/** The command line of the emulators: {@code ./paastis emulate PROVIDER}. */
@NullMarked
package dev.paastis.emulator.cli;

import org.jspecify.annotations.NullMarked;
