// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.access;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;

/** Opens browser sessions for people who come with a sign-in link. */
public final class BrowserSessions {
  private final Access access;
  private final HttpSessionSecurityContextRepository contexts =
      new HttpSessionSecurityContextRepository();

  BrowserSessions(Access access) {
    this.access = access;
  }

  /**
   * Uses up the code and opens a session under a new identifier.
   *
   * @return whether the code was good
   */
  public boolean open(String code, HttpServletRequest request, HttpServletResponse response) {
    if (!access.use(code)) {
      return false;
    }
    if (request.getSession(false) != null) {
      request.changeSessionId();
    }
    SecurityContext context = SecurityContextHolder.createEmptyContext();
    context.setAuthentication(
        UsernamePasswordAuthenticationToken.authenticated(
            access.browser(), null, TokenAuthentication.all()));
    SecurityContextHolder.setContext(context);
    contexts.saveContext(context, request, response);
    return true;
  }
}
