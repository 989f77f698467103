// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.rest;

import static java.util.Objects.requireNonNullElse;

import dev.paastis.api.ErrorCode;
import dev.paastis.api.Problem;
import dev.paastis.app.StoreUnavailableException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.csrf.CsrfException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.MissingRequestValueException;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.servlet.NoHandlerFoundException;
import org.springframework.web.servlet.resource.NoResourceFoundException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.exc.InvalidFormatException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

/** What each exception means to whoever sent the request. Nothing of our insides is told. */
final class Problems {
  private static final Logger LOG = LoggerFactory.getLogger(Problems.class);
  private static final Duration STORE_RETRY = Duration.ofSeconds(5);

  private Problems() {}

  /** The problem to answer with. */
  static Found of(Throwable fault, String path) {
    return switch (fault) {
      case ProblemException known -> found(known, path);
      case StoreUnavailableException _ -> storeUnavailable(path);
      case AuthenticationServiceException away
          when away.getCause() instanceof StoreUnavailableException ->
          storeUnavailable(path);
      case AuthenticationException who -> found(ErrorCode.UNAUTHENTICATED, who(who), path);
      case CsrfException _ ->
          found(ErrorCode.FORBIDDEN, "the page is out of date; reload it and try again", path);
      case AccessDeniedException _ ->
          found(ErrorCode.FORBIDDEN, "the token's scopes do not allow this request", path);
      case HttpMessageNotReadableException body ->
          found(ErrorCode.INVALID_REQUEST, body(body), path);
      case MethodArgumentTypeMismatchException wrong ->
          found(
              ProblemException.invalid(wrong.getName(), wrong.getValue() + "", type(wrong)), path);
      case MissingRequestValueException missing ->
          found(
              ErrorCode.INVALID_REQUEST,
              requireNonNullElse(missing.getBody().getDetail(), ""),
              path);
      case ErrorResponse other -> ofFramework(other, path);
      default -> internal(fault, path);
    };
  }

  /** The problem for a status that a filter or the container set. */
  static Found ofStatus(int status, String path) {
    return switch (status) {
      case 404 -> found(ErrorCode.NOT_FOUND, "there is nothing at " + path, path);
      case 401 -> found(ErrorCode.UNAUTHENTICATED, "sign in first", path);
      case 403 -> found(ErrorCode.FORBIDDEN, "this is not allowed", path);
      case 503 -> storeUnavailable(path);
      default ->
          status >= 500 || status < 400
              ? found(ErrorCode.INTERNAL_ERROR, "the server's log says more", path)
              : refused(status, "the request was refused before it was read", path);
    };
  }

  private static Found ofFramework(ErrorResponse fault, String path) {
    return switch (fault) {
      case NoResourceFoundException _, NoHandlerFoundException _ ->
          found(ErrorCode.NOT_FOUND, "there is nothing at " + path, path);
      case HttpRequestMethodNotSupportedException method ->
          new Found(
              Problem.of(ErrorCode.METHOD_NOT_ALLOWED, method(method, path), path),
              null,
              method.getHeaders());
      default -> {
        int status = fault.getStatusCode().value();
        yield status < 500
            ? refused(status, requireNonNullElse(fault.getBody().getDetail(), "bad request"), path)
            : internal((Throwable) fault, path);
      }
    };
  }

  private static Found refused(int status, String detail, String path) {
    ErrorCode code = ErrorCode.INVALID_REQUEST;
    return new Found(
        new Problem("about:blank", code.title(), status, detail, path, code.wire(), List.of()),
        null,
        HttpHeaders.EMPTY);
  }

  private static Found internal(Throwable fault, String path) {
    LOG.error("path={} failed", path, fault);
    return found(
        ErrorCode.INTERNAL_ERROR, "a fault of the server; its log says more at this time", path);
  }

  private static Found storeUnavailable(String path) {
    return found(
        new ProblemException(
            ErrorCode.STORE_UNAVAILABLE,
            "the database cannot be reached; nothing was changed, try again shortly",
            STORE_RETRY),
        path);
  }

  private static Found found(ProblemException known, String path) {
    return new Found(
        Problem.of(known.code(), known.detail(), path, known.errors()),
        known.retryAfter(),
        HttpHeaders.EMPTY);
  }

  private static Found found(ErrorCode code, String detail, String path) {
    return found(new ProblemException(code, detail), path);
  }

  private static String who(AuthenticationException fault) {
    return fault instanceof BadCredentialsException
        ? fault.getMessage() + ""
        : "send 'Authorization: Bearer <token>'; the first run leaves a token in"
            + " $PAASTIS_HOME/admin.token";
  }

  private static String method(HttpRequestMethodNotSupportedException fault, String path) {
    return path
        + " does not know "
        + fault.getMethod()
        + "; allowed: "
        + fault.getSupportedHttpMethods();
  }

  private static String type(MethodArgumentTypeMismatchException fault) {
    Class<?> type = fault.getRequiredType();
    if (type == int.class || type == long.class || type == Long.class) {
      return "a whole number";
    }
    return type == java.time.Instant.class
        ? "a time in UTC such as 2026-11-20T08:30:00Z"
        : "another value";
  }

  private static String body(HttpMessageNotReadableException fault) {
    return switch (fault.getCause()) {
      case UnrecognizedPropertyException unknown ->
          "property '"
              + unknown.getPropertyName()
              + "' is unknown; allowed: "
              + names(unknown.getKnownPropertyIds());
      case InvalidFormatException wrong ->
          "property '" + property(wrong) + "' is '" + wrong.getValue() + "', which cannot be read";
      case DatabindException wrong -> "property '" + property(wrong) + "' cannot be read";
      case StreamReadException wrong -> "the body is not JSON" + place(wrong);
      case null, default -> "the body is missing or not JSON";
    };
  }

  private static String names(@Nullable Collection<Object> known) {
    return known == null
        ? "none"
        : known.stream().map(Object::toString).sorted().collect(Collectors.joining(", "));
  }

  private static String property(JacksonException fault) {
    return fault.getPath().stream()
        .map(step -> requireNonNullElse(step.getPropertyName(), "[" + step.getIndex() + "]"))
        .collect(Collectors.joining("."));
  }

  private static String place(JacksonException fault) {
    return fault.getLocation() == null
        ? ""
        : " at line "
            + fault.getLocation().getLineNr()
            + ", column "
            + fault.getLocation().getColumnNr();
  }

  /**
   * What to answer.
   *
   * @param problem the body
   * @param retryAfter for the header of that name
   * @param headers what else belongs to the answer
   */
  record Found(Problem problem, @Nullable Duration retryAfter, HttpHeaders headers) {}
}
