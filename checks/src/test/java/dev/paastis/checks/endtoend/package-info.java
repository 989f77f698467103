// SPDX-License-Identifier: AGPL-3.0-or-later
/** The promises of the product, each on real processes. */
@NullMarked
package dev.paastis.checks.endtoend;

import org.jspecify.annotations.NullMarked;
