// SPDX-License-Identifier: AGPL-3.0-or-later
/**
 * PostgreSQL: the schema, the queries behind core's ports, the feed of changes, and the embedded
 * server.
 */
@NullMarked
package dev.paastis.store;

import org.jspecify.annotations.NullMarked;
