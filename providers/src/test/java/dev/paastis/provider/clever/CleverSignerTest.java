// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.clever;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.paastis.provider.Secret;
import dev.paastis.provider.clever.CleverSettings.Credentials;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class CleverSignerTest {
  private static final Credentials.Signed SECRETS =
      new Credentials.Signed(
          new Secret("consumer-key"),
          new Secret("consumer-secret"),
          new Secret("user-token"),
          new Secret("user-secret"));

  @Test
  void signature_is_that_of_the_vendors_client() {
    String header =
        new Signer(SECRETS)
            .header(
                "GET",
                "https://api.clever-cloud.com/v2/organisations/orga_0/applications/app_1/deployments?limit=5",
                new Signer.Stamp("nonce123", 1_700_000_000));

    assertThat(header)
        .startsWith("OAuth oauth_consumer_key=\"consumer-key\", oauth_nonce=\"nonce123\"")
        .contains(
            "oauth_signature=\"xJVPewyvz35diHst0bEFcSCkqwM%2BOhsPMnc%2Fs4d0Ighu2JeepPWJ3ZDaLFOd3"
                + "JHbB7PVR5IwWBhwr31E5CLPxQ%3D%3D\"")
        .contains("oauth_signature_method=\"HMAC-SHA512\"")
        .contains("oauth_timestamp=\"1700000000\"");
  }

  @Test
  void settings_never_print_a_secret() {
    CleverSettings signed =
        new CleverSettings(CleverSettings.API, SECRETS, List.of(), CleverSettings.POLL);
    assertThat(signed.toString()).doesNotContain("user-secret", "consumer-secret", "user-token");
    assertThat(CleverSettings.of(new Secret("abc123")).toString()).doesNotContain("abc123");
  }

  @Test
  void api_token_for_the_api_proper_is_refused() {
    var token = new Credentials.ApiToken(new Secret("abc123"));
    assertThatThrownBy(
            () -> new CleverSettings(CleverSettings.API, token, List.of(), Duration.ofSeconds(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("api-bridge.clever-cloud.com");
  }
}
