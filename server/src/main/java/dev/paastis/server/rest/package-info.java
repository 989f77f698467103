// SPDX-License-Identifier: AGPL-3.0-or-later
/** The REST API: wire records over the core's ports, problems, idempotency, the event stream. */
@NullMarked
package dev.paastis.server.rest;

import org.jspecify.annotations.NullMarked;
