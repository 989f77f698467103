// SPDX-License-Identifier: AGPL-3.0-or-later
/** The answers that the gateway gives by itself: pages, problems, status. */
@NullMarked
package dev.paastis.gateway.page;

import org.jspecify.annotations.NullMarked;
