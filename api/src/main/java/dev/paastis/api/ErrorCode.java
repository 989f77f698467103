// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.api;

import java.util.Locale;
import java.util.Optional;

/** What can go wrong, by a code that never changes once published. */
public enum ErrorCode {
  /** A value of the request is wrong. */
  INVALID_REQUEST(400, "Invalid request"),
  /** No token, or one that is wrong or expired. */
  UNAUTHENTICATED(401, "Not signed in"),
  /** The token does not allow this. */
  FORBIDDEN(403, "Not allowed"),
  /** There is no such app. */
  APP_NOT_FOUND(404, "No such app"),
  /** There is no such account. */
  ACCOUNT_NOT_FOUND(404, "No such account"),
  /** There is no such channel of messages. */
  CHANNEL_NOT_FOUND(404, "No such channel"),
  /** There is no such message. */
  DELIVERY_NOT_FOUND(404, "No such message"),
  /** There is no such rule. */
  RULE_NOT_FOUND(404, "No such rule"),
  /** There is no such window. */
  WINDOW_NOT_FOUND(404, "No such window"),
  /** There is no such group. */
  GROUP_NOT_FOUND(404, "No such group"),
  /** Others need it: they have to be changed first. */
  STILL_NEEDED(409, "Still needed"),
  /** The account, rule, window or group is declared by the configuration file. */
  DECLARED_BY_FILE(409, "Declared by the file"),
  /** The platform does not take the credentials. */
  CREDENTIALS_REFUSED(422, "Credentials refused"),
  /** The platform's address is one where nobody's account but the operator's may be. */
  ADDRESS_REFUSED(422, "The address is refused"),
  /** The platform did not answer. */
  PROVIDER_UNREACHABLE(502, "Provider not reachable"),
  /** Apps of the account are asleep and could not be woken. */
  LEAVES_ASLEEP(409, "Apps would be left asleep"),
  /** There is nothing at that address. */
  NOT_FOUND(404, "Not found"),
  /** The address does not know that method. */
  METHOD_NOT_ALLOWED(405, "Method not allowed"),
  /** The body is longer than what is taken in one request. */
  BODY_TOO_LARGE(413, "Body too large"),
  /** The app's state does not allow this now. */
  CONFLICT(409, "Not possible now"),
  /** The app is production: nothing puts it to sleep until a person lifts its protection. */
  PRODUCTION(409, "Production is protected"),
  /** The idempotency key was used with another request. */
  IDEMPOTENCY_KEY_REUSED(422, "Idempotency key used before"),
  /** The provider refused, or the app stopped before it was ready. */
  WAKE_FAILED(502, "The app did not start"),
  /** The app is at an address where no app of its account may be. */
  APP_ADDRESS_REFUSED(502, "The app's address is refused"),
  /** The app was not ready in time. */
  WAKE_TIMED_OUT(504, "The app did not start in time"),
  /** The provider did not stop the app. */
  SLEEP_FAILED(502, "The app did not stop"),
  /** A budget is used up. */
  WAKE_BUDGET_EXHAUSTED(503, "Too many wakes"),
  /** The database cannot be reached. */
  STORE_UNAVAILABLE(503, "Database not available"),
  /** A fault of ours. */
  INTERNAL_ERROR(500, "Internal error");

  private final int status;
  private final String title;
  private final String wire = name().toLowerCase(Locale.ROOT).replace('_', '-');

  ErrorCode(int status, String title) {
    this.status = status;
    this.title = title;
  }

  /** HTTP status. */
  public int status() {
    return status;
  }

  /** Short title. */
  public String title() {
    return title;
  }

  /** The code on the wire, for example {@code app-not-found}. */
  public String wire() {
    return wire;
  }

  /** The code of that wire name, if it is known here. */
  public static Optional<ErrorCode> ofWire(String wire) {
    for (ErrorCode code : values()) {
      if (code.wire.equals(wire)) {
        return Optional.of(code);
      }
    }
    return Optional.empty();
  }
}
