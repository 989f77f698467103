// SPDX-License-Identifier: AGPL-3.0-or-later
/** Apps, their sealed states with the legal transitions, events, and the ports that keep them. */
@NullMarked
package dev.paastis.app;

import org.jspecify.annotations.NullMarked;
