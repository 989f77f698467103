// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.access;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.authentication.BadCredentialsException;

/** A token's text as it came in a request, not yet checked. */
final class BearerCredentials extends AbstractAuthenticationToken {
  private static final long serialVersionUID = 1L;
  private static final String SCHEME = "Bearer ";

  private final String text;

  private BearerCredentials(String text) {
    super(List.of());
    this.text = text;
  }

  /** The credentials of the request; {@code null} when it carries none. */
  static @Nullable BearerCredentials of(HttpServletRequest request) {
    String header = request.getHeader(HttpHeaders.AUTHORIZATION);
    if (header == null) {
      return null;
    }
    if (!header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      throw new BadCredentialsException(
          "the Authorization header must read 'Bearer <token>', another scheme was given");
    }
    return new BearerCredentials(header.substring(SCHEME.length()).strip());
  }

  @Override
  public String getCredentials() {
    return text;
  }

  @Override
  public String getPrincipal() {
    return "token";
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof BearerCredentials that && text.equals(that.text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }
}
