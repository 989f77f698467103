// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.emulator.cli;

import dev.paastis.emulator.vendors.Vendor;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the command line says; small enough to be read without a library.
 *
 * @param provider which vendor
 * @param port port of the API, 0 for any
 * @param apps apps of the account at first
 * @param token the token with all rights
 * @param latency by how much every answer comes later
 * @param failRate share of the calls that get 500, 0 to 1
 * @param bootTime how long an app takes to listen
 * @param rateLimit whether the vendor's rate limits hold
 * @param help whether only the help is wanted
 */
record Arguments(
    String provider,
    int port,
    int apps,
    String token,
    Duration latency,
    double failRate,
    Duration bootTime,
    boolean rateLimit,
    boolean help) {
  static final List<String> PROVIDERS = Vendor.providers();

  static final String HELP =
      """
      Usage: paastis emulate PROVIDER [OPTION]...
      Run an emulated platform on this machine: its API, its router, and apps that really listen.

        PROVIDER             clever-cloud, heroku, platform-sh, render or scalingo
        --port=PORT          port of the API; any free one when not said
        --apps=N             apps of the account at first (12)
        --token=T            the token with all rights (emulated-token)

      For a dry run in bad weather:
        --boot-time=TIME     from the end of an order until the app listens (700ms)
        --latency=TIME       every answer of the API comes that much later (0ms)
        --fail-rate=SHARE    share of the calls that get 500 and are not carried out, 0 to 1 (0)
        --rate-limit=on|off  whether the vendor's rate limits hold (on)

        -h, --help           show this help
      TIME is a number with ms, s or m behind it: 250ms, 5s, 1m.
      """;

  private static final String SEE_HELP = "; see ./paastis emulate --help";
  private static final Pattern TIME = Pattern.compile("(\\d{1,6})(ms|s|m)");
  private static final Map<String, String> DEFAULTS =
      Map.of(
          "--port", "0",
          "--apps", "12",
          "--token", "emulated-token",
          "--latency", "0ms",
          "--fail-rate", "0",
          "--boot-time", "700ms",
          "--rate-limit", "on");

  static Arguments parse(String... args) {
    Map<String, String> options = new LinkedHashMap<>(DEFAULTS);
    String provider = "";
    for (int i = 0; i < args.length; i++) {
      String arg = args[i];
      if (arg.equals("-h") || arg.equals("--help")) {
        return of("", DEFAULTS, true);
      }
      if (!arg.startsWith("--")) {
        provider = only(provider, arg);
        continue;
      }
      int equal = arg.indexOf('=');
      if (equal < 0 && i + 1 == args.length) {
        throw new IllegalArgumentException(arg + " needs a value" + SEE_HELP);
      }
      String name = known(equal < 0 ? arg : arg.substring(0, equal));
      options.put(name, equal < 0 ? args[++i] : arg.substring(equal + 1));
    }
    if (!PROVIDERS.contains(provider)) {
      throw unknown(provider);
    }
    return of(provider, options, false);
  }

  static IllegalArgumentException unknown(String provider) {
    String which = provider.isEmpty() ? "no provider was named" : "no provider '" + provider + "'";
    return new IllegalArgumentException(which + "; allowed: " + String.join(", ", PROVIDERS));
  }

  private static Arguments of(String provider, Map<String, String> options, boolean help) {
    return new Arguments(
        provider,
        number(options, "--port", 65_535),
        number(options, "--apps", 100_000),
        value(options, "--token"),
        time(options, "--latency"),
        share(options, "--fail-rate"),
        time(options, "--boot-time"),
        onOff(options, "--rate-limit"),
        help);
  }

  private static String only(String before, String provider) {
    if (!before.isEmpty()) {
      throw new IllegalArgumentException(
          "one provider at a time, got: " + before + ", " + provider);
    }
    return provider;
  }

  private static String known(String name) {
    if (!DEFAULTS.containsKey(name)) {
      throw new IllegalArgumentException("unknown option " + name + SEE_HELP);
    }
    return name;
  }

  private static String value(Map<String, String> options, String name) {
    return options.getOrDefault(name, "");
  }

  private static int number(Map<String, String> options, String name, int most) {
    String value = value(options, name);
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

  private static double share(Map<String, String> options, String name) {
    String value = value(options, name);
    if (!value.matches("0|1|0?\\.\\d{1,6}|[01]\\.0{1,6}")) {
      throw new IllegalArgumentException(name + " must be from 0 to 1, got: " + value);
    }
    return Double.parseDouble(value);
  }

  private static Duration time(Map<String, String> options, String name) {
    Matcher matcher = TIME.matcher(value(options, name));
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "%s must be a time such as 250ms, 5s or 1m, got: %s"
              .formatted(name, value(options, name)));
    }
    long number = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "ms" -> Duration.ofMillis(number);
      case "s" -> Duration.ofSeconds(number);
      default -> Duration.ofMinutes(number);
    };
  }

  private static boolean onOff(Map<String, String> options, String name) {
    String value = value(options, name);
    if (!value.equals("on") && !value.equals("off")) {
      throw new IllegalArgumentException(name + " must be on or off, got: " + value);
    }
    return value.equals("on");
  }
}
