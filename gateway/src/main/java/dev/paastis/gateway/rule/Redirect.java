// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway.rule;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Sends clients elsewhere. {@code ${path}} and {@code ${query}} (with its question mark) stand for
 * what was asked for. The host is always fixed, so that nobody can be led to a third place.
 *
 * @param to where; empty for nowhere
 * @param permanent whether clients may remember it: 308, otherwise 307
 */
public record Redirect(String to, boolean permanent) {
  /** Leads nowhere, in place of one that would. */
  public static final Redirect OFF = new Redirect("", false);

  private static final Pattern TARGET =
      Pattern.compile(
          "(https?://[A-Za-z0-9.-]+(:[0-9]{1,5})?(?=/|\\$\\{path}|$)|(?=/(?![/$\\\\])))"
              + "([!-~&&[^$\\\\<>\"{}]]|\\$\\{(path|query)})*");

  /**
   * Checks the target.
   *
   * @throws IllegalArgumentException saying what a target looks like
   */
  public Redirect {
    if (!to.isEmpty() && !TARGET.matcher(to).matches()) {
      throw new IllegalArgumentException(
          "'%s' is no target; write /path or https://host, after it ${path} and ${query}"
              .formatted(to));
    }
  }

  /**
   * Where a request is sent, {@code null} when it is there already.
   *
   * @param origin scheme and host that were asked for, such as {@code https://a.example}
   */
  @Nullable String location(String origin, String uri) {
    if (to.isEmpty()) {
      return null;
    }
    String path = uri.startsWith("/") ? PathText.of(uri) : "/";
    String location = to.replace("${query}", PathText.query(uri)).replace("${path}", path);
    String whole = location.startsWith("/") ? origin + location : location;
    return whole.equals(origin + uri) ? null : location;
  }

  /** HTTP status. */
  public int status() {
    return permanent ? 308 : 307;
  }
}
