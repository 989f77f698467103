// SPDX-License-Identifier: AGPL-3.0-or-later
/** Apps on Scalingo: put to sleep by a scale to nothing, woken by a scale to what they had. */
@NullMarked
package dev.paastis.provider.scalingo;

import org.jspecify.annotations.NullMarked;
