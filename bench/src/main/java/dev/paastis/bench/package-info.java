// SPDX-License-Identifier: AGPL-3.0-or-later
/** Measurements of the real product, as a process of its own, over real sockets. */
@NullMarked
package dev.paastis.bench;

import org.jspecify.annotations.NullMarked;
