// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.rest;

import dev.paastis.api.ErrorCode;
import dev.paastis.app.SpaceId;
import dev.paastis.app.StoreUnavailableException;
import dev.paastis.server.access.SignedIn;
import dev.paastis.server.rest.IdempotencyKeys.Answer;
import dev.paastis.server.rest.IdempotencyKeys.Begun;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.util.ContentCachingResponseWrapper;

/**
 * Answers a repeated write with what was answered before. It runs behind the door, so that keys are
 * apart by space. What was not carried out ({@code 500}, {@code 503}) is not kept: trying again is
 * right then.
 */
final class IdempotencyFilter extends OncePerRequestFilter {
  static final String HEADER = "Idempotency-Key";
  private static final Logger LOG = LoggerFactory.getLogger(IdempotencyFilter.class);
  private static final int MAX_KEY = 200;
  private static final int MAX_BODY = 64 * 1024;
  private static final Set<Integer> NOT_CARRIED_OUT = Set.of(500, 503);

  private final IdempotencyKeys keys;
  private final HandlerExceptionResolver mapper;
  private final InstantSource clock;

  IdempotencyFilter(IdempotencyKeys keys, HandlerExceptionResolver mapper, InstantSource clock) {
    this.keys = keys;
    this.mapper = mapper;
    this.clock = clock;
  }

  @Override
  protected boolean shouldNotFilter(HttpServletRequest request) {
    return !request.getMethod().equals("POST") || request.getHeader(HEADER) == null;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    SignedIn who = signedIn();
    if (who == null) {
      chain.doFilter(request, response);
      return;
    }
    try {
      serve(
          new Keyed(who.space(), key(request)),
          BufferedRequest.read(request, MAX_BODY),
          response,
          chain);
    } catch (ProblemException | StoreUnavailableException e) {
      mapper.resolveException(request, response, null, e);
    }
  }

  private void serve(
      Keyed keyed, BufferedRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    switch (keys.begin(keyed.space(), keyed.key(), fingerprint(request), clock.instant())) {
      case Begun.Claimed claim -> carryOut(claim, request, response, chain);
      case Begun.Answered(Answer before) -> repeat(before, response);
      case Begun.InProgress() ->
          throw new ProblemException(
              ErrorCode.CONFLICT,
              "a request with this idempotency key is under way; try again shortly");
      case Begun.OtherRequest() ->
          throw new ProblemException(
              ErrorCode.IDEMPOTENCY_KEY_REUSED,
              "this idempotency key was used with another request; use a new key for each");
    }
  }

  private static void carryOut(
      Begun.Claimed claim, BufferedRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    ContentCachingResponseWrapper caching = new ContentCachingResponseWrapper(response);
    boolean ended = false;
    try {
      chain.doFilter(request, caching);
      ended = true;
    } finally {
      settle(claim, ended, caching);
    }
    caching.copyBodyToResponse();
  }

  private static void settle(
      Begun.Claimed claim, boolean ended, ContentCachingResponseWrapper response) {
    try {
      if (!ended || NOT_CARRIED_OUT.contains(response.getStatus())) {
        claim.release();
      } else {
        String body = new String(response.getContentAsByteArray(), StandardCharsets.UTF_8);
        claim.save(new Answer(response.getStatus(), response.getContentType(), body));
      }
    } catch (StoreUnavailableException e) {
      LOG.warn("an answer could not be kept under its idempotency key: {}", e.getMessage());
    }
  }

  private static void repeat(Answer before, HttpServletResponse response) throws IOException {
    response.setStatus(before.status());
    if (before.contentType() != null) {
      response.setContentType(before.contentType());
    }
    response.setHeader("Idempotency-Replayed", "true");
    response.getOutputStream().write(before.body().getBytes(StandardCharsets.UTF_8));
  }

  private static String key(HttpServletRequest request) {
    String key = request.getHeader(HEADER);
    if (key.isBlank() || key.length() > MAX_KEY) {
      throw ProblemException.invalid(HEADER, key, "1 to " + MAX_KEY + " characters");
    }
    return key;
  }

  private static @Nullable SignedIn signedIn() {
    var who = SecurityContextHolder.getContext().getAuthentication();
    return who != null && who.getPrincipal() instanceof SignedIn signedIn ? signedIn : null;
  }

  private static String fingerprint(BufferedRequest request) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      String head =
          request.getMethod() + " " + request.getRequestURI() + "?" + request.getQueryString();
      digest.update(head.getBytes(StandardCharsets.UTF_8));
      digest.update((byte) '\n');
      return HexFormat.of().formatHex(digest.digest(request.body()));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private record Keyed(SpaceId space, String key) {}
}
