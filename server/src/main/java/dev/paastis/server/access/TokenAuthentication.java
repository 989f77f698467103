// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.access;

import dev.paastis.app.StoreUnavailableException;
import dev.paastis.server.access.Tokens.Token;
import java.util.List;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;

/** Checks API tokens. */
final class TokenAuthentication implements AuthenticationProvider {
  private final TokenCache tokens;

  TokenAuthentication(TokenCache tokens) {
    this.tokens = tokens;
  }

  @Override
  public Authentication authenticate(Authentication credentials) {
    String text = ((BearerCredentials) credentials).getCredentials();
    try {
      return tokens
          .find(Secrets.sha256Hex(text))
          .map(TokenAuthentication::signedIn)
          .orElseThrow(() -> new BadCredentialsException("the token is unknown or expired"));
    } catch (StoreUnavailableException e) {
      throw new AuthenticationServiceException("the token cannot be checked", e);
    }
  }

  @Override
  public boolean supports(Class<?> type) {
    return BearerCredentials.class.isAssignableFrom(type);
  }

  private static Authentication signedIn(Token token) {
    return UsernamePasswordAuthenticationToken.authenticated(
        new SignedIn(token.space().value(), token.name(), false),
        null,
        token.scopes().stream().map(TokenAuthentication::authority).toList());
  }

  static GrantedAuthority authority(String scope) {
    return new SimpleGrantedAuthority("SCOPE_" + scope);
  }

  static List<GrantedAuthority> all() {
    return List.of(authority(Scope.READ.wire()), authority(Scope.WRITE.wire()));
  }
}
