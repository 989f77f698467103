// SPDX-License-Identifier: AGPL-3.0-or-later
/** The command line: one command per file, all over the REST API. */
@NullMarked
package dev.paastis.cli;

import org.jspecify.annotations.NullMarked;
