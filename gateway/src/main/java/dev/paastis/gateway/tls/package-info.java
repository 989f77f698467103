// SPDX-License-Identifier: AGPL-3.0-or-later
/** TLS at the gateway: which certificate a host shows, and how a connection becomes secure. */
@NullMarked
package dev.paastis.gateway.tls;

import org.jspecify.annotations.NullMarked;
