// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.notice.send;

import dev.paastis.provider.Secret;
import org.jspecify.annotations.Nullable;

/**
 * A mail server.
 *
 * @param host its name
 * @param port its port
 * @param from the sender's address
 * @param encryption how what is said there is kept from others
 * @param login who signs in there, {@code null} for nobody
 */
public record Smtp(
    String host, int port, String from, Encryption encryption, @Nullable Login login) {
  /** How a connection is encrypted; where it is, the server's certificate must hold. */
  public enum Encryption {
    /** From its first byte (RFC 8314). */
    TLS,
    /** Before anything of weight is said (RFC 3207); a server that cannot gets nothing. */
    STARTTLS,
    /** Not at all: for a server on the same machine. */
    NONE
  }

  /** User and password. */
  public record Login(String user, Secret password) {}
}
