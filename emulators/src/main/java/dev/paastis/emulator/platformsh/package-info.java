// SPDX-License-Identifier: AGPL-3.0-or-later
/**
 * Platform.sh, now sold as Upsun: projects whose environments are paused and resumed by activities,
 * announced by HAL links, behind a token exchange.
 */
@NullMarked
package dev.paastis.emulator.platformsh;

import org.jspecify.annotations.NullMarked;
