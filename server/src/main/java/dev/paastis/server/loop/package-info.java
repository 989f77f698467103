// SPDX-License-Identifier: AGPL-3.0-or-later
/** Work that is done again and again while the server runs. */
@NullMarked
package dev.paastis.server.loop;

import org.jspecify.annotations.NullMarked;
