// SPDX-License-Identifier: AGPL-3.0-or-later
/** Review apps that nobody uses any more: found, told, and deleted where a rule says so. */
@NullMarked
package dev.paastis.stale;

import org.jspecify.annotations.NullMarked;
