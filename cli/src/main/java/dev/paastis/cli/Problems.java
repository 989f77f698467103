// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.cli;

import dev.paastis.api.ErrorCode;
import dev.paastis.api.Problem;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/** Turns what went wrong into one line and an exit status; the only place that does. */
final class Problems {
  private final URI url;
  private final @Nullable Token token;
  private final Path tokenFile;

  Problems(URI url, @Nullable Token token, Path tokenFile) {
    this.url = url;
    this.token = token;
    this.tokenFile = tokenFile;
  }

  Failure unreachable(String why, Exception cause) {
    String message =
        "no answer from %s (%s); start it with ./paastis demo, or name another with --url"
            .formatted(url, why);
    return new Failure(ExitStatus.UNREACHABLE, message, "", cause);
  }

  Failure notPaastis(int status, @Nullable Exception cause) {
    String message =
        "%s answered %d with something that is not Paastis; name the right address with --url"
            .formatted(url, status);
    return new Failure(ExitStatus.FAILED, message, "", cause);
  }

  /** The failure of an answer that is not a success. */
  Failure failure(HttpResponse<?> response, String body) {
    Optional<Problem> problem = problem(body);
    if (problem.isPresent()) {
      return failure(problem.get(), response);
    }
    return response.statusCode() == ErrorCode.UNAUTHENTICATED.status()
        ? unauthenticated()
        : notPaastis(response.statusCode(), null);
  }

  private Failure failure(Problem problem, HttpResponse<?> response) {
    if (problem.code().equals(ErrorCode.UNAUTHENTICATED.wire())) {
      return unauthenticated();
    }
    String detail = problem.detail();
    String message = detail == null || detail.isBlank() ? problem.title() : detail;
    String later =
        response
            .headers()
            .firstValue("Retry-After")
            .filter(seconds -> seconds.matches("\\d{1,9}"))
            .map(seconds -> "; try again in " + seconds + " s")
            .orElse("");
    return new Failure(status(problem), message + later, problem.code(), null);
  }

  private Failure unauthenticated() {
    String message =
        token == null
            ? "no token: %s does not exist; name one with --token or PAASTIS_TOKEN"
                .formatted(tokenFile)
            : "%s does not accept the token from %s; check it, or name another with --token"
                .formatted(url, token.source());
    return new Failure(ExitStatus.REFUSED, message, ErrorCode.UNAUTHENTICATED.wire(), null);
  }

  private static ExitStatus status(Problem problem) {
    boolean refused =
        problem.status() < 500 || problem.code().equals(ErrorCode.WAKE_BUDGET_EXHAUSTED.wire());
    return refused ? ExitStatus.REFUSED : ExitStatus.FAILED;
  }

  private static Optional<Problem> problem(String body) {
    try {
      Problem problem = Json.as(Json.read(body), Problem.class);
      return Optional.ofNullable(problem).filter(p -> p.code() != null);
    } catch (JacksonException notAProblem) {
      return Optional.empty();
    }
  }
}
