// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.config;

import dev.paastis.app.AppSettings;
import dev.paastis.app.AppTraits;
import dev.paastis.policy.Terms;
import dev.paastis.policy.WakeBudget;
import dev.paastis.provider.AccountSettings;
import dev.paastis.provider.ProviderKind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What {@code paastis.yml} says, validated as a whole.
 *
 * @param space name of the space that owns the accounts
 * @param defaults settings of apps about which nothing else is said
 * @param wakes how many wakes by requests all apps together may have
 * @param gateway the gateway's section
 * @param consolePort port of console, API and management; {@code null} when not said
 * @param syslogPort port for log drains by syslog over TCP; {@code null}: none
 * @param accounts the accounts
 * @param policies when apps sleep, and what belongs together
 * @param messages hooks, and channels of messages
 * @param ignore which requests wake nothing
 * @param routing what is asked of requests before an app gets them
 */
public record Configuration(
    String space,
    AppSettings defaults,
    WakeBudget wakes,
    Gateway gateway,
    @Nullable Integer consolePort,
    @Nullable Integer syslogPort,
    List<AccountEntry> accounts,
    Policies policies,
    Messages messages,
    Ignoring ignore,
    RouteSource.Routing routing) {
  /**
   * The gateway's section.
   *
   * @param port port for HTTP/1.1; {@code null} when not said
   * @param domain apps answer at {@code <app>.<domain>}
   * @param trustedPeers addresses or CIDR blocks whose forwarded headers are believed
   * @param holdPerApp requests held for one app at most
   * @param holdPerSpace requests held for all apps of a space at most
   * @param holdTime how long a request is held at most
   * @param silentStream how long an open but silent stream counts as activity
   * @param tls what is served by TLS
   * @param forwardAuth where proxies of one's own ask; {@code null}: nowhere
   * @param network who is around the gateway
   * @param observing how it is observed
   */
  public record Gateway(
      @Nullable Integer port,
      String domain,
      List<String> trustedPeers,
      int holdPerApp,
      int holdPerSpace,
      Duration holdTime,
      Duration silentStream,
      Tls tls,
      @Nullable ForwardAuth forwardAuth,
      Network network,
      Observing observing) {}

  /**
   * Where proxies of one's own ask before they forward.
   *
   * @param port port of the gateway, apart from that of visitors
   * @param grace how long a request that was let through counts as under way
   */
  public record ForwardAuth(int port, Duration grace) {}

  /**
   * One account.
   *
   * @param name unique in the space
   * @param provider kind of platform
   * @param region region of the platform, empty where there is no such thing
   * @param apps the declared apps of a local account
   * @param platform what an account of any other kind says
   * @param terms what it says of when its apps sleep
   */
  public record AccountEntry(
      String name,
      String provider,
      String region,
      List<AppEntry> apps,
      Optional<Platform> platform,
      Terms terms) {}

  /**
   * What an account of a platform says.
   *
   * @param kind of platform
   * @param settings complete, credentials included
   * @param imports apps whose names match one of these are taken over as soon as they are found
   * @param production whether every app on it is production
   */
  public record Platform(
      ProviderKind kind,
      AccountSettings settings,
      List<java.util.regex.Pattern> imports,
      boolean production) {}

  /**
   * One app of a local account.
   *
   * @param name unique in the space; the first label of its host name
   * @param command program and arguments
   * @param folder where it runs
   * @param environment variables it gets besides {@code PORT}
   * @param readiness path that answers 2xx or 3xx once it is ready
   * @param port its port; {@code null}: a free one
   * @param stopGrace time between SIGTERM and SIGKILL
   * @param hosts further host names at which it answers
   * @param settings its own settings, complete
   * @param own what it says itself, which goes before every rule
   * @param traits what rules may ask for
   */
  public record AppEntry(
      String name,
      List<String> command,
      Path folder,
      Map<String, String> environment,
      @Nullable String readiness,
      @Nullable Integer port,
      Duration stopGrace,
      List<String> hosts,
      AppSettings settings,
      Terms own,
      AppTraits traits) {}

  /** All declared apps of all accounts. */
  public List<AppEntry> apps() {
    return accounts.stream().flatMap(account -> account.apps().stream()).toList();
  }
}
