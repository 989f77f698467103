// SPDX-License-Identifier: AGPL-3.0-or-later
/** What is told to people and programs, through which channels, and how often it is tried. */
@NullMarked
package dev.paastis.notice;

import org.jspecify.annotations.NullMarked;
