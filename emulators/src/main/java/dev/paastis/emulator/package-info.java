// SPDX-License-Identifier: AGPL-3.0-or-later
/**
 * Emulators of platforms: their HTTP APIs as the vendors document them, in front of apps that
 * really listen on loopback. They have wire types of their own and know nothing of the product, so
 * that a misread API cannot make its own test green.
 */
@NullMarked
package dev.paastis.emulator;

import org.jspecify.annotations.NullMarked;
