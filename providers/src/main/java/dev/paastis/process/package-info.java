// SPDX-License-Identifier: AGPL-3.0-or-later
/** Processes of this machine: how one is begun in a session of its own, and signalled. */
@NullMarked
package dev.paastis.process;

import org.jspecify.annotations.NullMarked;
