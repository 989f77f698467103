// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.console;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What to tell the person after an action on an account, on the next page if there is one.
 *
 * @param message one line
 * @param more what else is to be known, a line each
 * @param color of the kit: {@code green} when all is well
 * @param next the page to go to, {@code null} to stay
 */
record Said(String message, List<String> more, String color, @Nullable String next) {
  static Said well(String message) {
    return new Said(message, List.of(), "green", null);
  }

  static Said but(String message, List<String> more) {
    return new Said(message, more, more.isEmpty() ? "green" : "orange", null);
  }

  static Said then(String message, List<String> more, String next) {
    return new Said(message, more, more.isEmpty() ? "green" : "orange", next);
  }
}
