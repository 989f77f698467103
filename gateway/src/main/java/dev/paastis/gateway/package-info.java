// SPDX-License-Identifier: AGPL-3.0-or-later
/** The data plane: one HTTP/1.1 reverse proxy that holds requests while an app wakes. */
@NullMarked
package dev.paastis.gateway;

import org.jspecify.annotations.NullMarked;
