// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.store;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Where a PostgreSQL database is and who asks. Immutable; the password shows neither in {@link
 * #toString()} nor in any message.
 */
public final class DatabaseUrl {
  private static final Pattern FORM =
      Pattern.compile(
          "(?:jdbc:)?postgres(?:ql)?://(?:([^/?]*)@)?([^/?@]+)/([^?]+)(?:\\?(.*))?",
          Pattern.DOTALL);

  /** Names that libpq and its kin use, where the driver has another one. */
  private static final Map<String, String> DRIVER_NAMES =
      Map.of("connect_timeout", "connectTimeout", "application_name", "ApplicationName");

  private final String hosts;
  private final String database;
  private final @Nullable String user;
  private final @Nullable String password;
  private final Map<String, String> parameters;

  private DatabaseUrl(
      String hosts, String database, @Nullable String userInfo, Map<String, String> parameters) {
    this.hosts = hosts;
    this.database = database;
    int colon = userInfo == null ? -1 : userInfo.indexOf(':');
    @Nullable String name = colon < 0 || userInfo == null ? userInfo : userInfo.substring(0, colon);
    this.user = name == null ? parameters.get("user") : decode(name);
    this.password =
        colon < 0 || userInfo == null
            ? parameters.get("password")
            : decode(userInfo.substring(colon + 1));
    this.parameters = new LinkedHashMap<>(parameters);
    this.parameters.keySet().removeAll(Set.of("user", "password"));
  }

  /**
   * Reads {@code postgres://user:password@host:port/database?parameters}, the same with {@code
   * postgresql://}, or {@code jdbc:postgresql://host:port/database?user=...}.
   *
   * @throws IllegalArgumentException when it is none of these; the message does not repeat the text
   */
  public static DatabaseUrl parse(String text) {
    Matcher matcher = FORM.matcher(text.strip());
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "the database address must read postgres://user:password@host:port/database or"
              + " jdbc:postgresql://host:port/database?user=...&password=..., with special"
              + " characters percent-encoded; what is given (not shown, it may hold a password)"
              + " does not");
    }
    return new DatabaseUrl(
        matcher.group(2), decode(matcher.group(3)), matcher.group(1), parameters(matcher.group(4)));
  }

  static DatabaseUrl embedded(int port, String password) {
    return new DatabaseUrl(
        "127.0.0.1:" + port,
        "postgres",
        null,
        Map.of("user", EmbeddedServer.USER, "password", password));
  }

  /** Host and port as given, for messages. */
  public String hosts() {
    return hosts;
  }

  /** The driver's form, without user and password. */
  String jdbcUrl() {
    String query =
        parameters.entrySet().stream()
            .map(entry -> encode(entry.getKey()) + "=" + encode(entry.getValue()))
            .collect(Collectors.joining("&"));
    return "jdbc:postgresql://" + hosts + "/" + encode(database) + "?" + query;
  }

  /** A plain data source of that database, which opens a connection each time. */
  PGSimpleDataSource dataSource() {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setConnectTimeout(2);
    source.setTcpKeepAlive(true);
    source.setApplicationName("paastis");
    source.setUrl(jdbcUrl());
    if (user != null) {
      source.setUser(user);
    }
    if (password != null) {
      source.setPassword(password);
    }
    return source;
  }

  @Override
  public String toString() {
    return "postgres://" + (user == null ? "" : user + "@") + hosts + "/" + database;
  }

  private static Map<String, String> parameters(@Nullable String query) {
    Map<String, String> parameters = new LinkedHashMap<>();
    if (query == null || query.isEmpty()) {
      return parameters;
    }
    for (String pair : query.split("&", -1)) {
      int equal = pair.indexOf('=');
      String key = decode(equal < 0 ? pair : pair.substring(0, equal));
      String value = equal < 0 ? "" : decode(pair.substring(equal + 1));
      parameters.put(DRIVER_NAMES.getOrDefault(key, key), value);
    }
    return parameters;
  }

  private static String decode(String text) {
    // A plus sign is itself here, as in every tool that reads such addresses.
    try {
      return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "the database address has a '%' that is not followed by two hexadecimal digits; write a"
              + " '%' itself as %25");
    }
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
