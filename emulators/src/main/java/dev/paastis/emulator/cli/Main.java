// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.emulator.cli;

import dev.paastis.emulator.EmulatedPlatform;
import dev.paastis.emulator.Emulator;
import dev.paastis.emulator.EmulatorSettings;
import dev.paastis.emulator.EmulatorSettings.Pace;
import dev.paastis.emulator.vendors.Vendor;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;

/** Runs one emulated platform until it is told to end. */
public final class Main {
  private static final int USAGE = 2;
  private static final int FAILED = 1;

  private Main() {}

  /** Runs it; prints the API's address, the router's, the token, and {@code ready}. */
  public static void main(String[] args) throws InterruptedException {
    try {
      serve(Arguments.parse(args));
    } catch (IllegalArgumentException e) {
      System.err.println("paastis: " + e.getMessage());
      System.exit(USAGE);
    } catch (java.io.UncheckedIOException e) {
      System.err.println("paastis: " + e.getMessage());
      System.exit(FAILED);
    }
  }

  private static void serve(Arguments arguments) throws InterruptedException {
    if (arguments.help()) {
      System.out.print(Arguments.HELP);
      return;
    }
    Emulator emulator = open(arguments);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(() -> {
              emulator.close();
              Runtime.getRuntime().halt(0); // being told to end is not a failure
            }));
    System.out.println("API     " + emulator.api());
    System.out.println("Router  " + emulator.router() + "  (apps by Host)");
    System.out.println("Token   " + emulator.token());
    System.out.println("ready");
    System.out.flush();
    new CountDownLatch(1).await();
  }

  static Emulator open(Arguments arguments) {
    Vendor vendor =
        Vendor.named(arguments.provider())
            .orElseThrow(() -> Arguments.unknown(arguments.provider()));
    EmulatorSettings settings =
        new EmulatorSettings(
            arguments.port(),
            arguments.apps(),
            arguments.token(),
            InstantSource.system(),
            Pace.DEFAULT.booting(arguments.bootTime()));
    EmulatedPlatform platform =
        vendor.start(arguments.rateLimit() ? settings : settings.unlimited());
    platform.faults().delayAll(arguments.latency());
    platform.failSome(arguments.failRate());
    return platform;
  }
}
