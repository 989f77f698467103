// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.concurrent.Callable;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import picocli.CommandLine.Command;

/** Hashes a password for a route. */
@Command(
    name = "hash",
    description = "Hash a password, read from standard input, for the basic-auth of a route.",
    footer = {"", "Example: printf %s 'the password' | paastis routes hash > ann.hash"})
final class RouteHashCommand implements Callable<Integer> {
  private static final int ITERATIONS = 600_000;
  private static final int BITS = 256;

  private final Session session;

  RouteHashCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    String password = read();
    if (password == null || password.isEmpty()) {
      session.terminal().print("there is no password on standard input");
      return ExitStatus.FAILED.code();
    }
    byte[] salt = new byte[16];
    new SecureRandom().nextBytes(salt);
    Base64.Encoder base64 = Base64.getEncoder();
    session
        .terminal()
        .print(
            "pbkdf2-sha256:%d:%s:%s"
                .formatted(
                    ITERATIONS,
                    base64.encodeToString(salt),
                    base64.encodeToString(hash(password, salt))));
    return ExitStatus.DONE.code();
  }

  private static byte[] hash(String password, byte[] salt) {
    try {
      PBEKeySpec key = new PBEKeySpec(password.toCharArray(), salt, ITERATIONS, BITS);
      return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256").generateSecret(key).getEncoded();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has PBKDF2", e);
    }
  }

  private static @org.jspecify.annotations.Nullable String read() {
    try {
      return new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))
          .readLine();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
