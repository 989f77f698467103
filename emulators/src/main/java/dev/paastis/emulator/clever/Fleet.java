// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.emulator.clever;

import dev.paastis.emulator.EmulatorSettings;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** The apps of a small agency: production, staging, review apps and workers, some stopped. */
final class Fleet {
  static final String USER = "user_11111111-0000-4000-8000-000000000001";
  static final String AGENCY = "orga_22222222-0000-4000-8000-000000000002";
  static final String LABS = "orga_33333333-0000-4000-8000-000000000003";
  static final List<String> OWNERS = List.of(USER, AGENCY, LABS);

  private static final String[] PROJECTS = {
    "shop", "bakery", "museum", "school", "clinic", "hotel", "harbor", "garden"
  };
  private static final String[] KINDS = {
    "", "-staging", "-pr42", "-api", "-worker", "-pr57", "-admin", "-demo"
  };
  private static final String[] SLUGS = {"node", "php", "python", "jar", "docker", "go"};
  private static final List<Scaling> SCALINGS =
      List.of(
          new Scaling(2, 4, "S", "M"),
          Scaling.fixed("XS"),
          Scaling.fixed("nano"),
          new Scaling(1, 2, "XS", "S"),
          Scaling.fixed("S"));

  private Fleet() {}

  /** Puts that many apps onto the platform. */
  static void settle(Platform platform, EmulatorSettings settings) {
    for (int i = 0; i < settings.apps(); i++) {
      HostedApp app = app(i, settings.name(i, name(i)));
      platform.add(app);
      if (i % 5 == 2) {
        platform.stoppedSinceLong(app);
      } else {
        platform.runSinceLong(app);
      }
    }
  }

  private static String owner(int number) {
    if (number % 10 == 9) {
      return USER;
    }
    return number % 4 == 3 ? LABS : AGENCY;
  }

  private static HostedApp app(int number, String name) {
    String uuid = UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString();
    List<String> vhosts = new ArrayList<>();
    if (number % 8 == 0) {
      vhosts.add("www." + name + ".example.org/");
      vhosts.add("example.org/" + name + "/");
    }
    // a host name may not hold the underscore of the id
    vhosts.add("app-" + uuid + ".cleverapps.io/");
    return new HostedApp(
        new HostedApp.Identity(
            "app_" + uuid,
            name,
            owner(number),
            SLUGS[number % SLUGS.length],
            1_704_700_000_000L + number),
        SCALINGS.get(number % SCALINGS.size()),
        vhosts);
  }

  private static String name(int number) {
    int pair = number % (PROJECTS.length * KINDS.length);
    int round = number / (PROJECTS.length * KINDS.length);
    String name = PROJECTS[pair / KINDS.length] + KINDS[pair % KINDS.length];
    return round == 0 ? name : name + "-" + (round + 1);
  }
}
