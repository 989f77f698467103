// SPDX-License-Identifier: AGPL-3.0-or-later
/** Rules, windows and groups in force: those of the file and those that people make. */
@NullMarked
package dev.paastis.server.policy;

import org.jspecify.annotations.NullMarked;
