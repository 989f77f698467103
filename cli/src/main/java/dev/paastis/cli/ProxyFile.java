// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.cli;

import dev.paastis.api.DurationText;
import dev.paastis.api.ProxyView;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Fills the configuration of a proxy with what the server and the options say. */
final class ProxyFile {
  /** What may stand unquoted in every one of the formats. */
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9._:/\\[\\]*-]+");

  /** A question may be answered at the very end of its hold. */
  private static final int MARGIN_SECONDS = 5;

  private final ProxyView view;
  private final ExportOptions options;
  private final int asked;

  ProxyFile(ProxyView view, ExportOptions options) {
    Integer port = view.forwardAuthPort();
    if (port == null) {
      throw new Failure(
          ExitStatus.REFUSED,
          "the gateway does not answer proxies; set gateway.forward-auth and gateway.trusted-peers"
              + " in paastis.yml and start the server again");
    }
    this.view = view;
    this.options = options;
    this.asked = port;
  }

  String text(ProxyKind kind) {
    String text = template(kind);
    for (Map.Entry<String, String> value : values(kind).entrySet()) {
      text = text.replace("{{" + value.getKey() + "}}", value.getValue());
    }
    return text;
  }

  private Map<String, String> values(ProxyKind kind) {
    long hold = DurationText.parse(view.hold()).toSeconds();
    Map<String, String> values = new LinkedHashMap<>();
    values.put("host", plain(options.gateway));
    values.put("port", String.valueOf(view.port()));
    values.put("asked", String.valueOf(asked));
    values.put("gateway", plain(options.gateway) + ":" + view.port());
    values.put("questions", plain(options.gateway) + ":" + asked);
    values.put("listen", String.valueOf(options.listen));
    values.put("resolver", plain(options.resolver()));
    values.put("authorities", plain(options.authorities));
    values.put("lua", plain(options.lua));
    values.put("patience", String.valueOf(hold + MARGIN_SECONDS));
    values.put("hosts", hosts(kind));
    TraefikApps traefik = new TraefikApps(view, values.get("gateway"));
    values.put("routers", traefik.routers());
    values.put("services", traefik.services());
    return values;
  }

  /** Every name under the domain, which an alias or a later app may have, and the further hosts. */
  private String hosts(ProxyKind kind) {
    String domain = plain(view.domain());
    List<String> all = new ArrayList<>(List.of("*." + domain));
    for (ProxyView.AppView app : view.apps()) {
      app.hosts().stream()
          .map(ProxyFile::plain)
          .filter(host -> !isBelow(host, domain) && !all.contains(host))
          .forEach(all::add);
    }
    return switch (kind) {
      case NGINX -> String.join(" ", all);
      case CADDY ->
          all.stream()
              .map(host -> "http://" + host + ":" + options.listen)
              .collect(Collectors.joining(", "));
      case ENVOY -> all.stream().map(ProxyFile::withAnyPort).collect(Collectors.joining(", "));
      case HAPROXY, HAPROXY_LUA, TRAEFIK -> "";
    };
  }

  private static boolean isBelow(String host, String domain) {
    String label = host.endsWith("." + domain) ? host.substring(0, host.indexOf('.')) : "";
    return host.equals(label + "." + domain);
  }

  private static String withAnyPort(String host) {
    return '"' + host + '"';
  }

  static String plain(String value) {
    if (!PLAIN.matcher(value).matches()) {
      throw new Failure(
          ExitStatus.USAGE, "'%s' cannot stand in a proxy's configuration".formatted(value));
    }
    return value;
  }

  private static String template(ProxyKind kind) {
    try (InputStream in =
        Objects.requireNonNull(
            ProxyFile.class.getResourceAsStream(kind.template()), kind.template())) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
