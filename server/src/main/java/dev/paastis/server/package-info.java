// SPDX-License-Identifier: AGPL-3.0-or-later
/** The server: entry point of {@code ./paastis serve} and {@code ./paastis demo}. */
@NullMarked
package dev.paastis.server;

import org.jspecify.annotations.NullMarked;
