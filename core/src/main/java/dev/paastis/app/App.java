// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.app;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One application on an account, as declared or discovered; what changes from minute to minute is
 * in {@link TrackedApp}.
 *
 * @param id identifies the app
 * @param account the account it lives on
 * @param ref the provider's own identifier of the app
 * @param name the name people know it by, unique in its space
 * @param hosts host names at which the gateway answers for it, in lower case, without port
 * @param settings how it sleeps and wakes
 * @param group its group, if it has one
 * @param wall what keeps it from sleep, {@code null} unless it is production
 * @param traits what rules may ask for
 */
public record App(
    AppId id,
    Account account,
    String ref,
    String name,
    List<String> hosts,
    AppSettings settings,
    @Nullable Group group,
    @Nullable Wall wall,
    AppTraits traits) {
  /** Copies the hosts. */
  public App {
    hosts = List.copyOf(hosts);
  }

  /** An app of which nothing more is known. */
  public App(
      AppId id,
      Account account,
      String ref,
      String name,
      List<String> hosts,
      AppSettings settings,
      @Nullable Group group,
      @Nullable Wall wall) {
    this(id, account, ref, name, hosts, settings, group, wall, AppTraits.UNKNOWN);
  }

  /** An app that is not production. */
  public App(
      AppId id,
      Account account,
      String ref,
      String name,
      List<String> hosts,
      AppSettings settings,
      @Nullable Group group) {
    this(id, account, ref, name, hosts, settings, group, null);
  }

  /** The same app with that wall, or with {@code null} without one. */
  public App walledBy(@Nullable Wall other) {
    return new App(id, account, ref, name, hosts, settings, group, other, traits);
  }

  /** The same app with those traits. */
  public App with(AppTraits other) {
    return new App(id, account, ref, name, hosts, settings, group, wall, other);
  }

  /** Whether nothing may put it to sleep. */
  public boolean walled() {
    return wall != null && wall.stands();
  }

  /** The space that owns the app's account. */
  public SpaceId space() {
    return account.space();
  }
}
