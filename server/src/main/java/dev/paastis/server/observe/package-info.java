// SPDX-License-Identifier: AGPL-3.0-or-later
/** Shows what the gateway observes to Prometheus and OpenTelemetry. */
@NullMarked
package dev.paastis.server.observe;

import org.jspecify.annotations.NullMarked;
