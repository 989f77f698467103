// SPDX-License-Identifier: AGPL-3.0-or-later
/** From the names of apps' hosts to their addresses, beside the event loops. */
@NullMarked
package dev.paastis.gateway.resolve;

import org.jspecify.annotations.NullMarked;
