// SPDX-License-Identifier: AGPL-3.0-or-later
/** Apps behind an API of the user's own, which is told where it is and speaks our JSON. */
@NullMarked
package dev.paastis.provider.http;

import org.jspecify.annotations.NullMarked;
