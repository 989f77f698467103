// SPDX-License-Identifier: AGPL-3.0-or-later
/**
 * Platforms of one's own that describe their apps in our JSON: what they say, what it means, and
 * how an order to them is followed to its end. How they are asked is for others to know.
 */
@NullMarked
package dev.paastis.described;

import org.jspecify.annotations.NullMarked;
