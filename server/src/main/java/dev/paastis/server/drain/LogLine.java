// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.drain;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the visit of which a log line tells: a line of a platform's router, or one of an access
 * log. What an app itself writes tells of none, whatever it looks like. Never fails, whatever the
 * line is.
 */
final class LogLine {
  private static final String ROUTER = "router";

  /** Programs whose syslog messages are lines of access logs. */
  private static final Set<String> SERVERS =
      Set.of("nginx", "haproxy", "caddy", "traefik", "envoy", "apache2", "apache", "httpd");

  /** Checks of health by platforms and balancers, by the beginning of their name. */
  private static final Set<String> HEALTH_CHECKS =
      Set.of("kube-probe/", "googlehc/", "elb-healthchecker/", "consul health check", "render/");

  private LogLine() {}

  /** The visit of that line, {@code null} when it tells of none. */
  static @Nullable Visit visit(String line) {
    if (line.isEmpty()) {
      return null;
    }
    SyslogLine syslog = SyslogLine.read(line);
    Visit visit = syslog == null ? plain(line) : visit(syslog);
    return visit == null || isHealthCheck(visit) ? null : visit;
  }

  private static @Nullable Visit visit(SyslogLine line) {
    if (line.process().equals(ROUTER) || line.app().equals(ROUTER)) {
      return router(line.message());
    }
    return SERVERS.contains(line.app().toLowerCase(Locale.ROOT)) ? plain(line.message()) : null;
  }

  private static @Nullable Visit plain(String line) {
    if (line.startsWith("{")) {
      return JsonLine.read(line);
    }
    Visit access = AccessLine.read(line);
    return access == null ? router(line) : access;
  }

  /**
   * A router's line, of Heroku or Scalingo.
   *
   * @see <a href="https://devcenter.heroku.com/articles/http-routing#heroku-router-log-format">the
   *     former's form</a>
   */
  private static @Nullable Visit router(String message) {
    Map<String, String> pairs = KeyValues.of(message);
    String uri = pairs.get("path");
    if (uri == null || !uri.startsWith("/") || !pairs.containsKey("method")) {
      return null;
    }
    String forwarded = pairs.getOrDefault("fwd", pairs.get("from"));
    return new Visit(pairs.get("host"), uri, pairs.get("user_agent"), first(forwarded));
  }

  private static @Nullable String first(@Nullable String addresses) {
    return addresses == null ? null : addresses.split(",", 2)[0].strip();
  }

  private static boolean isHealthCheck(Visit visit) {
    String agent = visit.agent();
    return agent != null
        && HEALTH_CHECKS.stream().anyMatch(agent.toLowerCase(Locale.ROOT)::startsWith);
  }
}
