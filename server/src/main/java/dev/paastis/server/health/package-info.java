// SPDX-License-Identifier: AGPL-3.0-or-later
/** Health indicators and the doctor's checks. */
@NullMarked
package dev.paastis.server.health;

import org.jspecify.annotations.NullMarked;
