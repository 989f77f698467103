// SPDX-License-Identifier: AGPL-3.0-or-later
/**
 * Scalingo on this machine: the authentication server, the platform API of one region, and the
 * public router.
 */
@NullMarked
package dev.paastis.emulator.scalingo;

import org.jspecify.annotations.NullMarked;
