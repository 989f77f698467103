// SPDX-License-Identifier: AGPL-3.0-or-later
/**
 * Apps on Heroku, by the Platform API: a formation scaled to nothing sleeps, and what it was must
 * be remembered here, since Heroku keeps process types and sizes but forgets quantities.
 *
 * @see <a href="https://devcenter.heroku.com/articles/platform-api-reference">Platform API</a>
 */
@NullMarked
package dev.paastis.provider.heroku;

import org.jspecify.annotations.NullMarked;
