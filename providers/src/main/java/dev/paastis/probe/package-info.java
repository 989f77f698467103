// SPDX-License-Identifier: AGPL-3.0-or-later
/** Looks whether apps answer, whatever the platform they run on. */
@NullMarked
package dev.paastis.probe;

import org.jspecify.annotations.NullMarked;
