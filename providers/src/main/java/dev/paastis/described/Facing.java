// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.described;

import dev.paastis.app.Upstream;
import dev.paastis.provider.AccountSettings;
import dev.paastis.provider.Setting;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** How the apps of an account are reached: the settings that all such platforms share. */
public final class Facing {
  private static final Pattern PATH = Pattern.compile("/[!-~]*");

  private final @Nullable String readiness;
  private final OwnHost ownHost;

  private Facing(@Nullable String readiness, OwnHost ownHost) {
    this.readiness = readiness;
    this.ownHost = ownHost;
  }

  /** Their part of a form. */
  public static List<Setting> settings() {
    return List.of(
        Setting.text(
            "readiness",
            null,
            "path that answers 2xx or 3xx once an app is ready, for example /health; else an app"
                + " is ready as soon as it accepts a connection"),
        Setting.choice(
            "own-host",
            Arrays.stream(OwnHost.values()).map(OwnHost::wire).toList(),
            "whether requests to an app carry the host of its upstream instead of the visitor's;"
                + " by-scheme: they do with https"));
  }

  /**
   * Reads that part.
   *
   * @throws IllegalArgumentException when a value makes no sense
   */
  public static Facing of(AccountSettings settings) {
    String readiness = settings.text("readiness").filter(path -> !path.isBlank()).orElse(null);
    if (readiness != null && !PATH.matcher(readiness).matches()) {
      throw new IllegalArgumentException(
          "'readiness' must be a path such as /health, got: " + readiness);
    }
    return new Facing(readiness, ownHost(settings.text("own-host").orElse("by-scheme")));
  }

  private static OwnHost ownHost(String text) {
    return Arrays.stream(OwnHost.values())
        .filter(value -> value.wire().equals(text))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException("'own-host' must be by-scheme, yes or no, got: " + text));
  }

  @Nullable String readiness() {
    return readiness;
  }

  Upstream of(Upstream upstream) {
    return ownHost.applyTo(upstream);
  }
}
