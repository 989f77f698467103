// SPDX-License-Identifier: AGPL-3.0-or-later
/** The console: pages and fragments rendered by the server, kept live by one event stream. */
@NullMarked
package dev.paastis.server.console;

import org.jspecify.annotations.NullMarked;
