// SPDX-License-Identifier: AGPL-3.0-or-later
/** Gateways that are processes of their own: what they are told, and what they tell. */
@NullMarked
package dev.paastis.server.gateways;

import org.jspecify.annotations.NullMarked;
