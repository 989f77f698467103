// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.emulator.clever;

import dev.paastis.emulator.Answer;
import java.util.Map;

/** The platform's error bodies. Only the ids 557, 4004 and 4014 are known; others are made up. */
final class Errors {
  private Errors() {}

  static Answer unauthorized() {
    return error(401, 2001, "You are not authenticated or your credentials are not valid");
  }

  static Answer forbidden() {
    return error(403, 2002, "You are not allowed to see or edit this owner");
  }

  static Answer suspended(String state) {
    return error(403, 4012, "The application is suspended: " + state);
  }

  static Answer noSuchOwner() {
    return error(404, 1001, "The organisation does not exist");
  }

  static Answer noSuchApp() {
    return error(404, 4004, "The application does not exist");
  }

  static Answer neverDeployed() {
    return error(404, 4014, "The application has never been deployed");
  }

  static Answer internal() {
    return error(500, 500, "Internal server error");
  }

  static Answer notFound() {
    return error(404, 404, "Not found");
  }

  static Answer invalid(Map<String, String> fields) {
    return Answer.json(400, new Wire.Refused(557, "The request is not valid", "error", fields));
  }

  private static Answer error(int status, int id, String message) {
    return Answer.json(status, Map.of("id", id, "message", message, "type", "error"));
  }
}
