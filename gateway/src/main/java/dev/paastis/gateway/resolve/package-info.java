// SPDX-License-Identifier: AGPL-3.0-or-later
/** Names and addresses: of apps, found beside the event loops, and of those who ask. */
@NullMarked
package dev.paastis.gateway.resolve;

import org.jspecify.annotations.NullMarked;
