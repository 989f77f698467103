// SPDX-License-Identifier: AGPL-3.0-or-later
/** Hooks: asked and told before sleeps and wakes. */
@NullMarked
package dev.paastis.notice.hook;

import org.jspecify.annotations.NullMarked;
