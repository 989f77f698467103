// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.http;

import dev.paastis.rest.RestReply;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * What an error of the user's API says, for people: its problem details where it has some.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9457">RFC 9457</a>
 */
final class ErrorText {
  private static final int LONGEST = 500;

  private ErrorText() {}

  static String of(RestReply.Answered answer) {
    int status = answer.status();
    String said =
        answer
            .json()
            .map(problem ->
                Stream.of("title", "detail")
                    .map(field -> text(problem, field))
                    .filter(part -> !part.isBlank())
                    .collect(Collectors.joining(": ")))
            .orElse("");
    return "the API "
        + (said.isEmpty() ? "answered with status " + status : "says: " + said)
        + advice(answer);
  }

  private static String advice(RestReply.Answered answer) {
    int status = answer.status();
    if (status == 401) {
      return "; its token is missing, wrong or revoked: give the account a new one";
    }
    if (status == 429) {
      return "; too many calls, try again "
          + answer.header("Retry-After").map(when -> "after " + plain(when)).orElse("later");
    }
    return status >= 300 && status < 400
        ? "; redirects are not followed: write the address that it leads to"
        : "";
  }

  private static String text(JsonNode problem, String field) {
    JsonNode value = problem.path(field);
    return value.isString() ? plain(value.stringValue()) : "";
  }

  private static String plain(String text) {
    String line = text.replaceAll("\\p{Cntrl}+", " ").strip();
    return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
  }
}
