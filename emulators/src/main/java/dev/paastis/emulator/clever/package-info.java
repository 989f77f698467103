// SPDX-License-Identifier: AGPL-3.0-or-later
/** The HTTP API of Clever Cloud: v2 with the few v4 paths that its clients need. */
@NullMarked
package dev.paastis.emulator.clever;

import org.jspecify.annotations.NullMarked;
