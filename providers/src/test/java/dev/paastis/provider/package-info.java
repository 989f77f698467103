// SPDX-License-Identifier: AGPL-3.0-or-later
/** Tests over all providers. */
@NullMarked
package dev.paastis.provider;

import org.jspecify.annotations.NullMarked;
