// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.access;

import java.time.InstantSource;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.security.authentication.ProviderManager;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.security.web.authentication.AnonymousAuthenticationFilter;
import org.springframework.security.web.authentication.AuthenticationFilter;
import org.springframework.security.web.authentication.LoginUrlAuthenticationEntryPoint;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.security.web.savedrequest.NullRequestCache;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.OrRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.web.servlet.HandlerExceptionResolver;

/**
 * Two doors: programs come to API and management with a token and without session, browsers to the
 * console with a session. Whatever a door refuses is answered by the same exception mapper as
 * everything else.
 */
@Configuration(proxyBeanMethods = false)
public final class AccessConfiguration {
  private static final String CONSOLE_POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
          + " font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none';"
          + " frame-ancestors 'none'";
  private static final String API_POLICY = "default-src 'none'; frame-ancestors 'none'";
  private static final String[] OPEN = {
    "/actuator/health/liveness",
    "/actuator/health/readiness",
    "/actuator/prometheus",
    "/openapi.json"
  };

  /** Makes and checks tokens and codes. */
  @Bean
  public Access access(Tokens tokens, SignInLinks links, DefaultSpace space, InstantSource clock) {
    return new Access(tokens, links, space, clock);
  }

  /** Opens browser sessions. */
  @Bean
  public BrowserSessions browserSessions(Access access) {
    return new BrowserSessions(access);
  }

  /** Checks tokens; as a bean also the sign that no user with a generated password is wanted. */
  @Bean
  ProviderManager authentications(Tokens tokens, InstantSource clock) {
    return new ProviderManager(new TokenAuthentication(new TokenCache(tokens, clock)));
  }

  /** The programs' door. */
  @Bean
  @Order(1)
  SecurityFilterChain programs(
      HttpSecurity http,
      ProviderManager authentications,
      @Qualifier("handlerExceptionResolver") HandlerExceptionResolver mapper)
      throws Exception {
    AuthenticationEntryPoint refuse = refuse(mapper);
    return http.securityMatcher("/api/**", "/openapi.json", "/actuator/**")
        .authorizeHttpRequests(rules ->
            rules
                .requestMatchers(OPEN)
                .permitAll()
                .requestMatchers("/api/v1/gateways/*")
                .hasAnyAuthority("SCOPE_gateway", "SCOPE_write")
                .requestMatchers(HttpMethod.GET)
                .hasAuthority("SCOPE_read")
                .requestMatchers(HttpMethod.HEAD)
                .hasAuthority("SCOPE_read")
                .anyRequest()
                .hasAuthority("SCOPE_write"))
        .addFilterBefore(bearerFilter(authentications, refuse), AnonymousAuthenticationFilter.class)
        .sessionManagement(all -> all.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
        .requestCache(cache -> cache.requestCache(new NullRequestCache()))
        .csrf(csrf -> csrf.disable())
        .logout(logout -> logout.disable())
        .exceptionHandling(
            all -> all.authenticationEntryPoint(refuse).accessDeniedHandler(deny(mapper)))
        .headers(all -> all.contentSecurityPolicy(csp -> csp.policyDirectives(API_POLICY)))
        .build();
  }

  /** The browsers' door. */
  @Bean
  @Order(2)
  SecurityFilterChain browsers(
      HttpSecurity http, @Qualifier("handlerExceptionResolver") HandlerExceptionResolver mapper)
      throws Exception {
    return http.authorizeHttpRequests(rules ->
            rules
                .requestMatchers(
                    "/sign-in",
                    "/link/*",
                    "/drains/*",
                    "/webjars/**",
                    "/assets/**",
                    "/favicon.ico",
                    "/error")
                .permitAll()
                .anyRequest()
                .authenticated())
        .requestCache(cache -> cache.requestCache(new NullRequestCache()))
        .csrf(csrf ->
            csrf.ignoringRequestMatchers("/link/*", "/drains/*")) // no session decides there
        .logout(logout -> logout.logoutUrl("/sign-out").logoutSuccessUrl("/sign-in?signed-out"))
        .exceptionHandling(all ->
            all.defaultAuthenticationEntryPointFor(refuse(mapper), background())
                .defaultAuthenticationEntryPointFor(
                    new LoginUrlAuthenticationEntryPoint("/sign-in"), request -> true)
                .accessDeniedHandler(deny(mapper)))
        .headers(all ->
            all.contentSecurityPolicy(csp -> csp.policyDirectives(CONSOLE_POLICY))
                .referrerPolicy(
                    referrer -> referrer.policy(ReferrerPolicy.STRICT_ORIGIN_WHEN_CROSS_ORIGIN)))
        .build();
  }

  /** Requests that a script of the console makes, which can do nothing with a redirect. */
  private static RequestMatcher background() {
    return new OrRequestMatcher(
        request -> request.getHeader("HX-Request") != null,
        PathPatternRequestMatcher.pathPattern("/live"),
        PathPatternRequestMatcher.pathPattern("/data/**"));
  }

  private static AuthenticationFilter bearerFilter(
      ProviderManager authentications, AuthenticationEntryPoint refuse) {
    AuthenticationFilter filter = new AuthenticationFilter(authentications, BearerCredentials::of);
    filter.setSuccessHandler((request, response, who) -> {});
    filter.setFailureHandler(refuse::commence);
    return filter;
  }

  private static AuthenticationEntryPoint refuse(HandlerExceptionResolver mapper) {
    return (request, response, why) -> {
      response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"paastis\"");
      mapper.resolveException(request, response, null, why);
    };
  }

  private static AccessDeniedHandler deny(HandlerExceptionResolver mapper) {
    return (request, response, why) -> mapper.resolveException(request, response, null, why);
  }
}
