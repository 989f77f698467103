// SPDX-License-Identifier: AGPL-3.0-or-later
/** Who may come in: API tokens, one-time sign-in links, browser sessions, security headers. */
@NullMarked
package dev.paastis.server.access;

import org.jspecify.annotations.NullMarked;
