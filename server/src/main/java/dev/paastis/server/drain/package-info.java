// SPDX-License-Identifier: AGPL-3.0-or-later
/**
 * Activity that is told instead of seen: log lines of platforms and proxies that carry an app's
 * requests past the gateway.
 */
@NullMarked
package dev.paastis.server.drain;

import org.jspecify.annotations.NullMarked;
