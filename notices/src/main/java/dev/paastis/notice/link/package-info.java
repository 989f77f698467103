// SPDX-License-Identifier: AGPL-3.0-or-later
/** Links by which the reader of a message acts once. */
@NullMarked
package dev.paastis.notice.link;

import org.jspecify.annotations.NullMarked;
