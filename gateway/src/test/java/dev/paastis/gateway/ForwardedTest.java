// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway;

import static dev.paastis.gateway.TestGateway.HOST;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.paastis.app.Upstream;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an app is told of who asks, and requests that go round in circles. */
final class ForwardedTest {
  private static final String HERE = "for=127.0.0.1;host=hello.localhost;proto=http";

  private final TestGateway gateway =
      new TestGateway(settings -> settings.withTrustedPeers(List.of("127.0.0.1")));

  private final RawUpstream app = RawUpstream.answering("ok");

  @AfterEach
  void close() {
    app.close();
    gateway.close();
  }

  private String head(String... headers) {
    try (RawClient client = gateway.awake(app).client()) {
      assertThat(client.get(HOST, "/", headers).read().status()).isEqualTo(200);
      return app.heads().getLast();
    }
  }

  @Test
  void visitor_without_proxy_is_told_in_both_ways() {
    assertThat(head())
        .contains(
            "\r\nforwarded: " + HERE + "\r\n",
            "\r\nx-forwarded-for: 127.0.0.1\r\n",
            "\r\nx-forwarded-port: 80\r\n");
  }

  @Test
  void port_and_host_with_port_are_told() {
    try (RawClient client = gateway.awake(app).client()) {
      client.get(HOST + ":8080", "/").read();

      assertThat(app.heads().getLast())
          .contains("x-forwarded-port: 8080\r\n", "host=\"hello.localhost:8080\";");
    }
  }

  @Test
  void older_fields_of_a_trusted_peer_are_told_in_the_standard_one() {
    assertThat(
            head(
                "X-Forwarded-For: 2001:db8::7, 10.0.0.1",
                "X-Forwarded-Proto: https",
                "X-Forwarded-Host: shop.example"))
        .contains(
            "forwarded: for=\"[2001:db8::7]\";host=shop.example;proto=https, for=10.0.0.1, " + HERE,
            "x-forwarded-for: 2001:db8::7, 10.0.0.1, 127.0.0.1\r\n",
            "x-forwarded-port: 443\r\n");
  }

  @Test
  void standard_field_of_a_trusted_peer_is_told_in_the_older_ones() {
    assertThat(
            head(
                "Forwarded: For=\"[2001:db8:cafe::17]:4711\";proto=https;host=\"shop.example:8443\""
                    + ";by=203.0.113.43",
                "Forwarded: for=\"192.0.2.43:80\", for=_hidden;secret=x, for=unknown"))
        .contains(
            "x-forwarded-for: 2001:db8:cafe::17, 192.0.2.43, _hidden, unknown, 127.0.0.1\r\n",
            "x-forwarded-proto: https\r\n",
            "x-forwarded-host: shop.example:8443\r\n",
            "forwarded: for=\"[2001:db8:cafe::17]\";host=\"shop.example:8443\";proto=https,"
                + " for=192.0.2.43, for=_hidden, for=unknown, "
                + HERE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "for",
        "for=",
        "for=a b",
        "for=\"a",
        "for=a;for=b",
        "=x",
        "for=1,,for=2",
        "for=1:80"
      })
  void what_cannot_be_read_is_dropped(String field) {
    assertThat(head("Forwarded: " + field)).contains("\r\nforwarded: " + HERE + "\r\n");
  }

  @Test
  void address_in_the_standard_field_is_that_of_the_visitor() {
    try (RawClient client = gateway.asleep().client()) {
      client.get(HOST, "/", "Forwarded: for=203.0.113.9;proto=https");

      await().until(() -> !gateway.wakes().isEmpty());
      assertThat(gateway.wakes().getFirst().details()).containsEntry("address", "203.0.113.9");
    }
  }

  @Test
  void request_that_came_through_many_gateways_is_refused() {
    String[] eight = new String[8];
    Arrays.fill(eight, "1.1 paastis");
    String via = "Via: 1.0 fred, " + String.join(", ", eight);

    assertThat(head(via)).contains("via: 1.1 paastis");
    try (RawClient client = gateway.client()) {
      RawClient.Response response = client.get(HOST, "/", via, "Via: 2.0 paastis").read();
      assertThat(response.status()).isEqualTo(508);
      assertThat(response.body()).contains("loop-detected");
    }
  }

  @Test
  void app_that_is_the_gateway_itself_ends_in_a_refusal() {
    int port = gateway.server().port();
    gateway.publish(TestGateway.awakeAt(new Upstream("http", "127.0.0.1", port)));
    try (RawClient client = gateway.client()) {
      assertThat(client.get(HOST, "/").read().status()).isEqualTo(508);
    }
  }
}
