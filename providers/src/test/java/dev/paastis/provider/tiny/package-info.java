// SPDX-License-Identifier: AGPL-3.0-or-later
/** The worked example of {@code docs/adding-a-provider.md}, on a platform that does not exist. */
@NullMarked
package dev.paastis.provider.tiny;

import org.jspecify.annotations.NullMarked;
