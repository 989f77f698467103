// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.emulator.heroku;

import dev.paastis.emulator.EmulatorSettings;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The apps of a small agency: for each client a few, in production, staging and review. */
final class Fleet {
  /** From then on a host name carries a hash. */
  private static final Instant HASHED_HOSTS = Instant.parse("2023-06-14T00:00:00Z");

  private static final List<String> CLIENTS =
      List.of("shop", "bakery", "museum", "clinic", "festival", "winery", "school", "atelier");

  private static final List<Kind> KINDS =
      List.of(
          new Kind("", 2, 1, DynoSize.STANDARD_1X),
          new Kind("-staging", 1, 0, DynoSize.BASIC),
          new Kind("-pr42", 1, 0, DynoSize.ECO),
          new Kind("-api", 2, 3, DynoSize.STANDARD_2X),
          new Kind("-pr57", 0, 0, DynoSize.ECO),
          new Kind("-admin", 1, 1, DynoSize.BASIC),
          new Kind("-demo", 0, 0, DynoSize.BASIC),
          new Kind("-search", 1, 0, DynoSize.PERFORMANCE_M));

  private Fleet() {}

  /** Adds so many apps. */
  static void settle(Platform platform, EmulatorSettings settings) {
    IntStream.range(0, settings.apps()).forEach(index -> add(platform, index, settings));
  }

  private static void add(Platform platform, int index, EmulatorSettings settings) {
    Instant now = settings.clock().instant();
    Kind kind = KINDS.get(index % KINDS.size());
    int client = index / KINDS.size();
    String name = settings.name(index, client(client) + kind.suffix());
    // Every third client has been there since before host names carried a hash.
    Instant created =
        client % 3 == 2 ? HASHED_HOSTS.minus(Duration.ofDays(400)) : now.minus(Duration.ofDays(90));
    Identity identity =
        new Identity(
            UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString(),
            name,
            host(name, created),
            client % 2 == 0 ? "eu" : "us",
            client % 4 == 3 ? "agency" : null,
            created,
            now.minus(Duration.ofDays(2)),
            kind.stage());
    platform.add(identity, formation(kind));
  }

  private static String client(int number) {
    String word = CLIENTS.get(number % CLIENTS.size());
    return number < CLIENTS.size() ? word : word + "-" + number / CLIENTS.size();
  }

  private static List<ProcessRow> formation(Kind kind) {
    return List.of(row("web", kind.web(), kind.size()), row("worker", kind.worker(), kind.size()));
  }

  static ProcessRow row(String type, int quantity, DynoSize size) {
    return new ProcessRow(UUID.randomUUID().toString(), type, quantity, size);
  }

  /** The public host: never to be computed from the name, since a part of it is random. */
  static @Nullable String host(String name, Instant created) {
    return created.isBefore(HASHED_HOSTS)
        ? name + ".herokuapp.com"
        : name + "-" + hash(name) + ".herokuapp.com";
  }

  private static String hash(String name) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
      return "%064x".formatted(new BigInteger(1, digest)).substring(0, 12);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private record Kind(String suffix, int web, int worker, DynoSize size) {
    /** As the suffix says; most clients' other apps are in no pipeline. */
    @Nullable String stage() {
      return switch (suffix) {
        case "" -> "production";
        case "-staging" -> "staging";
        case "-pr42", "-pr57" -> "review";
        default -> null;
      };
    }
  }
}
