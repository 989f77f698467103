// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.local;

import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** An engine that starts an app and then waits to be killed. */
final class KilledEngine {
  private KilledEngine() {}

  public static void main(String[] args) throws InterruptedException {
    var fixture = new LocalFixture(Path.of(args[0]));
    LocalFixture.started(fixture.provider(fixture.idle("one")), "one");
    System.out.println("started");
    new CountDownLatch(1).await();
  }
}
