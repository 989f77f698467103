// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.emulator.vendors;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paastis.emulator.Caller;
import dev.paastis.emulator.EmulatorSettings.Pace;
import dev.paastis.emulator.ManualClock;
import dev.paastis.emulator.vendors.EmulatedVendors.Account;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class EmulatedVendorsTest {
  private final EmulatedVendors vendors = EmulatedVendors.start(new ManualClock(), Pace.AT_ONCE);

  @AfterEach
  void close() {
    vendors.close();
  }

  @Test
  void five_vendors_serve_at_addresses_of_their_own() {
    assertThat(vendors.accounts())
        .extracting(Account::provider)
        .containsExactlyInAnyOrder("clever-cloud", "heroku", "platform-sh", "render", "scalingo");
    assertThat(vendors.accounts()).extracting(Account::api).doesNotHaveDuplicates();
    assertThat(vendors.accounts()).extracting(Account::router).doesNotHaveDuplicates();
    assertThat(vendors.account(Vendor.HEROKU).token()).isEqualTo("emulated-heroku");
  }

  @Test
  void about_forty_apps_have_names_that_occur_once_and_one_is_in_production_at_each() {
    List<String> names = new ArrayList<>();
    names.addAll(texts(list(Vendor.SCALINGO, "/v1/apps").path("apps"), "name"));
    names.addAll(texts(list(Vendor.HEROKU, "/apps"), "name"));
    JsonNode summary = list(Vendor.CLEVER_CLOUD, "/v2/summary");
    names.addAll(texts(summary.path("user").path("applications"), "name"));
    for (JsonNode owner : summary.path("organisations")) {
      names.addAll(texts(owner.path("applications"), "name"));
    }
    for (JsonNode item : list(Vendor.RENDER, "/services?limit=100")) {
      names.add(item.path("service").path("name").asString());
    }

    assertThat(names).hasSize(32).doesNotHaveDuplicates();
    assertThat(names).filteredOn(name -> name.endsWith("-production")).hasSize(4);
    assertThat(names).filteredOn(name -> name.matches(".+-pr-?\\d+")).hasSize(7);
    assertThat(texts(list(Vendor.PLATFORM_SH, "/platform/me").path("projects"), "title"))
        .containsExactly("Harbour", "Vineyard");
  }

  @Test
  void app_that_is_awake_says_who_it_is_and_one_asleep_shows_the_vendors_page() throws Exception {
    String awake = host(Vendor.HEROKU, "bakery-staging");
    String asleep = host(Vendor.HEROKU, "bakery-demo");

    assertThat(visit(Vendor.HEROKU, awake)).contains("<h1>bakery-staging</h1>", "is awake");
    assertThat(visit(Vendor.HEROKU, asleep)).contains(" 503 ");
  }

  private String host(Vendor vendor, String app) {
    URI url = URI.create(list(vendor, "/apps/" + app).path("web_url").asString());
    return url.getHost();
  }

  private JsonNode list(Vendor vendor, String path) {
    Account account = vendors.account(vendor);
    try (Caller caller =
        new Caller(
            account.api(),
            "Authorization",
            "Bearer " + bearer(account),
            "Accept",
            vendor == Vendor.HEROKU
                ? "application/vnd.heroku+json; version=3"
                : "application/json")) {
      return caller.json("GET", path, "");
    }
  }

  private static String bearer(Account account) {
    return switch (account.vendor()) {
      case SCALINGO -> exchange(account, "", "/v1/tokens/exchange", "{}").path("token").asString();
      case PLATFORM_SH ->
          exchange(
                  account,
                  "platform-cli",
                  "/oauth2/token",
                  "grant_type=api_token&api_token=" + account.token())
              .path("access_token")
              .asString();
      case CLEVER_CLOUD, HEROKU, RENDER -> account.token();
    };
  }

  private static JsonNode exchange(Account account, String user, String path, String body) {
    String password = user.isEmpty() ? account.token() : "";
    String basic =
        Base64.getEncoder()
            .encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    try (Caller caller = new Caller(account.auth(), "Authorization", "Basic " + basic)) {
      return caller.json("POST", path, body);
    }
  }

  private static List<String> texts(JsonNode array, String field) {
    return array.valueStream().map(item -> item.path(field).asString()).toList();
  }

  /** The JDK's client does not let a {@code Host} be set. */
  private String visit(Vendor vendor, String host) throws Exception {
    URI router = vendors.account(vendor).router();
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), router.getPort())) {
      socket
          .getOutputStream()
          .write(
              ("GET / HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n")
                  .getBytes(StandardCharsets.UTF_8));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
