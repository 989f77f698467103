// SPDX-License-Identifier: AGPL-3.0-or-later
/**
 * Runs the real product as its users do: the launcher as a child process, its API, its gateway, its
 * command line, its signals.
 */
@NullMarked
package dev.paastis.checks.installation;

import org.jspecify.annotations.NullMarked;
