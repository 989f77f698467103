// SPDX-License-Identifier: AGPL-3.0-or-later
/** What the files of the repository must and must not contain. */
@NullMarked
package dev.paastis.checks.repository;

import org.jspecify.annotations.NullMarked;
