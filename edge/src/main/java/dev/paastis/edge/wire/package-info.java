// SPDX-License-Identifier: AGPL-3.0-or-later
/** What goes between gateway and engine, as JSON; read and written without reflection. */
@NullMarked
package dev.paastis.edge.wire;

import org.jspecify.annotations.NullMarked;
