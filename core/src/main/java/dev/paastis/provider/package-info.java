// SPDX-License-Identifier: AGPL-3.0-or-later
/** What a platform must offer to be driven by Paastis, and what each of its answers means. */
@NullMarked
package dev.paastis.provider;

import org.jspecify.annotations.NullMarked;
