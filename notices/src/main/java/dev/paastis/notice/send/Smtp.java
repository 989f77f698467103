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
 * @param starttls whether the connection must be encrypted before anything is said
 * @param login who signs in there, {@code null} for nobody
 */
public record Smtp(String host, int port, String from, boolean starttls, @Nullable Login login) {
  /** User and password. */
  public record Login(String user, Secret password) {}
}
