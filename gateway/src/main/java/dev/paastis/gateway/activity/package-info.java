// SPDX-License-Identifier: AGPL-3.0-or-later
/** What goes on at each app, counted without locks. */
@NullMarked
package dev.paastis.gateway.activity;

import org.jspecify.annotations.NullMarked;
