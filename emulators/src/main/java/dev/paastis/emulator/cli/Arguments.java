// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.emulator.cli;

import java.util.List;

/** What the command line says; small enough to be read without a library. */
record Arguments(String provider, int port, int apps, String token, boolean help) {
  static final List<String> PROVIDERS =
      List.of("clever-cloud", "heroku", "platform-sh", "render", "scalingo");

  static final String HELP =
      """
      Usage: paastis emulate PROVIDER [--port=PORT] [--apps=N] [--token=T]
      Run an emulated platform on this machine: its API, its router, and apps that really listen.

        PROVIDER       clever-cloud, heroku, platform-sh, render or scalingo
        --port=PORT    port of the API; any free one when not said
        --apps=N       apps of the account at first (12)
        --token=T      the token with all rights (emulated-token)
        -h, --help     show this help
      """;

  private static final int DEFAULT_APPS = 12;

  static Arguments parse(String[] args) {
    Arguments result = new Arguments("", 0, DEFAULT_APPS, "emulated-token", false);
    for (int i = 0; i < args.length; i++) {
      String arg = args[i];
      if (arg.equals("-h") || arg.equals("--help")) {
        return new Arguments("", 0, 0, "", true);
      }
      if (!arg.startsWith("--")) {
        result = result.withProvider(arg);
        continue;
      }
      int equal = arg.indexOf('=');
      String name = equal < 0 ? arg : arg.substring(0, equal);
      if (equal < 0 && i + 1 == args.length) {
        throw new IllegalArgumentException(name + " needs a value; see ./paastis emulate --help");
      }
      result = result.with(name, equal < 0 ? args[++i] : arg.substring(equal + 1));
    }
    if (!PROVIDERS.contains(result.provider)) {
      throw unknown(result.provider);
    }
    return result;
  }

  static IllegalArgumentException unknown(String provider) {
    String which = provider.isEmpty() ? "no provider was named" : "no provider '" + provider + "'";
    return new IllegalArgumentException(which + "; allowed: " + String.join(", ", PROVIDERS));
  }

  private Arguments withProvider(String name) {
    if (!provider.isEmpty()) {
      throw new IllegalArgumentException("one provider at a time, got: " + provider + ", " + name);
    }
    return new Arguments(name, port, apps, token, help);
  }

  private Arguments with(String name, String value) {
    return switch (name) {
      case "--port" -> new Arguments(provider, number(name, value, 65_535), apps, token, help);
      case "--apps" -> new Arguments(provider, port, number(name, value, 100_000), token, help);
      case "--token" -> new Arguments(provider, port, apps, value, help);
      default ->
          throw new IllegalArgumentException(
              "unknown option " + name + "; see ./paastis emulate --help");
    };
  }

  private static int number(String name, String value, int most) {
    try {
      int number = Integer.parseInt(value);
      if (number >= 0 && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // told below, with the bounds
    }
    throw new IllegalArgumentException(
        "%s must be a whole number from 0 to %d, got: %s".formatted(name, most, value));
  }
}
