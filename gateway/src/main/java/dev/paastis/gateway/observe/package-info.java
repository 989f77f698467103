// SPDX-License-Identifier: AGPL-3.0-or-later
/** What is observed of requests: figures, lines of the access log, traces, and their common id. */
@NullMarked
package dev.paastis.gateway.observe;

import org.jspecify.annotations.NullMarked;
