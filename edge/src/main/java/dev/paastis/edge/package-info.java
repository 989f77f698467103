// SPDX-License-Identifier: AGPL-3.0-or-later
/** The gateway as a process of its own, which follows an engine. */
@NullMarked
package dev.paastis.edge;

import org.jspecify.annotations.NullMarked;
