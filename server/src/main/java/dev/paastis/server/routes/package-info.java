// SPDX-License-Identifier: AGPL-3.0-or-later
/** Operators' routes while the server runs: read again, put in force, told about. */
@NullMarked
package dev.paastis.server.routes;

import org.jspecify.annotations.NullMarked;
