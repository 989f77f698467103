// SPDX-License-Identifier: AGPL-3.0-or-later
/** What the rigs of emulated platforms share. */
@NullMarked
package dev.paastis.provider.emulated;

import org.jspecify.annotations.NullMarked;
