// SPDX-License-Identifier: AGPL-3.0-or-later
/** The wire: records of the REST API and the error codes that server and clients share. */
@NullMarked
package dev.paastis.api;

import org.jspecify.annotations.NullMarked;
