// SPDX-License-Identifier: AGPL-3.0-or-later
/** Clever Cloud: one account, all its organisations or some of them. */
@NullMarked
package dev.paastis.provider.clever;

import org.jspecify.annotations.NullMarked;
