// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.scalingo;

import dev.paastis.app.Upstream;
import dev.paastis.provider.DiscoveredApp.Trait;
import dev.paastis.rest.SharedRouter;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * An app as the API describes it.
 *
 * @param status the vendor's word, for example {@code running}
 * @param baseUrl the address that always works; empty when the API left it out
 * @param url the address that is shown, perhaps a domain of the owner's
 * @param owner user name of whom it belongs to
 * @param child whether the API names an app that it was made from
 */
record Hosted(
    String id,
    String name,
    String status,
    String region,
    String baseUrl,
    String url,
    String owner,
    boolean child) {
  /** How the platform names the review apps that it makes. */
  private static final Pattern REVIEW_APP = Pattern.compile(".+-pr\\d+");

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
            text(app.path("owner"), "username"),
            !text(app, "parent_app_id").isEmpty() || !text(app, "parent_app_name").isEmpty());
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

  /** Whether containers come up, of which none may answer yet. */
  boolean booting() {
    return status.equals("booting");
  }

  /**
   * Review apps, by the name that the platform gives them.
   *
   * @see <a href="https://doc.scalingo.com/platform/app/review-apps">Review apps</a>
   */
  Set<Trait> traits() {
    return child || REVIEW_APP.matcher(name).matches() ? Set.of(Trait.REVIEW_APP) : Set.of();
  }

  /**
   * Where it answers. The generated address and not the canonical domain: that one may already lead
   * to the gateway.
   */
  Upstream upstream(ScalingoSettings account) {
    String home = region.isEmpty() ? account.region() : region;
    SharedRouter router = account.router();
    return router.appAt(baseUrl).orElseGet(() -> router.app(name + "." + home + ".scalingo.io"));
  }

  /** The canonical domain, where there is one. */
  List<String> hosts() {
    Optional<String> generated = host(baseUrl);
    return host(url)
        .filter(_ -> generated.isPresent())
        .filter(shown -> !shown.equals(generated.get()))
        .stream()
        .toList();
  }

  static String text(JsonNode node, String field) {
    JsonNode value = node.path(field);
    return value.isString() ? value.stringValue() : "";
  }

  private static Optional<String> host(String url) {
    try {
      return Optional.ofNullable(URI.create(url).getHost()).map(h -> h.toLowerCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // not an address: the caller knows another
    }
  }
}
