// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Problem details of RFC 9457 with our stable {@code code}.
 *
 * @param type a URI reference, {@code about:blank} where the code says it all
 * @param title short, the same for all problems of that code
 * @param status HTTP status
 * @param detail this problem, with what to do about it
 * @param instance the request's path
 * @param code stable code, one of {@link ErrorCode}
 * @param errors what is wrong, key by key, where a body has several keys; empty otherwise
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9457">RFC 9457</a>
 */
public record Problem(
    String type,
    String title,
    int status,
    @Nullable String detail,
    @Nullable String instance,
    String code,
    List<KeyError> errors) {
  /** Copies the errors; answers of others have none. */
  public Problem {
    errors = errors == null ? List.of() : List.copyOf(errors);
  }

  /**
   * Something wrong with a key.
   *
   * @param key which; empty for the whole
   * @param detail what is wrong with it, and what to write
   */
  public record KeyError(String key, String detail) {}

  /** A problem of that code. */
  public static Problem of(ErrorCode code, String detail, @Nullable String instance) {
    return of(code, detail, instance, List.of());
  }

  /** A problem of that code, with what is wrong key by key. */
  public static Problem of(
      ErrorCode code, String detail, @Nullable String instance, List<KeyError> errors) {
    return new Problem(
        "about:blank", code.title(), code.status(), detail, instance, code.wire(), errors);
  }
}
