// SPDX-License-Identifier: AGPL-3.0-or-later
/** Configuration: read with line numbers, validated as a whole, bound to the core's own records. */
@NullMarked
package dev.paastis.server.config;

import org.jspecify.annotations.NullMarked;
