// SPDX-License-Identifier: AGPL-3.0-or-later
/** Jobs: read the clock, call the core, log the report. */
@NullMarked
package dev.paastis.server.job;

import org.jspecify.annotations.NullMarked;
