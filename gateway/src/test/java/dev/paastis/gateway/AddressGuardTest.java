// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway;

import static dev.paastis.gateway.TestGateway.HOST;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.paastis.app.Account;
import dev.paastis.app.App;
import dev.paastis.app.AppId;
import dev.paastis.app.AppSettings;
import dev.paastis.app.SpaceId;
import dev.paastis.app.TrackedApp;
import dev.paastis.app.Upstream;
import dev.paastis.gateway.forward.Egress;
import dev.paastis.gateway.forward.UpstreamTls;
import dev.paastis.gateway.resolve.NameService;
import dev.paastis.gateway.resolve.Names;
import dev.paastis.gateway.resolve.Reach;
import dev.paastis.schedule.Ticker;
import java.net.InetAddress;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Apps of people who must not have the gateway ask what is near it. */
final class AddressGuardTest {
  private static final String TENANT = "tenant.localhost";
  private static final InetAddress HERE = InetAddress.getLoopbackAddress();

  private final App app =
      new App(
          new AppId(UUID.randomUUID()),
          new Account(UUID.randomUUID(), new SpaceId(UUID.randomUUID()), "heroku", "eu", "theirs"),
          "tenant",
          "tenant",
          List.of(),
          AppSettings.DEFAULT,
          null);

  private static TestGateway gateway(NameService service, String... near) {
    Egress egress = new Egress(new Names(service, Ticker.system()), UpstreamTls.system());
    return new TestGateway(
        settings -> settings.withUpstreams(UpstreamSettings.DEFAULT.withPrivateAddresses(near)),
        egress);
  }

  private TrackedApp row(String host, int port) {
    return TestGateway.row(app, 1, TestGateway.awakeAt(new Upstream("http", host, port)));
  }

  private void publish(TestGateway to, String host, int port) {
    to.server().publish(row(host, port), null, Reach.PUBLIC);
  }

  private static void assertRefused(RawClient.Response response) {
    assertThat(response.status()).isEqualTo(502);
    assertThat(response.body())
        .contains("app-address-refused", "network of the gateway")
        .doesNotContain("127.0.0.1", "169.254");
  }

  @Test
  void name_that_leads_to_this_machine_is_refused() {
    try (TestGateway gateway = gateway(_ -> List.of(HERE));
        RawUpstream secret = RawUpstream.answering("secret");
        RawClient client = gateway.client()) {
      publish(gateway, "rebound.test", secret.address().port());

      assertRefused(client.get(TENANT, "/").read());
      assertThat(secret.connections()).isZero();
    }
  }

  @Test
  void address_itself_and_localhost_are_refused() {
    for (String host : List.of("127.0.0.1", "localhost", "a.localhost", "169.254.169.254", "::1")) {
      try (TestGateway gateway = gateway(_ -> List.of(HERE));
          RawClient client = gateway.client()) {
        publish(gateway, host, 80);

        assertRefused(client.get(TENANT, "/").read());
      }
    }
  }

  @Test
  void grpc_call_is_refused_as_well() {
    try (TestGateway gateway = gateway(_ -> List.of(HERE));
        RawUpstream secret = RawUpstream.answering("secret");
        RawHttp2 client = RawHttp2.client(gateway.server().port())) {
      publish(gateway, "rebound.test", secret.address().port());

      RawHttp2.Response response =
          client.exchange(
              RawHttp2.get(TENANT, "/").method("POST").add("content-type", "application/grpc"));

      assertThat(response.head().get("grpc-status")).hasToString("14");
      assertThat(secret.connections()).isZero();
    }
  }

  @Test
  void connection_kept_for_the_operators_app_is_not_lent() {
    try (TestGateway gateway = gateway(_ -> List.of(HERE));
        RawUpstream secret = RawUpstream.answering("secret");
        RawClient client = gateway.awake(secret).client()) {
      for (int i = 0; i < 4; i++) {
        assertThat(client.get(HOST, "/").read().body()).isEqualTo("secret");
      }
      publish(gateway, "127.0.0.1", secret.address().port());

      assertRefused(client.get(TENANT, "/").read());
    }
  }

  @Test
  void dns_that_changes_after_a_first_answer_gains_nothing() {
    RawUpstream app = RawUpstream.answering("ok");
    NameService changing = new ChangingNames(HERE, other());
    try (TestGateway gateway = gateway(changing, "127.0.0.1");
        RawClient client = gateway.client()) {
      publish(gateway, "rebound.test", app.address().port());
      // Allowed is 127.0.0.1 only; the app leaves it, and its name then leads to 127.0.0.2.
      assertThat(client.get(TENANT, "/").read().body()).isEqualTo("ok");
      app.close();

      await().until(() -> client.get(TENANT, "/").read().body().contains("app-address-refused"));
    }
  }

  private static InetAddress other() {
    return InetAddress.ofLiteral("127.0.0.2");
  }

  /** Answers first the one, then for ever the other. */
  private static final class ChangingNames implements NameService {
    private final InetAddress later;
    private volatile InetAddress now;

    private ChangingNames(InetAddress first, InetAddress later) {
      this.now = first;
      this.later = later;
    }

    @Override
    public List<InetAddress> addresses(String host) {
      List<InetAddress> answer = List.of(now);
      now = later;
      return answer;
    }
  }

  @Test
  void public_address_among_others_is_used_and_others_are_not() {
    try (RawUpstream app = RawUpstream.answering("ok");
        TestGateway gateway = gateway(_ -> List.of(other(), HERE), "127.0.0.1");
        RawClient client = gateway.client()) {
      publish(gateway, "both.test", app.address().port());

      assertThat(client.get(TENANT, "/").read().body()).isEqualTo("ok");
    }
  }

  @Test
  void what_the_operator_lists_is_allowed() {
    try (RawUpstream app = RawUpstream.answering("ok");
        TestGateway gateway = gateway(_ -> List.of(HERE), "127.0.0.0/8");
        RawClient client = gateway.client()) {
      publish(gateway, "near.test", app.address().port());

      assertThat(client.get(TENANT, "/").read().body()).isEqualTo("ok");
    }
  }

  @Test
  void reach_that_is_not_told_is_the_internet_unless_it_is_a_process_of_this_machine() {
    assertThat(Reach.of(app.account())).isEqualTo(Reach.PUBLIC);
    assertThat(Reach.of(TestGateway.app("a", List.of()).account())).isEqualTo(Reach.ANYWHERE);
  }

  @Test
  void account_that_the_operator_declares_later_is_allowed_from_then_on() {
    try (RawUpstream near = RawUpstream.answering("ok");
        TestGateway gateway = gateway(_ -> List.of(HERE));
        RawClient client = gateway.client()) {
      publish(gateway, "near.test", near.address().port());
      assertRefused(client.get(TENANT, "/").read());
      gateway.server().publish(row("near.test", near.address().port()), null, Reach.ANYWHERE);

      assertThat(client.get(TENANT, "/").read().body()).isEqualTo("ok");
    }
  }
}
