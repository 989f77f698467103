// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider;

import static dev.paastis.provider.Platforms.TOKEN;
import static dev.paastis.provider.Platforms.soon;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.paastis.app.Upstream;
import dev.paastis.emulator.Emulator;
import dev.paastis.emulator.clever.CleverEmulator;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every kind of platform, opened as an account opens it. */
final class ProviderKindsTest {
  @Test
  void every_kind_is_found() {
    assertThat(Platforms.kinds())
        .extracting(ProviderKind::name)
        .contains("scalingo", "heroku", "clever-cloud", "render", "platform-sh")
        .doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @EnumSource
  void kind_tells_people_what_they_decide_by(Platforms platform) {
    ProviderKind kind = platform.kind();

    assertThat(kind.title()).isNotBlank();
    assertThat(kind.rights()).contains("https://");
    assertThat(kind.settings()).extracting(Setting::name).doesNotHaveDuplicates();
    assertThat(kind.limits())
        .isNotEmpty()
        .allSatisfy(limit -> assertThat(limit.source()).isNotBlank());
    Capabilities capabilities = kind.capabilities();
    assertThat(capabilities.remembers()).isNotEmpty();
    assertThat(capabilities.keepsBilling()).isNotEmpty();
    assertThat(capabilities.planLimits()).isNotEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void account_points_at_an_emulator_and_its_rights_are_told(Platforms platform) {
    try (Emulator emulator = platform.emulator();
        Provider provider = platform.open(platform.addresses(emulator), platform.secrets())) {
      Rights rights = done(provider.rights(soon()));
      List<DiscoveredApp> apps = done(provider.discover(soon()));

      assertThat(rights.owner()).contains("ops");
      assertThat(rights.apps()).isPositive();
      assertThat(rights.missing()).isEmpty();
      assertThat(apps).isNotEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void upstream_leads_through_the_router_by_the_apps_own_host(Platforms platform)
      throws IOException {
    try (Emulator emulator = platform.emulator();
        Provider provider = platform.open(platform.addresses(emulator), platform.secrets())) {
      Upstream upstream =
          done(provider.discover(soon())).stream()
              .map(DiscoveredApp::status)
              .filter(AppStatus.Running.class::isInstance)
              .map(status -> ((AppStatus.Running) status).upstream())
              .filter(one -> one.port() == emulator.router().getPort())
              .findFirst()
              .orElseThrow();

      assertThat(upstream.ownHost()).isTrue();
      assertThat(upstream.host()).endsWith(".localhost");
      assertThat(Upstream.parse(upstream.toString())).isEqualTo(upstream);
      assertThat(get(emulator.router(), upstream.authority())).startsWith("HTTP/1.1 200");
    }
  }

  @ParameterizedTest
  @EnumSource
  void wrong_credentials_are_unauthorized_and_never_shown(Platforms platform) {
    try (Emulator emulator = platform.emulator();
        Provider provider =
            platform.open(
                platform.addresses(emulator),
                Map.of(platform.credential(), new Secret("another-secret-token")))) {
      CallOutcome<Rights> outcome = provider.rights(soon());

      assertThat(outcome).isInstanceOf(CallOutcome.Refused.class);
      Refusal refusal = ((CallOutcome.Refused<Rights>) outcome).refusal();
      assertThat(refusal.kind()).isEqualTo(Refusal.Kind.UNAUTHORIZED);
      assertThat(refusal.message()).doesNotContain("another-secret-token");
    }
  }

  @ParameterizedTest
  @EnumSource
  void account_without_a_credential_is_told_what_to_write(Platforms platform) {
    assertThatThrownBy(() -> platform.open(Map.of(), Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(platform.kind().title())
        .hasMessageContaining("'" + platform.credential() + "'");
  }

  @ParameterizedTest
  @EnumSource
  void setting_that_makes_no_sense_is_told_with_what_to_write(Platforms platform) {
    assertThatThrownBy(() -> open(platform, Map.of("api-url", TOKEN)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'api-url'")
        .hasMessageContaining("address")
        .hasMessageNotContaining(TOKEN);
    assertThatThrownBy(() -> open(platform, Map.of("api-url", "ftp://api.example.com")))
        .hasMessageContaining("no http or https address");
    assertThatThrownBy(() -> open(platform, Map.of("api-url", "https://a.example.com/?a=b")))
        .hasMessageContaining("no http or https address");
    assertThatThrownBy(() -> open(platform, Map.of("tokn", "x")))
        .hasMessageContaining("no setting [tokn]")
        .hasMessageContaining(platform.credential());
    assertThatThrownBy(() -> platform.open("the-moon", Map.of(), platform.secrets()))
        .hasMessageContaining("'the-moon'")
        .hasMessageContaining(platform.kind().regions().getFirst());
  }

  @ParameterizedTest
  @EnumSource
  void credential_that_no_header_can_carry_is_refused_without_being_shown(Platforms platform) {
    String broken = "two\nlines";
    assertThatThrownBy(
            () -> platform.open(Map.of(), Map.of(platform.credential(), new Secret(broken))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("copy it again")
        .hasMessageNotContaining("lines");
    assertThatThrownBy(() -> platform.open(Map.of(platform.credential(), TOKEN), Map.of()))
        .hasMessageContaining("it is a secret")
        .hasMessageNotContaining(TOKEN);
  }

  @ParameterizedTest
  @EnumSource
  void account_in_each_region_opens_without_a_call(Platforms platform) {
    for (String region : platform.kind().regions()) {
      platform.open(region, Map.of(), platform.secrets()).close();
    }
  }

  @Test
  void clever_cloud_takes_four_secrets_as_well() {
    try (CleverEmulator emulator = (CleverEmulator) Platforms.CLEVER.emulator();
        Provider provider =
            Platforms.CLEVER.open(
                Map.of("api-url", emulator.signedApi() + "/"),
                Map.of(
                    "consumer-key", new Secret(CleverEmulator.CONSUMER_KEY),
                    "consumer-secret", new Secret(CleverEmulator.CONSUMER_SECRET),
                    "user-token", new Secret(CleverEmulator.USER_TOKEN),
                    "user-secret", new Secret(CleverEmulator.USER_SECRET)))) {
      assertThat(done(provider.rights(soon())).owner()).isEqualTo("ops@example.org");
    }
    assertThatThrownBy(() ->
            Platforms.CLEVER.open(
                Map.of(), Map.of("token", new Secret("a"), "user-token", new Secret("b"))))
        .hasMessageContaining("'token' alone or all of [consumer-key")
        .hasMessageEndingWith("got: [token, user-token]");
  }

  @Test
  void token_of_clever_cloud_goes_to_its_bridge_only() {
    assertThatThrownBy(
            () -> open(Platforms.CLEVER, Map.of("api-url", "https://api.clever-cloud.com")))
        .hasMessageContaining("api-bridge");
  }

  private static Provider open(Platforms platform, Map<String, String> more) {
    return platform.open(new HashMap<>(more), platform.secrets());
  }

  /** By hand: the JDK's client sets the host itself. */
  private static String get(URI router, String host) throws IOException {
    try (Socket socket = new Socket(router.getHost(), router.getPort())) {
      socket.setSoTimeout(30_000);
      String head = "GET / HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static <T> T done(CallOutcome<T> outcome) {
    assertThat(outcome).isInstanceOf(CallOutcome.Done.class);
    return ((CallOutcome.Done<T>) outcome).value();
  }
}
