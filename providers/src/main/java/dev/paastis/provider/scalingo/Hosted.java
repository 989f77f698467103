// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.scalingo;

import dev.paastis.app.Upstream;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * An app as the API describes it.
 *
 * @param status the vendor's word, for example {@code running}
 * @param baseUrl the address that always works; empty when the API left it out
 * @param url the address that is shown, perhaps a domain of the owner's
 */
record Hosted(
    String id,
    String name,
    String status,
    String region,
    String baseUrl,
    String url,
    String owner) {

  /** Empty when the answer does not say which app it is. */
  static Optional<Hosted> of(JsonNode app) {
    Hosted hosted =
        new Hosted(
            text(app, "id"),
            text(app, "name"),
            text(app, "status"),
            text(app, "region"),
            text(app, "base_url"),
            text(app, "url"),
            text(app.path("owner"), "username"));
    return hosted.id.isBlank() || hosted.name.isBlank() ? Optional.empty() : Optional.of(hosted);
  }

  boolean neverDeployed() {
    return status.equals("new");
  }

  boolean stopped() {
    return status.equals("stopped") || neverDeployed();
  }

  boolean running() {
    return status.equals("running");
  }

  boolean crashed() {
    return status.equals("crashed");
  }

  /** Whether an operation is under way, during which no order is accepted. */
  boolean busy() {
    return switch (status) {
      case "scaling", "booting", "restarting" -> true;
      default -> false;
    };
  }

  /**
   * Where it answers. The generated address and not the canonical domain: that one may already lead
   * to the gateway.
   */
  Upstream upstream(String regionOfAccount) {
    String home = region.isEmpty() ? regionOfAccount : region;
    return address(baseUrl)
        .orElseGet(() -> new Upstream("https", name + "." + home + ".scalingo.io", 443));
  }

  /** The canonical domain, where there is one. */
  List<String> hosts() {
    return address(url)
        .map(shown -> shown.host().toLowerCase(Locale.ROOT))
        .filter(host -> address(baseUrl).map(base -> !base.host().equals(host)).orElse(false))
        .stream()
        .toList();
  }

  static String text(JsonNode node, String field) {
    JsonNode value = node.path(field);
    return value.isString() ? value.stringValue() : "";
  }

  private static Optional<Upstream> address(String url) {
    try {
      URI uri = URI.create(url);
      String scheme = uri.getScheme();
      String host = uri.getHost();
      if (scheme == null || host == null) {
        return Optional.empty();
      }
      int usual = scheme.equals("http") ? 80 : 443;
      return Optional.of(new Upstream(scheme, host, uri.getPort() > 0 ? uri.getPort() : usual));
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // not an address: the caller knows another
    }
  }
}
