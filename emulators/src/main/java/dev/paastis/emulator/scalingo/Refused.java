// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.emulator.scalingo;

import dev.paastis.emulator.Answer;
import java.util.List;
import java.util.Map;

/** A call ends here with the vendor's error. */
final class Refused extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Answer answer;

  Refused(Answer answer) {
    super("status " + answer.status(), null, false, false);
    this.answer = answer;
  }

  Answer answer() {
    return answer;
  }

  static Refused because(int status, String error) {
    return new Refused(Answer.json(status, Map.of("error", error)));
  }

  static Refused notFound(String resource) {
    return new Refused(Answer.json(404, Map.of("resource", resource, "error", "not found")));
  }

  static Refused invalid(String field, String problem) {
    return new Refused(Answer.json(422, Map.of("errors", Map.of(field, List.of(problem)))));
  }

  static Refused paymentRequired() {
    return new Refused(
        Answer.json(
            402,
            Map.of(
                "error", "a payment method is required to scale further",
                "url", "https://dashboard.scalingo.com/billing",
                "name", "payment-required")));
  }
}
