// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway.rule;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Asks for user and password. What was found out about the last headers is remembered by a keyed
 * hash of them, so that a slow check is made once for each visitor; the right ones apart from the
 * wrong, so that guessing cannot push them out. Safe for use by many threads.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7617">RFC 7617</a>
 */
public final class BasicAuth {
  /** Asks for nothing, in place of one that would. */
  public static final BasicAuth OFF = new BasicAuth("", Map.of());

  private static final int REMEMBERED = 1024;
  private static final int LONGEST = 1024;

  private final String realm;
  private final Map<String, PasswordHash> users;
  private final SecretKeySpec key;
  private final Map<String, Boolean> right = new Recent();
  private final Map<String, Boolean> wrong = new Recent();

  /**
   * Asks for one of these users.
   *
   * @param realm what browsers show
   */
  public BasicAuth(String realm, Map<String, PasswordHash> users) {
    this.realm = realm.replaceAll("[^ !#-\\[\\]-~]", "");
    this.users = Map.copyOf(users);
    byte[] random = new byte[32];
    new SecureRandom().nextBytes(random);
    this.key = new SecretKeySpec(random, "HmacSHA256");
  }

  private static final class Recent extends LinkedHashMap<String, Boolean> {
    private static final long serialVersionUID = 1L;

    Recent() {
      super(16, 0.75f, true);
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
      return size() > REMEMBERED;
    }
  }

  /** What a client is asked for. */
  public String challenge() {
    return "Basic realm=\"" + realm + "\", charset=\"UTF-8\"";
  }

  /** What browsers show. */
  public String realm() {
    return realm;
  }

  /** Who may sign in; nobody where nothing is asked. */
  public Map<String, PasswordHash> users() {
    return users;
  }

  /** The users, for people. */
  public Iterable<String> userNames() {
    return users.keySet();
  }

  /** Whether a header is right, {@code null} when that is not known without a check. */
  public @Nullable Boolean known(@Nullable String header) {
    if (header == null
        || header.length() > LONGEST
        || !header.regionMatches(true, 0, "Basic ", 0, 6)) {
      return false;
    }
    String seen = seen(header);
    synchronized (right) {
      return right.containsKey(seen) ? Boolean.TRUE : wrong.get(seen);
    }
  }

  /** Checks a header, and remembers what came of it. To be called where it may take its time. */
  public boolean check(String header) {
    boolean matches = matches(header);
    synchronized (right) {
      (matches ? right : wrong).put(seen(header), matches);
    }
    return matches;
  }

  private boolean matches(String header) {
    String text;
    try {
      byte[] decoded = Base64.getDecoder().decode(header.substring(6).strip());
      text = new String(decoded, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return false; // not Base64, so not what anybody was told to send
    }
    int colon = text.indexOf(':');
    if (colon < 0) {
      return false;
    }
    PasswordHash hash = users.get(text.substring(0, colon));
    String password = text.substring(colon + 1);
    if (hash == null) {
      // As long as for a user that exists: the time must not tell who does.
      users.values().stream().findFirst().ifPresent(decoy -> decoy.matches(password));
      return false;
    }
    return hash.matches(password);
  }

  private String seen(String header) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      return HexFormat.of().formatHex(mac.doFinal(header.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HmacSHA256", e);
    }
  }
}
