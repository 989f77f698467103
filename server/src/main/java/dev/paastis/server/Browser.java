// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server;

import java.io.IOException;
import java.util.List;
import java.util.Locale;

/** Opens an address in the user's browser where there is a desktop. */
final class Browser {
  private Browser() {}

  /** Opens it, or does nothing: the address is printed anyway. */
  static void open(String address) {
    boolean mac = System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("mac");
    boolean desktop =
        mac || System.getenv("DISPLAY") != null || System.getenv("WAYLAND_DISPLAY") != null;
    if (desktop) {
      try {
        var _ =
            new ProcessBuilder(List.of(mac ? "open" : "xdg-open", address))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
      } catch (IOException e) {
        System.err.println("paastis: no browser could be opened; open the console's link by hand");
      }
    }
  }
}
