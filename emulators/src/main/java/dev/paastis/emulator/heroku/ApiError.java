// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.emulator.heroku;

import dev.paastis.emulator.Answer;
import java.util.Map;

/** Ends a call with the vendor's error body. */
final class ApiError extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Answer answer;

  ApiError(int status, String id, String message) {
    this(body(status, id, message));
  }

  ApiError(Answer answer) {
    super(answer.body());
    this.answer = answer;
  }

  Answer answer() {
    return answer;
  }

  /** An error body. */
  static Answer body(int status, String id, String message) {
    return Answer.json(status, Map.of("id", id, "message", message));
  }

  static ApiError notFound(String message) {
    return new ApiError(404, "not_found", message);
  }

  static ApiError invalid(String message) {
    return new ApiError(422, "invalid_params", message);
  }
}
