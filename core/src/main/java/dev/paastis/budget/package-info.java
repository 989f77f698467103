// SPDX-License-Identifier: AGPL-3.0-or-later
/** The calls that an account may make to its platform's API, spread over time and engines. */
@NullMarked
package dev.paastis.budget;

import org.jspecify.annotations.NullMarked;
