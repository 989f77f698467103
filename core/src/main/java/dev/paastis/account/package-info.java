// SPDX-License-Identifier: AGPL-3.0-or-later
/** Accounts on platforms: how they are added, what is found on them, and what is taken over. */
@NullMarked
package dev.paastis.account;

import org.jspecify.annotations.NullMarked;
