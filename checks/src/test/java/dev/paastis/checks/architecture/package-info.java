// SPDX-License-Identifier: AGPL-3.0-or-later
/** The rules that hold the rooms apart, each shown to be able to fail. */
@NullMarked
package dev.paastis.checks.architecture;

import org.jspecify.annotations.NullMarked;
