// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.access;

import dev.paastis.server.access.Tokens.Token;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Makes and checks API tokens and sign-in codes. Safe for use by many threads. */
public final class Access {
  /** How long a sign-in link works when nothing else is said. */
  public static final Duration LINK_LIFETIME = Duration.ofMinutes(15);

  private static final String TOKEN_PREFIX = "pst_";

  private final Tokens tokens;
  private final SignInLinks links;
  private final DefaultSpace space;
  private final InstantSource clock;

  /** Keeps them in these stores. */
  public Access(Tokens tokens, SignInLinks links, DefaultSpace space, InstantSource clock) {
    this.tokens = tokens;
    this.links = links;
    this.space = space;
    this.clock = clock;
  }

  /**
   * Makes a token of the default space.
   *
   * @param name for people
   * @param lifetime until it expires, {@code null} for never
   * @param scopes what it may do
   * @return its text, which cannot be had again
   */
  public String createToken(String name, @Nullable Duration lifetime, Scope... scopes) {
    String text = Secrets.create(TOKEN_PREFIX);
    Instant expiresAt = lifetime == null ? null : clock.instant().plus(lifetime);
    var wire = Arrays.stream(scopes).map(Scope::wire).collect(Collectors.toUnmodifiableSet());
    tokens.save(new Token(space.id(), name, wire), Secrets.sha256Hex(text), expiresAt);
    return text;
  }

  /** Whether that is the text of a token that is known and not expired. */
  public boolean isValid(String text) {
    return tokens.find(Secrets.sha256Hex(text), clock.instant()).isPresent();
  }

  /**
   * Makes a code that signs a browser in once.
   *
   * @param lifetime until it expires
   */
  public SignInCode createSignInCode(Duration lifetime) {
    SignInCode code = new SignInCode(Secrets.create(""), clock.instant().plus(lifetime));
    links.save(Secrets.sha256Hex(code.text()), code.expiresAt());
    return code;
  }

  /** Uses up a code; {@code false} when it is unknown, expired or was used before. */
  boolean use(String code) {
    return links.use(Secrets.sha256Hex(code), clock.instant());
  }

  /** The principal of a browser session. */
  SignedIn browser() {
    return new SignedIn(space.id().value(), "console", true);
  }

  /**
   * A code that signs in once.
   *
   * @param text the code; its address is {@link #path()}
   * @param expiresAt until when it works
   */
  public record SignInCode(String text, Instant expiresAt) {
    /** Path and query of the link. */
    public String path() {
      return "/sign-in?code=" + text;
    }

    @Override
    public String toString() {
      return "SignInCode[text=***, expiresAt=" + expiresAt + "]";
    }
  }
}
