// SPDX-License-Identifier: AGPL-3.0-or-later
/**
 * Small real applications for the demo, the tests and the benchmarks. They use nothing but the JDK
 * and few classes, so that they start in a fraction of a second.
 */
@NullMarked
package dev.paastis.samples;

import org.jspecify.annotations.NullMarked;
