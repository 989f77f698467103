// SPDX-License-Identifier: AGPL-3.0-or-later
/** The object graph: the one place where clocks, threads and implementations are handed out. */
@NullMarked
package dev.paastis.server.wiring;

import org.jspecify.annotations.NullMarked;
