// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.rest;

import dev.paastis.server.rest.Problems.Found;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.servlet.ModelAndView;
import tools.jackson.databind.json.JsonMapper;

/**
 * The one place where faults become answers: problem details for programs, the template {@code
 * problem} for people who opened a page.
 */
@ControllerAdvice
final class ProblemMapper {
  private final JsonMapper json;

  ProblemMapper(JsonMapper json) {
    this.json = json;
  }

  /** Answers for an exception; {@code null} when the answer is written. */
  @ExceptionHandler(Exception.class)
  @Nullable ModelAndView failed(
      Exception fault, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (response.isCommitted()) {
      return new ModelAndView();
    }
    return answer(Problems.of(fault, request.getRequestURI()), request, response);
  }

  /** Answers for a status that a filter or the container set. */
  @Nullable ModelAndView status(
      int status, String path, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    return answer(Problems.ofStatus(status, path), request, response);
  }

  private @Nullable ModelAndView answer(
      Found found, HttpServletRequest request, HttpServletResponse response) throws IOException {
    response.setStatus(found.problem().status());
    found.headers().forEach((name, values) -> values.forEach(v -> response.addHeader(name, v)));
    Duration retryAfter = found.retryAfter();
    if (retryAfter != null) {
      response.setHeader(HttpHeaders.RETRY_AFTER, Long.toString(seconds(retryAfter)));
    }
    if (isPage(request, found.problem().instance())) {
      return new ModelAndView("problem", Map.of("problem", found.problem()));
    }
    response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
    response.getOutputStream().write(json.writeValueAsBytes(found.problem()));
    return null;
  }

  private static boolean isPage(HttpServletRequest request, @Nullable String path) {
    String accept = request.getHeader(HttpHeaders.ACCEPT);
    return accept != null
        && accept.contains(MediaType.TEXT_HTML_VALUE)
        && request.getHeader("HX-Request") == null
        && (path == null || !path.startsWith("/api/"));
  }

  private static long seconds(Duration time) {
    return Math.max(1, time.plusMillis(999).toSeconds());
  }
}
