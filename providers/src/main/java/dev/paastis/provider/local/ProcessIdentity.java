// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.local;

/**
 * A process, told from every other one that ever had or will have its number.
 *
 * @param pid its number; also that of its group and session
 * @param start when it started, in the words of the process table
 * @param boot which start of the machine {@code start} counts from; empty where it is absolute
 */
record ProcessIdentity(long pid, String start, String boot) {}
