// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.rest;

import dev.paastis.api.ErrorCode;
import dev.paastis.api.Problem.KeyError;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Ends a request with a problem. Cheap: it carries no stack trace, for nothing is broken. */
public final class ProblemException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ErrorCode code;
  private final transient @Nullable Duration retryAfter;
  private final transient List<KeyError> errors;

  /** Ends the request with that code; the detail is for people. */
  public ProblemException(ErrorCode code, String detail) {
    this(code, detail, null);
  }

  /** Ends the request with that code and a time after which it may be tried again. */
  public ProblemException(ErrorCode code, String detail, @Nullable Duration retryAfter) {
    this(code, detail, retryAfter, List.of());
  }

  private ProblemException(
      ErrorCode code, String detail, @Nullable Duration retryAfter, List<KeyError> errors) {
    super(detail, null, false, false);
    this.code = code;
    this.retryAfter = retryAfter;
    this.errors = List.copyOf(errors);
  }

  /** A body with several things wrong, all of which are told. */
  static ProblemException invalid(String detail, List<KeyError> errors) {
    return new ProblemException(ErrorCode.INVALID_REQUEST, detail, null, errors);
  }

  /** A wrong parameter, with what was given and what is allowed. */
  public static ProblemException invalid(String parameter, Object value, String allowed) {
    return new ProblemException(
        ErrorCode.INVALID_REQUEST,
        "parameter '" + parameter + "' is '" + value + "'; allowed: " + allowed);
  }

  /** The code. */
  public ErrorCode code() {
    return code;
  }

  /** What is wrong and what to do, for people. */
  public String detail() {
    return String.valueOf(getMessage());
  }

  /** What is wrong, key by key; empty where one word says it all. */
  public List<KeyError> errors() {
    return errors;
  }

  /** When to try again, if that is known. */
  public @Nullable Duration retryAfter() {
    return retryAfter;
  }
}
