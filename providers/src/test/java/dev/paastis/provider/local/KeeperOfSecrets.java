// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.local;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;

/** An engine with secrets in its environment that starts an app and waits for what it sees. */
final class KeeperOfSecrets {
  private KeeperOfSecrets() {}

  public static void main(String[] args) {
    Path folder = Path.of(args[0]);
    var fixture = new LocalFixture(folder);
    String script = "env > env.part; mv env.part env.txt; exec sleep 600";
    try (LocalProvider provider = fixture.provider(fixture.shell("one", script))) {
      LocalFixture.started(provider, "one");
      while (!Files.exists(folder.resolve("env.txt"))) {
        LockSupport.parkNanos(10_000_000);
      }
      LocalFixture.done(provider.stop("one", LocalFixture.soon()));
    }
  }
}
