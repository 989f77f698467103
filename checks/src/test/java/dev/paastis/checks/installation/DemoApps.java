// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.checks.installation;

import java.util.List;

/** What the tests know of the demo's apps. */
public final class DemoApps {
  /** Their names. */
  public static final List<String> NAMES = List.of("hello", "slow", "shop", "shop-api", "chat");

  /** Path of the chat's WebSocket. */
  public static final String CHAT_SOCKET = "/ws";

  /** Path of the chat's server-sent events. */
  public static final String CHAT_STREAM = "/events";

  private static final String PACKAGE = "dev.paastis.samples.";

  private DemoApps() {}

  /** The main class of an app: {@code ShopApi} for {@code shop-api}. */
  public static String mainClass(String app) {
    StringBuilder name = new StringBuilder(PACKAGE);
    for (String word : app.split("-", -1)) {
      name.append(Character.toUpperCase(word.charAt(0))).append(word.substring(1));
    }
    return name.toString();
  }
}
