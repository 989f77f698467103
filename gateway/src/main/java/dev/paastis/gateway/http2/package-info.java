// SPDX-License-Identifier: AGPL-3.0-or-later
/** HTTP/2 in the words of HTTP/1.1 and back, for both sides of the gateway. */
@NullMarked
package dev.paastis.gateway.http2;

import org.jspecify.annotations.NullMarked;
