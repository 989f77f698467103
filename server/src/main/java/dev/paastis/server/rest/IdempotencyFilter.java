// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.rest;

import dev.paastis.api.ErrorCode;
import dev.paastis.app.SpaceId;
import dev.paastis.app.StoreUnavailableException;
import dev.paastis.server.access.SignedIn;
import dev.paastis.server.rest.IdempotencyKeys.Answer;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
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
  private final Set<String> underWay = ConcurrentHashMap.newKeySet();

  IdempotencyFilter(IdempotencyKeys keys, HandlerExceptionResolver mapper) {
    this.keys = keys;
    this.mapper = mapper;
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
    if (!underWay.add(keyed.toString())) {
      throw new ProblemException(
          ErrorCode.CONFLICT,
          "a request with this idempotency key is under way; try again shortly");
    }
    try {
      String fingerprint = fingerprint(request);
      Optional<Answer> before = keys.find(keyed.space(), keyed.key());
      if (before.isPresent()) {
        repeat(before.get(), fingerprint, response);
        return;
      }
      ContentCachingResponseWrapper caching = new ContentCachingResponseWrapper(response);
      chain.doFilter(request, caching);
      keep(keyed, fingerprint, caching);
      caching.copyBodyToResponse();
    } finally {
      underWay.remove(keyed.toString());
    }
  }

  private void keep(Keyed keyed, String fingerprint, ContentCachingResponseWrapper response) {
    if (NOT_CARRIED_OUT.contains(response.getStatus())) {
      return;
    }
    String body = new String(response.getContentAsByteArray(), StandardCharsets.UTF_8);
    try {
      keys.save(
          keyed.space(),
          keyed.key(),
          new Answer(fingerprint, response.getStatus(), response.getContentType(), body));
    } catch (StoreUnavailableException e) {
      LOG.warn("an answer could not be kept under its idempotency key: {}", e.getMessage());
    }
  }

  private static void repeat(Answer before, String fingerprint, HttpServletResponse response)
      throws IOException {
    if (!before.request().equals(fingerprint)) {
      throw new ProblemException(
          ErrorCode.IDEMPOTENCY_KEY_REUSED,
          "this idempotency key was used with another request; use a new key for each");
    }
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
