// SPDX-License-Identifier: AGPL-3.0-or-later
/**
 * The Heroku Platform API, version 3, as documented by its vendor: apps in ranges, formations that
 * change at once and dynos that follow, one account's rate limit, and a router with error pages.
 *
 * @see <a href="https://devcenter.heroku.com/articles/platform-api-reference">Platform API</a>
 */
@NullMarked
package dev.paastis.emulator.heroku;

import org.jspecify.annotations.NullMarked;
